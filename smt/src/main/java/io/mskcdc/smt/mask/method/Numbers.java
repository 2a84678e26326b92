package io.mskcdc.smt.mask.method;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.apache.kafka.connect.data.Struct;

/** Numbers in the boxes that Connect asks for. */
public final class Numbers {

  private Numbers() {}

  /** The integer in the box that another number is in. */
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
    }
    return (double) integer;
  }

  /** The smallest integer that fits the box that a number is in. */
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

  /** The bytes between a buffer's position and limit; the buffer is left as it is. */
  public static byte[] bytesOf(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
