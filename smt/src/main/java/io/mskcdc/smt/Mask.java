package io.mskcdc.smt;

import io.mskcdc.smt.connect.Records;
import io.mskcdc.smt.connect.SchemaCache;
import io.mskcdc.smt.connect.TransformsVersion;
import io.mskcdc.smt.event.Envelope;
import io.mskcdc.smt.event.RecordKind;
import io.mskcdc.smt.event.TableName;
import io.mskcdc.smt.mask.MaskConfig;
import io.mskcdc.smt.mask.MaskRules;
import io.mskcdc.smt.mask.NotificationMask;
import io.mskcdc.smt.mask.StructMask;
import io.mskcdc.smt.mask.TableMask;
import io.mskcdc.smt.mask.TableMasks;
import io.mskcdc.smt.mask.TableResolver;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.transforms.Transformation;

/**
 * Masks columns wherever a record holds them: in the row or in both images of an envelope, in the
 * key, in headers, and in the defaults of schemas.
 *
 * <p>In: change events of Debezium, unwrapped or not, with schema or as maps, and tombstones. Out:
 * the same record with the masked columns' values replaced; a schema says how each was masked.
 * Heartbeats, schema changes, transactions and notifications come out as they went in, except that
 * a notification tells no keys of a table that has rules.
 *
 * <p>A rule that cannot be honoured is a DataException that names topic, table and column: the task
 * stops before the first record of that schema leaves.
 */
public class Mask<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {

  public static final String OVERVIEW_DOC =
      "Masks columns, named once for a whole connector by database.table.column, in rows, keys,"
          + " headers and schemas.";

  public static final ConfigDef CONFIG_DEF = MaskConfig.DEF;

  private SchemaCache<TableResolver> plans;
  private SchemaCache<TableMask> tombstones;
  private TableMasks tables;
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
   * Configures it behind an unwrapping whose names are known.
   *
   * @param copies as {@link MaskRules#withCopies} takes them
   */
  void configure(Map<String, ?> props, Map<String, String> copies) {
    configure(MaskConfig.rules(props).withCopies(copies));
  }

  private void configure(MaskRules rules) {
    tables = new TableMasks(rules);
    notifications = new NotificationMask(rules);
    plans = new SchemaCache<>();
    tombstones = new SchemaCache<>();
  }

  @Override
  public R apply(R record) {
    Schema schema = record.valueSchema();
    if (schema == null || !(record.value() instanceof Struct value)) {
      TableMask table = tableOf(record);
      return table == null ? ofNoTable(record) : apply(record, table, record.topic());
    }
    TableResolver plan = plan(schema);
    TableMask table = plan.table(record.topic(), schema, value);
    return table == null
        ? ofNoTable(record)
        : likeItsTombstone(record, table, record.topic(), apply(record, table, plan.row(table)));
  }

  private R ofNoTable(R record) {
    return RecordKind.of(record) == RecordKind.NOTIFICATION ? notifications.mask(record) : record;
  }

  /** The masks for a record's table, or null if the record is none of a table. */
  TableMask tableOf(R record) {
    Schema schema = record.valueSchema();
    Object value = record.value();
    if (schema != null && (value != null || TableName.ofSchema(schema) != null)) {
      return plan(schema).table(record.topic(), schema, value);
    }
    if (RecordKind.of(record) != RecordKind.ROW) {
      return null;
    }
    return value == null ? tombstone(record) : tables.ofValue(record.topic(), value);
  }

  /**
   * Masks a record with the masks of a table, whatever the record itself says.
   *
   * @param topic where the record came from, and the tombstone of its row will
   */
  R apply(R record, TableMask table, String topic) {
    Schema schema = record.valueSchema();
    R masked;
    if (schema == null || record.value() == null) {
      masked = applySchemaless(record, table);
    } else {
      masked =
          record.value() instanceof Struct
              ? apply(record, table, table.row(schema))
              : emitOther(record, table);
    }
    return likeItsTombstone(record, table, topic, masked);
  }

  /** Makes sure of a key without schema that the topic tells as much as the row has told. */
  private R likeItsTombstone(R record, TableMask table, String topic, R masked) {
    if (masked != record
        && record.value() != null
        && record.keySchema() == null
        && record.key() instanceof Map<?, ?> key
        && table.isKeyMasked()) {
      tables.requireSameByTopic(table, topic, key, masked.key());
    }
    return masked;
  }

  private R apply(R record, TableMask table, StructMask mask) {
    return mask == null
        ? emit(record, table, record.valueSchema(), record.value())
        : emit(record, table, mask.schema(), mask.mask(record.value()));
  }

  /** How values of this schema are masked. */
  TableResolver plan(Schema schema) {
    TableResolver plan = plans.get(schema);
    if (plan == null) {
      plan = TableResolver.compile(tables, schema);
      plans.put(schema, plan);
    }
    return plan;
  }

  /** Masks a record without value, or whose value has no schema. */
  private R applySchemaless(R record, TableMask table) {
    if (record.value() == null) {
      return emitNull(record, table);
    }
    if (!(record.value() instanceof Map<?, ?> map)) {
      return emitOther(record, table);
    }
    Object masked = Envelope.is(map) ? table.maps().envelope(map) : table.maps().row(map);
    return emit(record, table, null, masked);
  }

  /** Masks key and headers; of the value's schema, the defaults. */
  private R emitNull(R record, TableMask table) {
    Schema schema = record.valueSchema();
    StructMask mask =
        schema != null && schema.type() == Schema.Type.STRUCT ? table.row(schema) : null;
    return emit(record, table, mask == null ? schema : mask.schema(), null);
  }

  /** Masks key and headers of a record whose value is no row, unless rules are for its columns. */
  private R emitOther(R record, TableMask table) {
    if (RecordKind.of(record) != RecordKind.ROW) {
      return record;
    }
    table.refuseValue(record.value());
    return emit(record, table, record.valueSchema(), record.value());
  }

  /** The masks for a record without value: its key tells the table, or its topic. */
  TableMask tombstone(R record) {
    Schema schema = record.keySchema();
    if (!TableName.isIn(schema)) {
      return tables.ofTopic(record.topic());
    }
    TableMask table = tombstones.get(schema);
    if (table == null) {
      table = tables.of(List.of(TableName.ofSchema(schema)));
      tombstones.put(schema, table);
    }
    return table;
  }

  private R emit(R record, TableMask table, Schema schema, Object value) {
    Schema keySchema = record.keySchema();
    Object key = record.key();
    if (keySchema == null && key instanceof Map<?, ?> map) {
      key = table.key(map);
    } else {
      StructMask columns = table.key(keySchema);
      if (columns != null) {
        key = columns.mask(record.topic(), keySchema, key);
        keySchema = columns.schema();
      }
    }
    Headers headers = record.headers();
    if (!headers.isEmpty()) {
      headers = table.headers(headers);
    }
    if (value == record.value()
        && schema == record.valueSchema()
        && key == record.key()
        && keySchema == record.keySchema()
        && headers == record.headers()) {
      return record;
    }
    return Records.renewed(record, record.topic(), keySchema, key, schema, value, headers);
  }

  @Override
  public void close() {
    plans = null;
    tombstones = null;
    tables = null;
    notifications = null;
  }
}
