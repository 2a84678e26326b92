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
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.transforms.Transformation;

/**
 * Changes the topic of records by one regular expression, by a list of rules, or by a map of
 * tables.
 *
 * <p>A tombstone gets the topic of its row. Heartbeats, schema changes, transactions and
 * notifications of Debezium keep their topics unless a rule names them. If several tables have one
 * topic, the table can be added to the key, and schemas can be named after the topic.
 *
 * <p>A result that is not a valid topic name is a DataException that names the rule.
 */
public class Route<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {

  public static final String OVERVIEW_DOC =
      "Changes the topic of rows and of their tombstones, by a regular expression, by a list of"
          + " rules, or by a map of tables.";

  public static final ConfigDef CONFIG_DEF = RouteConfig.DEF;

  // The number of rows whose topics are cached for their tombstones, if a rule reads the row.
  private static final int MAX_ROWS = 10_000;

  /** The rule for records of one topic and schema. */
  private static final class Resolved {
    final Schema schema;
    // Null if no rule matches.
    final RouteRule rule;
    // Null if the topic depends on the record.
    final String topic;

    Resolved(Schema schema, RouteRule rule, String topic) {
      this.schema = schema;
      this.rule = rule;
      this.topic = topic;
    }
  }

  /** The cached rules of records that all have a key, or all have none. */
  private static final class Decisions {
    // The last result for each topic; a topic nearly always has one schema.
    final Map<String, Resolved> lastOfTopic = new BoundedMap<>(BoundedMap.TABLES);
    final Map<String, Map<String, Resolved>> bySchemaName = new BoundedMap<>(BoundedMap.TABLES);
  }

  /** Identifies the row of a tombstone. */
  private record RowId(String topic, Object key) {}

  private List<RouteRule> rules;
  private boolean readsRows;
  private boolean failsUnmatched;
  private LogicalTable logicalTable;
  // A table's rows may get a key or lose it, and a rule may apply only to rows without a key.
  private Decisions keyed;
  private Decisions keyless;
  private Map<RowId, String> topicsOfRows;

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
    RouteConfig config = new RouteConfig(props);
    rules = config.rules();
    readsRows = rules.stream().anyMatch(RouteRule::readsRow);
    failsUnmatched = config.failsUnmatched();
    logicalTable = config.logicalTable();
    keyed = new Decisions();
    keyless = new Decisions();
    topicsOfRows = new BoundedMap<>(MAX_ROWS);
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
    if (resolved.rule == null || resolved.topic != null || !resolved.rule.isResolvable(row)) {
      return apply(tombstone);
    }
    return emit(tombstone, topicOfRow(row, resolved.rule));
  }

  /** Whether a rule reads columns of rows. */
  boolean readsRows() {
    return readsRows;
  }

  /**
   * Returns the new topic of all records with this topic and these schemas; null if it depends on
   * the record, or if routing changes more than the topic.
   */
  String fixedTopic(R record) {
    Resolved resolved = resolve(record);
    if (resolved.rule == null) {
      return record.topic();
    }
    return logicalTable.changesNothing() ? resolved.topic : null;
  }

  private Resolved resolve(R record) {
    // A row and its tombstone have the key's schema in common, so use it if it names the table.
    Schema schema = record.keySchema();
    if (!TableName.isIn(schema) && RecordKind.of(schema) == RecordKind.ROW) {
      schema = record.valueSchema();
    }
    Decisions decisions = record.key() == null ? keyless : keyed;
    Resolved resolved = decisions.lastOfTopic.get(record.topic());
    if (schema == null || resolved == null || resolved.schema != schema) {
      resolved = resolveByName(record, schema, decisions);
      decisions.lastOfTopic.put(record.topic(), resolved);
    }
    return resolved;
  }

  private Resolved resolveByName(R record, Schema schema, Decisions decisions) {
    String name = schema == null ? RecordKind.of(record).name() : String.valueOf(schema.name());
    Map<String, Resolved> ofTopic =
        decisions.bySchemaName.computeIfAbsent(
            record.topic(), topic -> new BoundedMap<>(BoundedMap.TABLES));
    Resolved resolved = ofTopic.get(name);
    if (resolved == null) {
      resolved = match(record, schema);
    } else {
      resolved = new Resolved(schema, resolved.rule, resolved.topic);
    }
    ofTopic.put(name, resolved);
    return resolved;
  }

  private Resolved match(R record, Schema schema) {
    RecordKind kind = RecordKind.of(record);
    TableName table = tableOf(record);
    for (RouteRule rule : rules) {
      if (rule.isFor(kind, record.key() != null) && rule.matches(record.topic(), table)) {
        RouteRule own = rule.resolve(record.topic(), table);
        return new Resolved(schema, own, own.dependsOnRecord() ? null : own.topic(record));
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

  /** Returns the topic by a rule that reads the row, or null if the record keeps its topic. */
  private String topicOfRow(R record, RouteRule rule) {
    RowId id = record.key() == null ? null : new RowId(record.topic(), record.key());
    if (record.value() == null && !rule.isResolvable(record)) {
      String topic = topicsOfRows.get(id);
      if (topic == null && failsUnmatched) {
        throw new DataException(
            "Routing topic %s: the rule %s reads the row, the row of this tombstone did not come"
                    .formatted(record.topic(), rule.text())
                + " before, and %s=fail".formatted(RouteConfig.UNMATCHED));
      }
      return topic;
    }
    String topic = rule.topic(record);
    if (id != null) {
      // Remove the entry first, so that it becomes the newest; the map evicts the oldest.
      topicsOfRows.remove(id);
      topicsOfRows.put(id, topic);
    }
    return topic;
  }

  private R emit(R record, String topic) {
    if (logicalTable.changesNothing() || RecordKind.of(record) != RecordKind.ROW) {
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
    SchemaAndValue key = logicalTable.key(record.topic(), topic, record.keySchema(), record.key());
    SchemaAndValue value = logicalTable.value(topic, record.valueSchema(), record.value());
    return emit(record, topic, key.schema(), key.value(), value.schema(), value.value());
  }

  private R emit(
      R record, String topic, Schema keySchema, Object key, Schema schema, Object value) {
    return Records.copyOf(record, topic, keySchema, key, schema, value, record.headers());
  }

  @Override
  public void close() {
    keyed = null;
    keyless = null;
    topicsOfRows = null;
  }
}
