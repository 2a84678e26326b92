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
   * The statement that changed the row, of any values: as the database was told it (MySQL), and as
   * Oracle's redo log has it.
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
   * Whether a schema has the shape, and no other field, whatever its name: a transform may have
   * changed that, and Protobuf's converter cuts it to its last part.
   */
  public static boolean hasShape(Schema schema) {
    return schema.type() == Schema.Type.STRUCT
        && has(schema, OP, Schema.Type.STRING)
        && (has(schema, BEFORE, Schema.Type.STRUCT) || has(schema, AFTER, Schema.Type.STRUCT))
        && schema.fields().stream().allMatch(field -> FIELDS.contains(field.name()));
  }

  private static boolean has(Schema schema, String name, Schema.Type type) {
    Field field = schema.field(name);
    return field != null && field.schema().type() == type;
  }

  /** Whether values tell where events are from, as the field source of an event does. */
  public static boolean isSource(Schema schema) {
    return schema.name() != null
        && schema.name().startsWith("io.debezium.connector.")
        && schema.name().endsWith(".Source");
  }

  /**
   * Whether a value without schema has the shape: an operation of one letter, a source, an image. A
   * connector may be told to leave the source out; then an image must be a row.
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
