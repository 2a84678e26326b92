package io.mskcdc.smt.event;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;

/**
 * The shape of a Debezium change event: {@code before}, {@code after}, {@code source}, {@code op}.
 *
 * @see <a href="https://debezium.io/documentation/reference/stable/connectors/mysql.html">MySQL
 *     connector, change event values</a>
 */
public final class Envelope {

  public static final String BEFORE = "before";
  public static final String AFTER = "after";
  public static final String SOURCE = "source";
  public static final String OP = "op";
  public static final String TRANSACTION = "transaction";

  /**
   * Fields of the source with the SQL statement that changed the row: {@code query} of MySQL and
   * {@code redo_sql} of Oracle. A statement contains values of columns.
   */
  public static final List<String> STATEMENTS = List.of("query", "redo_sql");

  public static final String SCHEMA_SUFFIX = ".Envelope";
  public static final String ROW_SCHEMA_SUFFIX = ".Value";
  public static final String KEY_SCHEMA_SUFFIX = ".Key";

  public static final Set<String> FIELDS =
      Set.of(BEFORE, AFTER, SOURCE, OP, TRANSACTION, "ts_ms", "ts_us", "ts_ns");

  private Envelope() {}

  public static boolean is(Schema schema) {
    return schema != null
        && schema.name() != null
        && schema.name().endsWith(SCHEMA_SUFFIX)
        && schema.type() == Schema.Type.STRUCT;
  }

  /**
   * Whether a schema has the fields of an envelope and no others. The name need not be that of an
   * envelope, because a transform may have changed it and Protobuf's converter keeps its last part
   * only. A row may have columns with these names, so its name must not be that of a row.
   */
  public static boolean hasShape(Schema schema) {
    return schema.type() == Schema.Type.STRUCT
        && !("." + schema.name()).endsWith(ROW_SCHEMA_SUFFIX)
        && has(schema, OP, Schema.Type.STRING)
        && (has(schema, BEFORE, Schema.Type.STRUCT) || has(schema, AFTER, Schema.Type.STRUCT))
        && schema.fields().stream().allMatch(field -> FIELDS.contains(field.name()));
  }

  private static boolean has(Schema schema, String name, Schema.Type type) {
    Field field = schema.field(name);
    return field != null && field.schema().type() == type;
  }

  /** Whether a schema is that of an event's field {@code source}. */
  public static boolean isSource(Schema schema) {
    return schema.name() != null
        && schema.name().startsWith("io.debezium.connector.")
        && schema.name().endsWith(".Source");
  }

  /**
   * Whether a value without schema has the fields of an envelope: an operation of one letter, a
   * source and an image. A connector may be configured to omit the source; then an image must be a
   * row.
   */
  public static boolean is(Object value) {
    if (!(value instanceof Map<?, ?> map && map.get(OP) instanceof String op && op.length() == 1)) {
      return false;
    }
    if (map.get(SOURCE) instanceof Map<?, ?>) {
      return map.containsKey(BEFORE) || map.containsKey(AFTER) || op.equals("t");
    }
    return !map.containsKey(SOURCE)
        && (map.get(BEFORE) instanceof Map<?, ?> || map.get(AFTER) instanceof Map<?, ?>);
  }
}
