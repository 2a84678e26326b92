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
import org.apache.kafka.connect.data.Struct;
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

  /**
   * All that the choice of a rule depends on. A row and its tombstone have it in common.
   *
   * @param hasKey whether the records have a key; a table's rows may get a key or lose it
   * @param schemaName the name of the schema that names the table, or null
   */
  private record Origin(String topic, RecordKind kind, boolean hasKey, String schemaName) {}

  /**
   * The rule for records of one origin.
   *
   * @param rule null if no rule matches
   * @param topic null if the topic depends on the record
   */
  private record Resolved(RouteRule rule, String topic) {}

  /** The last records of a topic, all of which have the same origin. */
  private record Last(
      Schema keySchema, Schema schema, boolean hasKey, boolean hasValue, Resolved resolved) {

    static Last of(ConnectRecord<?> record, Resolved resolved) {
      return new Last(
          record.keySchema(),
          record.valueSchema(),
          record.key() != null,
          record.value() != null,
          resolved);
    }

    boolean isLike(ConnectRecord<?> record) {
      return keySchema == record.keySchema()
          && schema == record.valueSchema()
          && hasKey == (record.key() != null)
          && hasValue == (record.value() != null)
          && isKindKnown(record);
    }

    /** Whether the kind follows from topic and schemas, not from the fields of the value. */
    static boolean isKindKnown(ConnectRecord<?> record) {
      return record.value() == null || record.value() instanceof Struct;
    }
  }

  /** Identifies the row of a tombstone. */
  private record RowId(String topic, Object key) {}

  private List<RouteRule> rules;
  private boolean readsRows;
  private boolean failsUnmatched;
  private LogicalTable logicalTable;
  // A topic nearly always has one schema.
  private Map<String, Last> lastOfTopic;
  private Map<Origin, Resolved> byOrigin;
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
    lastOfTopic = new BoundedMap<>(BoundedMap.TABLES);
    byOrigin = new BoundedMap<>(BoundedMap.TABLES);
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
    Last last = lastOfTopic.get(record.topic());
    if (last != null && last.isLike(record)) {
      return last.resolved;
    }
    Resolved resolved = resolveOrigin(record);
    if (Last.isKindKnown(record)) {
      lastOfTopic.put(record.topic(), Last.of(record, resolved));
    }
    return resolved;
  }

  private Resolved resolveOrigin(R record) {
    // The key's schema comes first, because a row and its tombstone have it in common.
    Schema named = TableName.isIn(record.keySchema()) ? record.keySchema() : record.valueSchema();
    String schemaName = TableName.isIn(named) ? named.name() : null;
    Origin origin =
        new Origin(record.topic(), RecordKind.of(record), record.key() != null, schemaName);
    Resolved resolved = byOrigin.get(origin);
    if (resolved == null) {
      TableName table =
          schemaName == null ? TableName.ofTopic(record.topic()) : TableName.ofSchema(named);
      resolved = match(record, origin.kind, table);
      byOrigin.put(origin, resolved);
    }
    return resolved;
  }

  private Resolved match(R record, RecordKind kind, TableName table) {
    for (RouteRule rule : rules) {
      if (rule.isFor(kind, record.key() != null) && rule.matches(record.topic(), table)) {
        RouteRule own = rule.resolve(record.topic(), table);
        return new Resolved(own, own.dependsOnRecord() ? null : own.topic(record));
      }
    }
    if (failsUnmatched && kind == RecordKind.ROW) {
      throw new DataException(
          "Routing topic %s: no rule matches table %s, and %s=fail"
              .formatted(record.topic(), table, RouteConfig.UNMATCHED));
    }
    return new Resolved(null, null);
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
    lastOfTopic = null;
    byOrigin = null;
    topicsOfRows = null;
  }
}
