package io.mskcdc.smt.values;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloatDigitsTest {

  // What a snapshot has was measured on MySQL 8.0.12.
  @ParameterizedTest
  @CsvSource({
    "0.1, 0.1",
    "3.4028235E38, 3.40282E38",
    "1.17549435E-38, 1.17549E-38",
    "1.6777216E7, 1.67772E7",
    "123456.79, 123457",
    "999999.7, 1000000",
    "1.23456789E-4, 1.23457E-4",
    "-8.507059E37, -8.50706E37",
    "1.4E-45, 1.4E-45",
    "0, 0",
    "-0.0, -0.0",
    "NaN, NaN",
    "-Infinity, -Infinity"
  })
  void aFloatHasTheDigitsThatMySqlPrints(float binlog, float snapshot) {
    assertThat(FloatDigits.six(binlog)).isEqualTo((Float) snapshot);
  }

  @Property
  void everyFloatIsRoundedToSixDigits(@ForAll float number) {
    BigDecimal six = new BigDecimal(number).round(new MathContext(6, RoundingMode.HALF_EVEN));

    assertThat(FloatDigits.six(number)).isEqualTo(six.floatValue());
  }

  @ParameterizedTest
  @CsvSource({
    "1234.567, 1e3, 1234.567",
    "0.1, 1e3, 0.1",
    "1234567.13, 1e2, 1234567.12",
    "1234567, 1, 1234567",
    "3.4028235E38, 1e3, 3.4028234663852886E38"
  })
  void aFloatWithAScaleHasItsDigitsOnly(float stored, double power, double printed) {
    assertThat(FloatDigits.scaled((double) stored, power)).isEqualTo(printed);
  }
}
