package io.mskcdc.smt.dms;

import io.mskcdc.smt.connect.Schemas;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/**
 * A record that AWS DMS wrote to Kafka: {@code data} with the columns, {@code metadata} with
 * operation, table and position, and, in a control record, {@code control} with the table's
 * definition. The value is a map, a struct with the same fields, or their JSON as bytes.
 *
 * @see <a href="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.Kafka.html">AWS DMS,
 *     Apache Kafka as a target</a>
 */
public final class DmsRecord {

  static final String DATA = "data";
  static final String METADATA = "metadata";
  static final String CONTROL = "control";
  static final Set<String> FIELDS = Set.of(DATA, METADATA, CONTROL);

  private static final String DELETE = "delete";
  private static final String UPDATE = "update";
  private static final Map<String, String> OPERATIONS =
      Map.of("load", "r", "insert", "c", UPDATE, "u", DELETE, "d");
  private static final Set<String> CONTROL_OPERATIONS =
      Set.of(
          "create-table",
          "rename-table",
          "drop-table",
          "change-columns",
          "add-column",
          "drop-column",
          "rename-column",
          "column-type-change");

  private final DmsConfig config;
  private final String topic;
  private final Schema valueSchema;
  private final Object value;
  private final Map<String, Object> fields;
  private final Map<String, Object> metadata;
  private final boolean control;
  private final String operation;
  private final String schema;
  private final String table;

  /**
   * Reads a record's metadata.
   *
   * @throws org.apache.kafka.connect.errors.DataException if the value is not a record of DMS
   */
  public static DmsRecord of(ConnectRecord<?> record, DmsConfig config) {
    Object value = record.value();
    Schema schema = record.valueSchema();
    if (value instanceof byte[] json) {
      value = RecordJson.read(json);
      schema = null;
      if (value == null) {
        throw DmsErrors.invalidRecord(
            record.topic(), "the bytes of the value are not a JSON object");
      }
    }
    if (value instanceof Struct && schema != null) {
      Schemas.struct(record.topic(), schema, value);
    } else if (!(value instanceof Map) || schema != null) {
      throw DmsErrors.invalidRecord(
          record.topic(),
          "the value is neither a struct nor a map without schema, but "
              + (value == null ? "null" : value.getClass().getSimpleName()));
    }
    return new DmsRecord(record.topic(), schema, value, config);
  }

  private DmsRecord(String topic, Schema valueSchema, Object value, DmsConfig config) {
    this.topic = topic;
    this.valueSchema = valueSchema;
    this.value = value;
    this.config = config;
    fields = fields(value);
    metadata = part(fields, METADATA);
    if (metadata == null) {
      throw invalid("there is no " + METADATA);
    }
    String type = required("record-type");
    if (!type.equals(DATA) && !type.equals(CONTROL)) {
      throw invalid("record-type is neither data nor control");
    }
    control = type.equals(CONTROL);
    operation = required("operation");
    // DMS writes control records of its own tables, which have no schema.
    String named = text("schema-name");
    schema = control && named == null ? "" : named;
    table = required("table-name");
    if (!(control ? CONTROL_OPERATIONS : OPERATIONS.keySet()).contains(operation)) {
      throw DmsErrors.of(
          DmsErrors.OPERATION_UNKNOWN,
          where(),
          "the operation of this " + type + " record is not one that DMS documents",
          "leave the records out with a predicate, or use a newer plugin that knows the operation");
    }
    if (!control && (schema == null || schema.isEmpty())) {
      throw invalid("there is no schema-name in " + METADATA);
    }
  }

  private static Map<String, Object> fields(Object value) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (value instanceof Struct struct) {
      for (Field field : struct.schema().fields()) {
        fields.put(field.name(), struct.getWithoutDefault(field.name()));
      }
    } else {
      ((Map<?, ?>) value).forEach((name, each) -> fields.put(String.valueOf(name), each));
    }
    return fields;
  }

  /** Returns the fields of a part, or null if there is no such part. */
  private Map<String, Object> part(Map<String, Object> parent, String name) {
    Object part = parent.get(name);
    if (part == null) {
      return null;
    }
    if (!(valueSchema == null ? part instanceof Map : part instanceof Struct)) {
      throw invalid(name + " is not " + (valueSchema == null ? "a map" : "a struct"));
    }
    return fields(part);
  }

  private String required(String name) {
    String text = text(name);
    if (text == null || text.isEmpty()) {
      throw invalid("there is no " + name + " in " + METADATA);
    }
    return text;
  }

  private String text(String name) {
    Object value = metadata.get(name);
    if (value != null && !(value instanceof String)) {
      throw invalid(name + " is not a text");
    }
    return (String) value;
  }

  private Long integer(String name) {
    Object value = metadata.get(name);
    if (value == null || value instanceof Long || value instanceof Integer) {
      return value == null ? null : ((Number) value).longValue();
    }
    throw invalid(name + " is not an integer");
  }

  private Long time(String name) {
    String text = text(name);
    try {
      return text == null ? null : Instant.parse(text).toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw invalid(name + " is not a time in ISO 8601 with a zone");
    }
  }

  private RuntimeException invalid(String problem) {
    return DmsErrors.invalidRecord(topic, problem);
  }

  /** The topic and the table, for errors. */
  String where() {
    return "topic %s, table %s".formatted(topic, tableName());
  }

  /** The schema of the value, or null if the value consists of maps. */
  public Schema valueSchema() {
    return valueSchema;
  }

  /** The value as a struct or a map; JSON was read to a map. */
  public Object value() {
    return value;
  }

  /** Whether the record describes a change of a table and not of a row. */
  public boolean isControl() {
    return control;
  }

  /** The operation as DMS names it. */
  String operation() {
    return operation;
  }

  /** The operation of a change event: r, c, u or d. */
  String op() {
    return OPERATIONS.get(operation);
  }

  String schema() {
    return schema;
  }

  String table() {
    return table;
  }

  /** The table as {@code schema.table}. */
  String tableName() {
    return schema + "." + table;
  }

  /** The time at which DMS wrote the record, in milliseconds since 1970. */
  long writtenAt() {
    required("timestamp");
    return time("timestamp");
  }

  /** The time of the commit in milliseconds since 1970, or null if DMS does not include it. */
  Long committedAt() {
    return time("commit-timestamp");
  }

  String position() {
    return text("stream-position");
  }

  /** The id of the transaction, or null. */
  String transaction() {
    return metadata.get("transaction-id") instanceof String text
        ? text
        : Objects.toString(integer("transaction-id"), null);
  }

  /** The number of the record within its transaction, or null. */
  Long numberInTransaction() {
    return integer("transaction-record-id");
  }

  /** The values of the primary key as one text, or null if the record does not contain them. */
  String primaryKeyValue() {
    return "primary-key".equals(text("partition-key-type")) ? text("partition-key-value") : null;
  }

  /** The columns after the change in their order, or null for a delete. */
  Map<String, Object> after() {
    if (operation.equals(DELETE)) {
      return null;
    }
    Map<String, Object> after = data();
    after.keySet().removeIf(config::isBefore);
    return after;
  }

  /**
   * The columns before the change, or null if DMS does not include them. It may include the key
   * only.
   */
  Map<String, Object> before() {
    Map<String, Object> data = data();
    Map<String, Object> before = new LinkedHashMap<>();
    if (operation.equals(DELETE)) {
      before.putAll(data);
      before.keySet().removeIf(config::isBefore);
    }
    Map<String, Object> ofField = part(fields, config.beforeField());
    if (ofField != null) {
      ofField.forEach((column, value) -> addBefore(before, column, value));
    }
    data.forEach(
        (column, value) -> {
          if (config.isBefore(column)) {
            addBefore(before, config.ownName(column), value);
          }
        });
    return before.values().stream().allMatch(Objects::isNull) ? null : before;
  }

  private void addBefore(Map<String, Object> before, String column, Object value) {
    if (value != null && !operation.equals(UPDATE) && !operation.equals(DELETE)) {
      throw DmsErrors.of(
          DmsErrors.BEFORE_UNEXPECTED,
          where(),
          "the %s has a before image of the column %s".formatted(operation, column),
          "if it is a column of the table, set %s to an empty text"
              .formatted(DmsConfig.BEFORE_PREFIX));
    }
    if (before.get(column) == null) {
      before.put(column, value);
    }
  }

  private Map<String, Object> data() {
    Map<String, Object> data = part(fields, DATA);
    if (data == null) {
      throw invalid("there is no " + DATA);
    }
    return data;
  }

  /** The definition of the table after the change, or null if the record does not contain it. */
  TableDefinition definition() {
    Map<String, Object> details = part(fields, CONTROL);
    Map<String, Object> definition = details == null ? null : part(details, "table-def");
    Map<String, Object> columns = definition == null ? null : part(definition, "columns");
    if (columns == null) {
      return null;
    }
    Object key = definition.get("primary-key");
    if (key != null
        && !(key instanceof List<?> names
            && names.stream().allMatch(name -> name instanceof String))) {
      throw invalid("primary-key is not a list of columns");
    }
    return new TableDefinition(
        columns.keySet().stream().filter(column -> !config.isBefore(column)).toList(),
        key == null ? List.of() : ((List<?>) key).stream().map(String.class::cast).toList());
  }

  /**
   * The definition of a table.
   *
   * @param columns the names in their order; empty if they are not known
   * @param key the columns of the primary key; empty if there is none
   */
  record TableDefinition(List<String> columns, List<String> key) {}
}
