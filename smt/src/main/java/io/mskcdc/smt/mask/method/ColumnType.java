package io.mskcdc.smt.mask.method;

import io.mskcdc.smt.values.CanonicalValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/**
 * The type of a column, from its schema: Connect's types and logical types, and the semantic types
 * of Debezium.
 *
 * @see <a
 *     href="https://debezium.io/documentation/reference/stable/connectors/mysql.html#mysql-data-types">
 *     MySQL connector, data type mappings</a>
 */
public enum ColumnType {
  TEXT,
  ENUMERATION,
  JSON,
  XML,
  UUID,
  INTEGER,
  FLOATING,
  DECIMAL,
  VARIABLE_DECIMAL,
  BOOLEAN,
  BINARY,
  /** Days since 1970-01-01. */
  DAYS,
  /** Milliseconds, microseconds, nanoseconds since 1970-01-01T00:00Z. */
  MILLIS,
  MICROS,
  NANOS,
  /** A number that is a time of day or a duration. */
  TIME_NUMBER,
  YEAR,
  /** Text in ISO 8601: 2023-11-21Z, 2023-11-21T18:29:26Z, 18:29:26Z, P1D. */
  DATE_TEXT,
  TIMESTAMP_TEXT,
  TIME_TEXT,
  DURATION_TEXT,
  /** Text in ISO 8601 without a zone: 2023-11-21, 2023-11-21T18:29:26, 18:29:26. */
  LOCAL_DATE_TEXT,
  LOCAL_TIMESTAMP_TEXT,
  LOCAL_TIME_TEXT,
  /** java.util.Date. */
  CONNECT_DATE,
  CONNECT_TIMESTAMP,
  CONNECT_TIME,
  ARRAY,
  MAP,
  STRUCT;

  public static ColumnType of(Schema schema) {
    ColumnType logical = schema.name() == null ? null : ofName(schema.name());
    return logical == null ? ofType(schema.type()) : logical;
  }

  private static ColumnType ofName(String name) {
    return switch (name) {
      case Decimal.LOGICAL_NAME -> DECIMAL;
      case Date.LOGICAL_NAME -> CONNECT_DATE;
      case Time.LOGICAL_NAME -> CONNECT_TIME;
      case Timestamp.LOGICAL_NAME -> CONNECT_TIMESTAMP;
      case "io.debezium.data.VariableScaleDecimal" -> VARIABLE_DECIMAL;
      case "io.debezium.data.Enum", "io.debezium.data.EnumSet" -> ENUMERATION;
      case "io.debezium.data.Json" -> JSON;
      case "io.debezium.data.Xml" -> XML;
      case "io.debezium.data.Uuid" -> UUID;
      case "io.debezium.time.Date" -> DAYS;
      case "io.debezium.time.Timestamp" -> MILLIS;
      case "io.debezium.time.MicroTimestamp" -> MICROS;
      case "io.debezium.time.NanoTimestamp" -> NANOS;
      case "io.debezium.time.Year" -> YEAR;
      case "io.debezium.time.Time",
          "io.debezium.time.MicroTime",
          "io.debezium.time.NanoTime",
          "io.debezium.time.MicroDuration",
          "io.debezium.time.NanoDuration" ->
          TIME_NUMBER;
      case "io.debezium.time.IsoDate" -> DATE_TEXT;
      case "io.debezium.time.IsoTimestamp", "io.debezium.time.ZonedTimestamp" -> TIMESTAMP_TEXT;
      case "io.debezium.time.IsoTime", "io.debezium.time.ZonedTime" -> TIME_TEXT;
      case "io.debezium.time.Interval" -> DURATION_TEXT;
      case CanonicalValue.DATE -> LOCAL_DATE_TEXT;
      case CanonicalValue.DATE_TIME -> LOCAL_TIMESTAMP_TEXT;
      case CanonicalValue.TIME -> LOCAL_TIME_TEXT;
      default -> null;
    };
  }

  private static ColumnType ofType(Schema.Type type) {
    return switch (type) {
      case STRING -> TEXT;
      case INT8, INT16, INT32, INT64 -> INTEGER;
      case FLOAT32, FLOAT64 -> FLOATING;
      case BOOLEAN -> BOOLEAN;
      case BYTES -> BINARY;
      case ARRAY -> ARRAY;
      case MAP -> MAP;
      case STRUCT -> STRUCT;
    };
  }

  /** Returns the type of a value without schema, or null if its class is none of Connect's. */
  public static ColumnType of(Object value) {
    if (value instanceof String) {
      return TEXT;
    } else if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte
        || value instanceof BigInteger) {
      return INTEGER;
    } else if (value instanceof Double || value instanceof Float) {
      return FLOATING;
    } else if (value instanceof Boolean) {
      return BOOLEAN;
    } else if (value instanceof BigDecimal) {
      return DECIMAL;
    } else if (value instanceof java.util.Date) {
      return CONNECT_TIMESTAMP;
    } else if (value instanceof byte[] || value instanceof ByteBuffer) {
      return BINARY;
    } else if (value instanceof List) {
      return ARRAY;
    } else if (value instanceof Map) {
      return MAP;
    }
    return null;
  }
}
