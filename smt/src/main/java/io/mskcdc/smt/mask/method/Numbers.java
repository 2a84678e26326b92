package io.mskcdc.smt.mask.method;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.apache.kafka.connect.data.Struct;

/** Conversions between numbers and the classes that Connect has for them. */
public final class Numbers {

  private Numbers() {}

  /** Converts an integer to the class of another number. */
  static Number of(long integer, Number like) {
    if (like instanceof Long) {
      return integer;
    } else if (like instanceof Integer) {
      return (int) integer;
    } else if (like instanceof Short) {
      return (short) integer;
    } else if (like instanceof Byte) {
      return (byte) integer;
    } else if (like instanceof Float) {
      return (float) integer;
    } else if (like instanceof BigInteger) {
      return BigInteger.valueOf(integer);
    }
    return (double) integer;
  }

  /** The smallest value of the class of an integer. */
  static long smallest(Number like) {
    if (like instanceof Integer) {
      return Integer.MIN_VALUE;
    } else if (like instanceof Short) {
      return Short.MIN_VALUE;
    } else if (like instanceof Byte) {
      return Byte.MIN_VALUE;
    }
    return Long.MIN_VALUE;
  }

  /** Reads Debezium's VariableScaleDecimal: an unscaled two's-complement value and its scale. */
  public static BigDecimal ofVariableScale(Struct struct) {
    Object unscaled = struct.getWithoutDefault("value");
    byte[] bytes = unscaled instanceof ByteBuffer buffer ? bytesOf(buffer) : (byte[]) unscaled;
    return new BigDecimal(new BigInteger(bytes), struct.getInt32("scale"));
  }

  /** Returns the bytes between a buffer's position and limit; the position does not change. */
  public static byte[] bytesOf(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
