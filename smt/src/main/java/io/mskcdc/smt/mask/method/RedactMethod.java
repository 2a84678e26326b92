package io.mskcdc.smt.mask.method;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** One constant for all values of a column: the given text, or what is zero for another type. */
public final class RedactMethod implements MaskMethod {

  private final String text;
  // One object for all columns of text, so that tables of one shape may share their plans.
  private final ColumnMask textMask;

  public RedactMethod(String text) {
    this.text = text;
    textMask = value -> text;
  }

  @Override
  public String name() {
    return "redact";
  }

  @Override
  public boolean yieldsText(ColumnType type) {
    return type == ColumnType.TEXT || type == ColumnType.ENUMERATION || type == ColumnType.XML;
  }

  @Override
  public ColumnMask maskOf(ColumnType type, Schema schema) {
    if (schema == null) {
      return value -> constantLike(type, value);
    }
    if (yieldsText(type)) {
      return textMask;
    }
    Object constant = constantOf(type, schema);
    return value -> constant;
  }

  private Object constantOf(ColumnType type, Schema schema) {
    return switch (type) {
      // Zero has a byte, too: of none, no reader makes a number.
      case VARIABLE_DECIMAL -> structOf(schema).put("value", new byte[] {0});
      case STRUCT -> structOf(schema);
      case DECIMAL ->
          BigDecimal.ZERO.setScale(Integer.parseInt(schema.parameters().get(Decimal.SCALE_FIELD)));
      case BINARY -> new byte[0];
      case INTEGER, FLOATING, DAYS, MILLIS, MICROS, NANOS, TIME_NUMBER, YEAR ->
          zeroOf(schema.type());
      default -> constantLike(type, null);
    };
  }

  private Object constantLike(ColumnType type, Object value) {
    return switch (type) {
      case TEXT, ENUMERATION, XML -> text;
      case JSON -> "{}";
      case UUID -> "00000000-0000-0000-0000-000000000000";
      case DATE_TEXT -> "1970-01-01Z";
      case TIMESTAMP_TEXT -> "1970-01-01T00:00:00Z";
      case TIME_TEXT -> "00:00:00Z";
      case DURATION_TEXT -> "P0D";
      case BOOLEAN -> false;
      case CONNECT_DATE, CONNECT_TIME, CONNECT_TIMESTAMP -> new Date(0);
      case ARRAY -> List.of();
      case MAP, STRUCT, VARIABLE_DECIMAL -> Map.of();
      case BINARY -> value instanceof ByteBuffer ? ByteBuffer.allocate(0) : new byte[0];
      case DECIMAL -> BigDecimal.ZERO.setScale(((BigDecimal) value).scale());
      case INTEGER, FLOATING, DAYS, MILLIS, MICROS, NANOS, TIME_NUMBER, YEAR ->
          Numbers.of(0, (Number) value);
    };
  }

  private static Number zeroOf(Schema.Type type) {
    return switch (type) {
      case INT8 -> (byte) 0;
      case INT16 -> (short) 0;
      case INT32 -> 0;
      case INT64 -> 0L;
      case FLOAT32 -> 0f;
      default -> 0d;
    };
  }

  private Struct structOf(Schema schema) {
    Struct struct = new Struct(schema);
    for (Field field : schema.fields()) {
      struct.put(
          field,
          field.schema().isOptional()
              ? null
              : constantOf(ColumnType.of(field.schema()), field.schema()));
    }
    return struct;
  }
}
