package io.mskcdc.smt.mask.method;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/** Replaces all values by one constant: a configured text, or zero or empty for other types. */
final class RedactMethod implements MaskMethod {

  static final String NAME = "redact";
  private static final String WITH = NAME + ".with";

  static final MethodDefinition DEFINITION =
      new MethodDefinition(
          NAME,
          "Columns that become a constant: redact.with for text, zero or empty for other types."
              + " Any type.",
          new ConfigDef()
              .define(
                  WITH,
                  Type.STRING,
                  "***",
                  Importance.LOW,
                  "The text that redact writes into text columns."),
          options -> new RedactMethod(options.text(WITH)));

  private record Constant(Object constant) implements ColumnMask {
    @Override
    public Object apply(Object value) {
      return constant;
    }
  }

  private final String text;
  // One object for all text columns, so that tables with the same columns share their plans.
  private final ColumnMask textMask;

  RedactMethod(String text) {
    this.text = text;
    textMask = new Constant(text);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean producesString(ColumnType type) {
    return type == ColumnType.TEXT || type == ColumnType.ENUMERATION || type == ColumnType.XML;
  }

  @Override
  public ColumnMask maskOf(ColumnType type, Schema schema) {
    if (schema == null) {
      return value -> constantLike(type, value);
    }
    if (producesString(type)) {
      return textMask;
    }
    Object constant = constantOf(type, schema);
    // A later transform may change a list or a struct, which must not change other records.
    if (constant instanceof byte[]) {
      return value -> constant;
    }
    return isImmutable(constant) ? new Constant(constant) : value -> constantOf(type, schema);
  }

  private static boolean isImmutable(Object constant) {
    return constant instanceof String || constant instanceof Number || constant instanceof Boolean;
  }

  private Object constantOf(ColumnType type, Schema schema) {
    return switch (type) {
      // One byte for zero, because readers cannot make a number from an empty array.
      case VARIABLE_DECIMAL -> structOf(schema).put("value", new byte[] {0});
      case STRUCT -> structOf(schema);
      case DECIMAL -> BigDecimal.ZERO.setScale(scaleOf(schema));
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
      case LOCAL_DATE_TEXT -> "1970-01-01";
      case LOCAL_TIMESTAMP_TEXT -> "1970-01-01T00:00:00";
      case LOCAL_TIME_TEXT -> "00:00:00";
      case BOOLEAN -> false;
      case CONNECT_DATE, CONNECT_TIME, CONNECT_TIMESTAMP -> new Date(0);
      case ARRAY -> new ArrayList<>();
      case MAP, STRUCT, VARIABLE_DECIMAL -> new LinkedHashMap<>();
      case BINARY -> value instanceof ByteBuffer ? ByteBuffer.allocate(0) : new byte[0];
      case DECIMAL -> BigDecimal.ZERO.setScale(((BigDecimal) value).scale());
      case INTEGER, FLOATING, DAYS, MILLIS, MICROS, NANOS, TIME_NUMBER, YEAR ->
          Numbers.of(0, (Number) value);
    };
  }

  private static int scaleOf(Schema decimal) {
    Map<String, String> parameters = decimal.parameters();
    String scale = parameters == null ? null : parameters.get(Decimal.SCALE_FIELD);
    if (scale == null || !scale.matches("-?\\d{1,9}")) {
      throw new DataException("redact needs the scale of a decimal, which its schema lacks");
    }
    return Integer.parseInt(scale);
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
