package io.mskcdc.smt;

import io.mskcdc.smt.connect.BoundedMap;
import io.mskcdc.smt.connect.Records;
import io.mskcdc.smt.connect.TransformsVersion;
import io.mskcdc.smt.event.RecordKind;
import io.mskcdc.smt.event.TableName;
import io.mskcdc.smt.route.LogicalTable;
import io.mskcdc.smt.route.RouteConfig;
import io.mskcdc.smt.route.RouteRule;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.transforms.Transformation;

/**
 * Gives records another topic: by one regular expression, by rules in order, or by a map of tables.
 *
 * <p>A row's tombstone follows its row. Heartbeats, schema changes, transactions and notifications
 * of Debezium keep their topics unless a rule names them. Where several tables go to one topic, the
 * key may say which table a row is from, and schemas may be named after the topic.
 *
 * <p>A result that Kafka refuses as a topic is a DataException that names the rule.
 */
public class Route<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {

  public static final String OVERVIEW_DOC =
      "Gives rows, and the tombstones that follow them, another topic: by a regular expression, by"
          + " rules in order, or by a map of tables.";

  public static final ConfigDef CONFIG_DEF = RouteConfig.DEF;

  // Rows whose topics are remembered for their tombstones, if a rule reads the row.
  private static final int REMEMBERED = 10_000;

  /** What was found out for records of one topic and schema. */
  private static final class Resolved {
    final Schema schema;
    final RouteRule rule;
    // Null if each row has to be asked.
    final String topic;

    Resolved(Schema schema, RouteRule rule, String topic) {
      this.schema = schema;
      this.rule = rule;
      this.topic = topic;
    }
  }

  /** Rows as tombstones know them. */
  private record RowId(String topic, Object key) {}

  private List<RouteRule> rules;
  private boolean readsRows;
  private boolean failsUnmatched;
  private LogicalTable merged;
  private Map<String, Resolved> last;
  private Map<String, Map<String, Resolved>> byName;
  private Map<RowId, String> remembered;

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
    AbstractConfig config = RouteConfig.parse(props);
    rules = RouteConfig.rules(config);
    readsRows = rules.stream().anyMatch(RouteRule::readsRow);
    failsUnmatched = RouteConfig.failsUnmatched(config);
    merged = RouteConfig.mergedTables(config);
    last = new BoundedMap<>(BoundedMap.TABLES);
    byName = new BoundedMap<>(BoundedMap.TABLES);
    remembered = new BoundedMap<>(REMEMBERED);
  }

  @Override
  public R apply(R record) {
    Resolved resolved = resolve(record);
    if (resolved.rule == null) {
      return record;
    }
    String topic = resolved.topic == null ? topicOfRow(record, resolved.rule) : resolved.topic;
    return topic == null ? record : emit(record, topic);
  }

  /**
   * Routes the tombstone that a delete became.
   *
   * @param row the same record with the row that was deleted
   */
  R apply(R tombstone, R row) {
    Resolved resolved = resolve(tombstone);
    if (resolved.rule == null || resolved.topic != null || !resolved.rule.isToldBy(row)) {
      return apply(tombstone);
    }
    return emit(tombstone, topicOfRow(row, resolved.rule));
  }

  /** Whether a rule reads columns of rows. */
  boolean readsRows() {
    return readsRows;
  }

  /**
   * The topic of all records like this one, if there is one and nothing else changes in them; null
   * if each has to be routed on its own.
   */
  String fixedTopic(R record) {
    Resolved resolved = resolve(record);
    if (resolved.rule == null) {
      return record.topic();
    }
    return merged.changesNothing() ? resolved.topic : null;
  }

  private Resolved resolve(R record) {
    // The key's schema is what a row and its tombstone have in common, if it tells the table.
    Schema schema = record.keySchema();
    if (!TableName.isIn(schema) && RecordKind.of(schema) == RecordKind.ROW) {
      schema = record.valueSchema();
    }
    Resolved resolved = last.get(record.topic());
    if (schema == null || resolved == null || resolved.schema != schema) {
      resolved = resolveByName(record, schema);
      last.put(record.topic(), resolved);
    }
    return resolved;
  }

  private Resolved resolveByName(R record, Schema schema) {
    String name = schema == null ? RecordKind.of(record).name() : String.valueOf(schema.name());
    Map<String, Resolved> ofTopic =
        byName.computeIfAbsent(record.topic(), topic -> new BoundedMap<>(BoundedMap.TABLES));
    Resolved known = ofTopic.get(name);
    if (known == null) {
      known = decide(record, schema);
    } else {
      known = new Resolved(schema, known.rule, known.topic);
    }
    ofTopic.put(name, known);
    return known;
  }

  private Resolved decide(R record, Schema schema) {
    RecordKind kind = RecordKind.of(record);
    TableName table = tableOf(record);
    for (RouteRule rule : rules) {
      if (rule.isFor(kind) && rule.matches(record.topic(), table)) {
        RouteRule bound = rule.boundTo(record.topic(), table);
        return new Resolved(schema, bound, bound.isPerRow() ? null : bound.topic(record));
      }
    }
    if (failsUnmatched && kind == RecordKind.ROW) {
      throw new DataException(
          "Routing topic %s: no rule matches table %s, and %s=fail"
              .formatted(record.topic(), table, RouteConfig.UNMATCHED));
    }
    return new Resolved(schema, null, null);
  }

  private static TableName tableOf(ConnectRecord<?> record) {
    TableName table = TableName.ofSchema(record.keySchema());
    if (table == null) {
      table = TableName.ofSchema(record.valueSchema());
    }
    return table == null ? TableName.ofTopic(record.topic()) : table;
  }

  /** The topic that a row tells, or for a tombstone that of its row; null to keep the record's. */
  private String topicOfRow(R record, RouteRule rule) {
    RowId id = record.key() == null ? null : new RowId(record.topic(), record.key());
    if (record.value() == null && !rule.isToldBy(record)) {
      String topic = remembered.get(id);
      if (topic == null && failsUnmatched) {
        throw new DataException(
            "Routing topic %s: the rule %s reads the row, of which a tombstone has none, its row"
                    .formatted(record.topic(), rule.text())
                + " did not come before, and %s=fail".formatted(RouteConfig.UNMATCHED));
      }
      return topic;
    }
    String topic = rule.topic(record);
    if (id != null) {
      // Taken out first, so that the youngest are kept.
      remembered.remove(id);
      remembered.put(id, topic);
    }
    return topic;
  }

  private R emit(R record, String topic) {
    if (merged.changesNothing() || RecordKind.of(record) != RecordKind.ROW) {
      return topic.equals(record.topic())
          ? record
          : emit(
              record,
              topic,
              record.keySchema(),
              record.key(),
              record.valueSchema(),
              record.value());
    }
    SchemaAndValue key = merged.key(record.topic(), topic, record.keySchema(), record.key());
    SchemaAndValue value = merged.value(topic, record.valueSchema(), record.value());
    return emit(record, topic, key.schema(), key.value(), value.schema(), value.value());
  }

  private R emit(
      R record, String topic, Schema keySchema, Object key, Schema schema, Object value) {
    return Records.renewed(record, topic, keySchema, key, schema, value, record.headers());
  }

  @Override
  public void close() {
    last = null;
    byName = null;
    remembered = null;
  }
}
