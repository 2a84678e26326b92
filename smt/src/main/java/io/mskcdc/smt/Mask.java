package io.mskcdc.smt;

import io.mskcdc.smt.connect.BoundedMap;
import io.mskcdc.smt.connect.Records;
import io.mskcdc.smt.connect.SchemaCache;
import io.mskcdc.smt.connect.TransformsVersion;
import io.mskcdc.smt.event.Envelope;
import io.mskcdc.smt.event.RecordKind;
import io.mskcdc.smt.event.TableName;
import io.mskcdc.smt.mask.KeyMask;
import io.mskcdc.smt.mask.MaskConfig;
import io.mskcdc.smt.mask.MaskRules;
import io.mskcdc.smt.mask.MaskStatus;
import io.mskcdc.smt.mask.NotificationMask;
import io.mskcdc.smt.mask.StructMask;
import io.mskcdc.smt.mask.TableMask;
import io.mskcdc.smt.mask.TableMasks;
import io.mskcdc.smt.mask.TableResolver;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;

/**
 * Masks columns wherever a record holds them: in the row or in both images of an envelope, in the
 * key, in headers, and in the default values of schemas.
 *
 * <p>Input: change events of Debezium, unwrapped or not, with schemas or as maps, and tombstones.
 * Output: the same record with masked values; the schema names the method of each masked column.
 * Heartbeats, schema changes, transactions and notifications pass unchanged, except that key values
 * are removed from notifications about tables with rules.
 *
 * <p>A rule that cannot be applied is a DataException that names topic, table and column. The task
 * stops before the first record with that schema is written.
 */
public class Mask<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {

  public static final String OVERVIEW_DOC =
      "Masks columns in rows, keys, headers and schemas. Columns are configured once per connector,"
          + " as database.table.column.";

  public static final ConfigDef CONFIG_DEF = MaskConfig.DEF;

  private SchemaCache<TableMask> tombstones;
  // The tables of withheld rows, by the schema object of the key.
  private Map<Schema, TableMask> withheldKeys;
  private TableMasks tables;
  private MaskStatus status;
  private NotificationMask notifications;

  @Override
  public ConfigDef config() {
    return CONFIG_DEF;
  }

  @Override
  public String version() {
    return TransformsVersion.CURRENT;
  }

  @Override
  public void configure(Map<String, ?> props) {
    configure(MaskConfig.rules(props));
  }

  /**
   * Configures a mask that runs after an unwrap whose added names are known.
   *
   * @param fields see {@link MaskRules#withCopies}
   * @param headers see {@link MaskRules#withCopies}
   */
  void configure(Map<String, ?> props, Map<String, String> fields, Map<String, String> headers) {
    configure(MaskConfig.rules(props).withCopies(fields, headers));
  }

  private void configure(MaskRules rules) {
    status = new MaskStatus();
    tables = new TableMasks(rules, status);
    notifications = new NotificationMask(rules);
    tombstones = new SchemaCache<>();
    withheldKeys = new IdentityHashMap<>();
  }

  @Override
  public R apply(R record) {
    Schema schema = record.valueSchema();
    if (schema == null || !(record.value() instanceof Struct value)) {
      TableMask table = tableOf(record);
      if (table == null) {
        return withoutTable(record);
      }
      return withholds(record, table) ? null : apply(record, table, record.topic());
    }
    TableResolver resolver = resolver(record);
    TableMask table = resolver.table(record.topic(), schema, value);
    if (table == null) {
      return withoutTable(record);
    }
    return withholds(record, table)
        ? null
        : apply(record, table, record.topic(), resolver.row(table));
  }

  /**
   * Whether a record is dropped, because no rule names its table. Remembers the schema of its key
   * for the tombstone, which has no own name of the table: another table may have the same name
   * after Debezium replaced characters.
   *
   * @throws DataException if such a table stops the task
   */
  boolean withholds(R record, TableMask table) {
    if (!table.withholds()) {
      if (!withheldKeys.isEmpty() && record.value() != null) {
        withheldKeys.remove(record.keySchema());
      }
      return false;
    }
    if (record.keySchema() != null && record.value() != null) {
      if (withheldKeys.size() >= BoundedMap.TABLES) {
        withheldKeys.clear();
      }
      withheldKeys.put(record.keySchema(), table);
    }
    return true;
  }

  private R withoutTable(R record) {
    return RecordKind.of(record) == RecordKind.NOTIFICATION ? notifications.mask(record) : record;
  }

  /** Returns the masks for the record's table, or null if the record does not belong to a table. */
  TableMask tableOf(R record) {
    Schema schema = record.valueSchema();
    Object value = record.value();
    if (schema != null && (value != null || TableName.isIn(schema))) {
      return resolver(record).table(record.topic(), schema, value);
    }
    if (RecordKind.of(record) != RecordKind.ROW) {
      return null;
    }
    if (value == null) {
      return tombstone(record);
    }
    if (!Envelope.is(value)) {
      requireTable(record, true);
    }
    return tables.ofValue(record.topic(), value);
  }

  /**
   * Returns the resolver for the record's schema, after a check that the record names its table.
   */
  private TableResolver resolver(R record) {
    TableResolver resolver = resolver(record.valueSchema());
    if (resolver.isByTopic() || hasBareKey(record)) {
      requireTable(record, resolver.isByTopic());
    }
    return resolver;
  }

  /**
   * Refuses a record of a Debezium connector if another transform replaced the names of its table.
   * EventRouter does so. It makes a key of one value and adds the header id.
   *
   * @param byTopic whether only the topic names the table
   */
  private void requireTable(ConnectRecord<?> record, boolean byTopic) {
    if (record instanceof SourceRecord source
        && source.sourcePartition() != null
        && source.sourcePartition().get("server") instanceof String prefix
        && !TableName.isIn(record.keySchema())
        && (byTopic && !record.topic().startsWith(prefix + '.')
            || hasBareKey(record) && record.headers().lastWithName("id") != null)) {
      throw new DataException(
          "Masking topic %s: the record does not name its table, because another transform changed its"
                  .formatted(record.topic())
              + " topic and schemas, so no rule can apply; put Mask before that transform, such as"
              + " EventRouter, or exclude its records from Mask with a predicate");
    }
  }

  private static boolean hasBareKey(ConnectRecord<?> record) {
    return record.keySchema() != null && record.keySchema().type().isPrimitive();
  }

  /**
   * Masks a record with the masks of the given table, even if the record names another table.
   *
   * @param topic the record's original topic, which is also the topic of its row's tombstone
   */
  R apply(R record, TableMask table, String topic) {
    Schema schema = record.valueSchema();
    Object value = record.value();
    if (value == null) {
      return emitNull(record, table, topic);
    }
    if (schema != null && value instanceof Struct) {
      return apply(record, table, topic, table.row(schema));
    }
    if (schema == null && value instanceof Map<?, ?> map) {
      Object masked = Envelope.is(map) ? table.maps().envelope(map) : table.maps().row(map);
      return emit(record, table, topic, null, masked);
    }
    return emitOther(record, table, topic);
  }

  private R apply(R record, TableMask table, String topic, StructMask mask) {
    return mask == null
        ? emit(record, table, topic, record.valueSchema(), record.value())
        : emit(record, table, topic, mask.schema(), mask.apply(record.value()));
  }

  /** See {@link TableMasks#resolver}. */
  TableResolver resolver(Schema schema) {
    return tables.resolver(schema);
  }

  /** Masks the key, the headers and the default values of the value's schema. */
  private R emitNull(R record, TableMask table, String topic) {
    Schema schema = record.valueSchema();
    StructMask mask =
        schema != null && schema.type() == Schema.Type.STRUCT ? table.row(schema) : null;
    return emit(record, table, topic, mask == null ? schema : mask.schema(), null);
  }

  /**
   * Masks key and headers of a record whose value is not a row, unless rules apply to its table.
   */
  private R emitOther(R record, TableMask table, String topic) {
    if (RecordKind.of(record) != RecordKind.ROW) {
      return record;
    }
    table.refuseValue(record.value());
    return emit(record, table, topic, record.valueSchema(), record.value());
  }

  /**
   * Returns the masks for a record without value, by the table in its key's schema or its topic.
   */
  TableMask tombstone(R record) {
    Schema schema = record.keySchema();
    if (!TableName.isIn(schema)) {
      requireTable(record, true);
      return tables.ofTopic(record.topic());
    }
    TableMask ofRow = withheldKeys.get(schema);
    if (ofRow != null) {
      return ofRow;
    }
    TableMask table = tombstones.get(schema);
    if (table == null) {
      table = tables.of(List.of(TableName.ofSchema(schema)));
      tombstones.put(schema, table);
    }
    return table;
  }

  private R emit(R record, TableMask table, String topic, Schema schema, Object value) {
    Schema keySchema = record.keySchema();
    Object key = record.key();
    KeyMask keyMask;
    if (keySchema == null && key instanceof Map<?, ?> map) {
      Map<Object, Object> masked = table.maps().key(map);
      keyMask = KeyMask.ofMap(map, masked);
      if (value != null && table.checksTombstones(keyMask)) {
        tables.requireSameByTopic(table, topic, map, masked);
      }
      key = masked;
    } else {
      keyMask = table.key(keySchema);
      StructMask columns = keyMask.columns();
      if (columns != null) {
        key = columns.mask(record.topic(), keySchema, key);
        keySchema = columns.schema();
      } else if (keyMask.isWhole() && (key != null || keySchema != null)) {
        SchemaAndValue whole = table.wholeKey(keySchema, key);
        key = whole.value();
        keySchema = whole.schema();
      }
    }
    Headers headers = record.headers();
    if (!headers.isEmpty()) {
      headers = table.headers(headers, keyMask);
    }
    if (value == record.value()
        && schema == record.valueSchema()
        && key == record.key()
        && keySchema == record.keySchema()
        && headers == record.headers()) {
      return record;
    }
    return Records.copyOf(record, record.topic(), keySchema, key, schema, value, headers);
  }

  @Override
  public void close() {
    if (status != null) {
      status.close();
    }
    status = null;
    tombstones = null;
    withheldKeys = null;
    tables = null;
    notifications = null;
  }
}
