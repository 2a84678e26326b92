package io.mskcdc.smt;

import io.mskcdc.smt.connect.BoundedMap;
import io.mskcdc.smt.connect.Records;
import io.mskcdc.smt.connect.SchemaCache;
import io.mskcdc.smt.connect.TransformsVersion;
import io.mskcdc.smt.dms.ChangeEvent;
import io.mskcdc.smt.dms.ChangeEvent.EventSchemas;
import io.mskcdc.smt.dms.DmsConfig;
import io.mskcdc.smt.dms.DmsRecord;
import io.mskcdc.smt.dms.KnownTables;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;

/**
 * Turns a record that AWS DMS wrote to Kafka into a change event in the form of Debezium's, which
 * the other transforms read.
 *
 * <p>Input: a value with {@code data} and {@code metadata}, as a map, as a struct or as bytes with
 * JSON. Output: an envelope with the primary key as key and the topic {@code topic.schema.table}.
 * Control records go to their own topic or are dropped. Any other value is a DataException with a
 * code.
 */
public class DmsToEnvelope<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {

  public static final String OVERVIEW_DOC =
      "Turns a record that AWS DMS wrote to Kafka into a change event in the form of Debezium's. Its"
          + " key becomes the primary key of the row.";

  public static final ConfigDef CONFIG_DEF = DmsConfig.DEF;

  /** All that the schemas of an event depend on, besides the schema of the record of DMS. */
  private record Target(String topic, List<String> key) {}

  private DmsConfig config;
  private KnownTables tables;
  private SchemaCache<Map<Target, EventSchemas>> schemas;

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
    config = new DmsConfig(props);
    tables = new KnownTables(config);
    schemas = new SchemaCache<>();
  }

  @Override
  public R apply(R record) {
    DmsRecord dms = DmsRecord.of(record, config);
    if (dms.isControl()) {
      tables.remember(dms);
      return config.controlTopic().isEmpty() ? null : controlRecord(record, dms);
    }
    ChangeEvent event = ChangeEvent.of(record.topic(), dms, tables);
    if (dms.valueSchema() == null) {
      return emit(record, event, null, event.key(), null, event.envelope());
    }
    EventSchemas own = schemas(record.topic(), dms.valueSchema(), event);
    return emit(record, event, own.key(), event.key(own), own.envelope(), event.envelope(own));
  }

  private R controlRecord(R record, DmsRecord control) {
    return Records.copyOf(
        record,
        config.controlTopic(),
        record.keySchema(),
        record.key(),
        control.valueSchema(),
        control.value(),
        record.headers());
  }

  private EventSchemas schemas(String topic, Schema schema, ChangeEvent event) {
    Map<Target, EventSchemas> ofSchema = schemas.get(schema);
    if (ofSchema == null) {
      ofSchema = new BoundedMap<>(BoundedMap.TABLES);
      schemas.put(schema, ofSchema);
    }
    Target target = new Target(event.topic(), List.copyOf(event.key().keySet()));
    return ofSchema.computeIfAbsent(target, each -> event.schemas(topic, schema, config));
  }

  private R emit(
      R record, ChangeEvent event, Schema keySchema, Object key, Schema schema, Object value) {
    // A source connector would keep the partition that DMS chose by another key.
    Integer partition = record instanceof SourceRecord ? null : record.kafkaPartition();
    return record.newRecord(
        event.topic(), partition, keySchema, key, schema, value, record.timestamp());
  }

  @Override
  public void close() {
    tables = null;
    schemas = null;
  }
}
