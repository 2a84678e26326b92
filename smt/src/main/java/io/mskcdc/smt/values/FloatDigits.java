package io.mskcdc.smt.values;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Rounds the values of FLOAT columns to the digits that MySQL prints. */
final class FloatDigits {

  // MySQL's FLT_DIG.
  private static final int DIGITS = 6;
  private static final MathContext SIX_DIGITS = new MathContext(DIGITS, RoundingMode.HALF_EVEN);
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12
  };
  // Up to this scale, a power of ten is exact as a double.
  static final int MAX_SCALE = 22;
  private static final double MAX_EXACT = 1L << 53;

  private FloatDigits() {}

  /** Rounds a FLOAT to six digits, as MySQL does when it prints one. */
  static Float six(Float value) {
    float number = value;
    double size = Math.abs((double) number);
    // The product with a power up to 10^12 is exact: it has 24 + 28 bits.
    if (size >= 1e-6 && size < 1e6) {
      int power = POWERS.length - 1;
      while (size * POWERS[power] >= 1e6) {
        power--;
      }
      float rounded = (float) (Math.rint(number * POWERS[power]) / POWERS[power]);
      return rounded == number ? value : (Float) rounded;
    }
    if (size == 0 || Float.isNaN(number) || Float.isInfinite(number)) {
      return value;
    }
    return new BigDecimal(number).round(SIX_DIGITS).floatValue();
  }

  /** Rounds a FLOAT(M,D), which is a double in the row, to its scale. */
  static Double scaled(Double value, double power) {
    double shifted = value * power;
    return Math.abs(shifted) < MAX_EXACT ? (Double) (Math.rint(shifted) / power) : value;
  }
}
