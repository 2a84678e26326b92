package io.mskcdc.smt.mask.method;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/**
 * Encodes a value as bytes that do not depend on the column's type.
 *
 * <p>Text is UTF-8. A number is its shortest decimal text, so that 42, 42L and 42.00 are equal. A
 * java.util.Date is its milliseconds since 1970, as a number. Lists, maps and structs are a letter
 * followed by the elements, each after its length. Maps are sorted by key.
 *
 * <p>The buffer is reused for the next value.
 */
final class CanonicalBytes {

  private byte[] buffer = new byte[256];
  private int length;

  byte[] buffer() {
    return buffer;
  }

  int length() {
    return length;
  }

  /**
   * @throws DataException if the value's class belongs to no type of Connect
   */
  void write(Object value) {
    length = 0;
    if (value instanceof String text) {
      append(text);
    } else {
      append(value);
    }
  }

  private void append(Object value) {
    if (value instanceof String text) {
      append(text);
    } else if (value instanceof byte[] bytes) {
      append(bytes);
    } else if (value instanceof ByteBuffer bytes) {
      append(Numbers.bytesOf(bytes));
    } else if (value instanceof BigDecimal decimal) {
      appendDecimal(decimal);
    } else if (value instanceof Double || value instanceof Float) {
      appendFloating((Number) value);
    } else if (value instanceof Number || value instanceof Boolean) {
      append(value.toString());
    } else if (value instanceof Date date) {
      append(Long.toString(date.getTime()));
    } else if (value instanceof List<?> list) {
      append("L");
      list.forEach(this::appendElement);
    } else if (value instanceof Map<?, ?> map) {
      appendMap(map);
    } else if (value instanceof Struct struct) {
      appendStruct(struct);
    } else {
      throw new DataException("hmac cannot be applied to values of " + value.getClass());
    }
  }

  private void append(String text) {
    int size = text.length();
    reserve(size);
    byte[] target = buffer;
    int at = length;
    for (int i = 0; i < size; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        append(text.getBytes(StandardCharsets.UTF_8));
        return;
      }
      target[at++] = (byte) c;
    }
    length = at;
  }

  private void append(byte[] bytes) {
    reserve(bytes.length);
    System.arraycopy(bytes, 0, buffer, length, bytes.length);
    length += bytes.length;
  }

  private void appendDecimal(BigDecimal decimal) {
    append(decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString());
  }

  private void appendFloating(Number number) {
    if (Double.isFinite(number.doubleValue())) {
      appendDecimal(new BigDecimal(number.toString()));
    } else {
      append(number.toString());
    }
  }

  private void appendStruct(Struct struct) {
    if ("io.debezium.data.VariableScaleDecimal".equals(struct.schema().name())) {
      appendDecimal(Numbers.ofVariableScale(struct));
      return;
    }
    append("S");
    for (Field field : struct.schema().fields()) {
      appendElement(field.name());
      appendElement(struct.getWithoutDefault(field.name()));
    }
  }

  private void appendMap(Map<?, ?> map) {
    append("M");
    map.entrySet().stream()
        .map(entry -> new byte[][] {bytesOf(entry.getKey()), bytesOf(entry.getValue())})
        .sorted((one, other) -> Arrays.compare(one[0], other[0]))
        .forEach(
            entry -> {
              appendSized(entry[0]);
              appendSized(entry[1]);
            });
  }

  private void appendElement(Object element) {
    appendSized(bytesOf(element));
  }

  /** Appends the length, a colon and the bytes; a minus sign for null. */
  private void appendSized(byte[] bytes) {
    if (bytes == null) {
      append("-");
    } else {
      append(bytes.length + ":");
      append(bytes);
    }
  }

  private static byte[] bytesOf(Object value) {
    if (value == null) {
      return null;
    }
    CanonicalBytes element = new CanonicalBytes();
    element.write(value);
    return Arrays.copyOf(element.buffer, element.length);
  }

  private void reserve(int size) {
    if (buffer.length - length < size) {
      buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, length + size));
    }
  }
}
