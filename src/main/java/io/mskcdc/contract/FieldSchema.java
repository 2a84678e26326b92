package io.mskcdc.contract;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.contract.ColumnValue.Kind;
import java.util.stream.Collectors;

/** Writes the JSON Schema of one field of a record. */
final class FieldSchema {
  private static final String TYPE = "type";
  private static final String STRING = "string";
  private static final String NUMBER = "number";
  private static final String INTEGER = "integer";
  private static final String OBJECT = "object";
  private static final String NULL = "null";
  private static final String PATTERN = "pattern";
  private static final String FORMAT = "format";
  private static final String MINIMUM = "minimum";
  private static final String MAXIMUM = "maximum";
  private static final String MAX_LENGTH = "maxLength";
  private static final String ENUM = "enum";
  private static final String DESCRIPTION = "description";

  private static final int FIRST_YEAR = 1901;
  private static final int LAST_YEAR = 2155;

  private FieldSchema() {}

  /** Makes a schema one of an object with no other fields than those added to what it returns. */
  static ObjectNode object(ObjectNode schema) {
    schema.put(TYPE, OBJECT);
    ObjectNode fields = schema.putObject("properties");
    schema.putArray("required");
    schema.put("additionalProperties", false);
    return fields;
  }

  /**
   * Adds a column.
   *
   * @param fields the fields of the schema's object
   */
  static void add(ObjectNode fields, ObjectNode schema, ContractColumn column) {
    MySqlType type = MySqlType.of(column.type());
    ObjectNode field =
        field(fields, schema, column.name()).put(DESCRIPTION, description(column, type));
    if (column.mask().equals(NULL)) {
      field.put(TYPE, NULL);
      return;
    }
    describe(field, column.value());
    if (column.value().kind() == Kind.GEOMETRY) {
      addCoordinates(field, type, column.masked());
    } else if (column.mask().equals("redact")) {
      redact(field, column.value().kind());
    } else if (!column.masked()) {
      restrict(field, column.value(), type);
    }
    complete(field, column.maskedText(), column.nullable());
  }

  /** Adds a field that the connector adds to each row. */
  static void add(ObjectNode fields, ObjectNode schema, RowMetadata metadata) {
    ObjectNode field =
        field(fields, schema, metadata.name()).put(DESCRIPTION, "Added by the connector");
    describe(field, metadata.value());
    complete(field, metadata.text(), metadata.nullable());
  }

  private static ObjectNode field(ObjectNode fields, ObjectNode schema, String name) {
    ((ArrayNode) schema.get("required")).add(name);
    return fields.putObject(name);
  }

  /** Like the mask itself, does not list the values of a masked ENUM or SET. */
  private static String description(ContractColumn column, MySqlType type) {
    if (!column.masked()) {
      return "MySQL " + column.type();
    }
    return "MySQL "
        + (type.members().isEmpty() ? column.type() : type.name())
        + (column.mask().equals(ContractColumn.WITHIN)
            ? ", with masked values in it"
            : ", masked by " + column.mask());
  }

  /** Writes what all values of a form have in common. */
  private static void describe(ObjectNode field, ColumnValue value) {
    int precision = value.precision();
    switch (value.kind()) {
      case BOOLEAN -> field.put(TYPE, "boolean");
      case INTEGER -> integers(field, -1L << precision - 1, ~(-1L << precision - 1));
      case UNSIGNED_BIGINT -> text(field, "(0|[1-9]\\d{0,19})");
      case DECIMAL -> text(field, Patterns.decimal(precision, value.scale(), false));
      case FLOAT, DOUBLE -> field.put(TYPE, NUMBER);
      case DATE -> text(field, Patterns.DATE).put(FORMAT, "date");
      case TIME -> text(field, "-?\\d{2,3}:[0-5]\\d:[0-5]\\d" + Patterns.fraction(precision));
      case DATE_TIME -> text(field, Patterns.dateTime(precision));
      case TIMESTAMP -> text(field, Patterns.dateTime(precision) + "Z").put(FORMAT, "date-time");
      case YEAR -> years(field);
      case TEXT -> field.put(TYPE, STRING);
      case BASE64 -> text(field, "[A-Za-z0-9+/]*={0,2}").put("contentEncoding", "base64");
      case JSON_TEXT -> field.put(TYPE, STRING).put("contentMediaType", "application/json");
      case GEOMETRY -> field.put(TYPE, OBJECT);
    }
    if (precision > 0 && value.kind() == Kind.TEXT) {
      field.put(MAX_LENGTH, precision);
    } else if (precision > 0 && value.kind() == Kind.BASE64) {
      field.put(MAX_LENGTH, lengthOfBase64(precision));
    }
  }

  private static ObjectNode text(ObjectNode field, String pattern) {
    return field.put(TYPE, STRING).put(PATTERN, "^" + pattern + "$");
  }

  private static void integers(ObjectNode field, long least, long most) {
    field.put(TYPE, INTEGER).put(MINIMUM, least).put(MAXIMUM, most);
  }

  private static void years(ObjectNode field) {
    integers(field, 0, LAST_YEAR);
    ArrayNode ranges = field.putArray("anyOf");
    ranges.addObject().put("const", 0);
    ranges.addObject().put(MINIMUM, FIRST_YEAR);
  }

  private static int lengthOfBase64(int bytes) {
    return (bytes + 2) / 3 * 4;
  }

  /** Adds what the type of a column in clear excludes. */
  private static void restrict(ObjectNode field, ColumnValue value, MySqlType type) {
    switch (value.kind()) {
      case INTEGER ->
          integers(
              field,
              type.unsigned() ? 0 : -1L << type.bits() - 1,
              ~(-1L << type.bits() - (type.unsigned() ? 0 : 1)));
      case DECIMAL ->
          text(field, Patterns.decimal(value.precision(), value.scale(), type.unsigned()));
      case FLOAT, DOUBLE -> {
        if (type.unsigned()) {
          field.put(MINIMUM, 0);
        }
      }
      case TEXT -> members(field, type);
      case BASE64 -> {
        if (type.hasFixedLength()) {
          field.put("minLength", lengthOfBase64(value.precision()));
        }
      }
      default -> {
        // The form is all that the type says.
      }
    }
  }

  /** Without strict mode, MySQL stores an empty text for a value that is no member of an ENUM. */
  private static void members(ObjectNode field, MySqlType type) {
    if (type.members().stream().anyMatch(FieldSchema::isSpelledInTwoWays)) {
      return;
    }
    if (type.name().equals("enum")) {
      ArrayNode members = field.putArray(ENUM);
      type.members().forEach(members::add);
      if (!type.members().contains("")) {
        members.add("");
      }
    } else if (type.name().equals("set")) {
      String member =
          type.members().stream().map(Patterns::literal).collect(Collectors.joining("|", "(", ")"));
      text(field, "(" + member + "(," + member + ")*)?");
    }
  }

  /**
   * MySQL's definition of a column has ? for an emoji, and records from the binlog have the letter
   * n for a line feed.
   */
  private static boolean isSpelledInTwoWays(String member) {
    return member.chars().anyMatch(letter -> letter == '?' || letter < ' ');
  }

  /** Writes the constant by which redact replaces numbers; texts have a pattern. */
  private static void redact(ObjectNode field, Kind kind) {
    switch (kind) {
      case BOOLEAN -> field.putArray(ENUM).add(false);
      case INTEGER, FLOAT, DOUBLE, YEAR -> {
        field.remove("anyOf");
        field.put(MINIMUM, 0).put(MAXIMUM, 0);
      }
      default -> {
        // The pattern of the masked text describes it.
      }
    }
  }

  /** Debezium writes the coordinates of a point beside it, and its redaction has no other form. */
  private static void addCoordinates(ObjectNode field, MySqlType type, boolean redacted) {
    ObjectNode fields = object(field);
    boolean isPoint = type.name().equals("point");
    if (isPoint) {
      field(fields, field, "x").put(TYPE, NUMBER);
      field(fields, field, "y").put(TYPE, NUMBER);
    }
    ObjectNode wkb = field(fields, field, "wkb");
    describe(wkb, ColumnValue.of(Kind.BASE64));
    complete(wkb, "", isPoint && redacted);
    ObjectNode srid = field(fields, field, "srid");
    srid.put(TYPE, INTEGER);
    complete(srid, "", true);
  }

  private static void complete(ObjectNode field, String pattern, boolean nullable) {
    if (!pattern.isEmpty()) {
      field.put(PATTERN, pattern);
    }
    if (nullable) {
      String type = field.get(TYPE).textValue();
      field.putArray(TYPE).add(type).add(NULL);
      if (field.get(ENUM) instanceof ArrayNode members) {
        members.addNull();
      }
    }
  }
}
