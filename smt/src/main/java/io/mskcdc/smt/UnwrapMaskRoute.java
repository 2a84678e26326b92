package io.mskcdc.smt;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.transforms.Transformation;

/**
 * {@link Unwrap}, then {@link Mask}, then {@link Route}, in one pass: the same options behind
 * {@code unwrap.}, {@code mask.} and {@code route.}, the same result, one record and one struct
 * made.
 *
 * <p>For each schema of change events a plan is compiled once, in which each column is read, masked
 * and written by its position. What no plan is for (values without schema, fields dropped by a
 * header, topics that depend on the row) goes through the three transforms one after the other.
 */
public class UnwrapMaskRoute<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {

  public static final String OVERVIEW_DOC =
      "Unwrap, Mask and Route in one pass, with their options behind unwrap., mask. and route.;"
          + " without any mask. or route. option that part is left out.";

  static final String UNWRAP = "unwrap.";
  static final String MASK = "mask.";
  static final String ROUTE = "route.";

  public static final ConfigDef CONFIG_DEF = define();

  // What Connect hands to each transform besides its own options.
  private static final Set<String> CONNECTS_OWN =
      Set.of("type", "predicate", "negate", "plugin.version");

  // Stands for schemas that have no plan.
  private static final OnePassPlan NONE = new OnePassPlan(null, null);

  private Unwrap<R> unwrap;
  // Null if there is no option for it.
  private Mask<R> mask;
  private Route<R> route;
  private SchemaCache<OnePassPlan> plans;
  private SchemaCache<OnePassPlan.Outcome> tombstones;
  // The schema with which a table went through the three the last time.
  private Map<TableMask, Schema> checked;

  private static ConfigDef define() {
    ConfigDef def = new ConfigDef();
    CrossCheck.embed(def, UNWRAP, "Unwrap", Unwrap.CONFIG_DEF);
    CrossCheck.embed(def, MASK, "Mask", MaskConfig.OPTIONAL_DEF);
    CrossCheck.embed(def, ROUTE, "Route", RouteConfig.OPTIONAL_DEF);
    return def;
  }

  @Override
  public ConfigDef config() {
    return CONFIG_DEF;
  }

  @Override
  public String version() {
    return Version.CURRENT;
  }

  @Override
  public void configure(Map<String, ?> props) {
    refuseUnknown(props);
    AbstractConfig config = new AbstractConfig(CONFIG_DEF, props, false);
    Map<String, Object> values = new HashMap<>(config.values());
    for (ConfigDef.ConfigKey key : CONFIG_DEF.configKeys().values()) {
      if (key.recommender instanceof CrossCheck check) {
        check.validValues(key.name, values);
      }
    }
    unwrap = new Unwrap<>();
    unwrap.configure(config.originalsWithPrefix(UNWRAP));
    Map<String, Object> maskOptions = config.originalsWithPrefix(MASK);
    mask = maskOptions.isEmpty() ? null : new Mask<>();
    if (mask != null) {
      mask.configure(maskOptions, unwrap.copies());
    }
    Map<String, Object> routeOptions = config.originalsWithPrefix(ROUTE);
    route = routeOptions.isEmpty() ? null : new Route<>();
    if (route != null) {
      route.configure(routeOptions);
    }
    plans = new SchemaCache<>();
    tombstones = new SchemaCache<>();
    checked = new HashMap<>();
  }

  /** Misspelt, or without its prefix, an option would leave a column in clear. */
  private static void refuseUnknown(Map<String, ?> props) {
    for (String name : props.keySet()) {
      if (!CONFIG_DEF.names().contains(name) && !CONNECTS_OWN.contains(name)) {
        throw new ConfigException(
            "UnwrapMaskRoute has no option %s; it has %s"
                .formatted(name, String.join(", ", CONFIG_DEF.names())));
      }
    }
  }

  @Override
  public R apply(R record) {
    Schema schema = record.valueSchema();
    if (schema == null || !(record.value() instanceof Struct envelope)) {
      return record.value() == null ? tombstone(record) : applyEach(record);
    }
    OnePassPlan plan = plans.get(schema);
    if (plan == null) {
      plan = compile(record.topic(), schema);
      plans.put(schema, plan);
    }
    if (plan == NONE || record.keySchema() == null && record.key() != null) {
      return applyEach(record);
    }
    return apply(record, envelope, plan);
  }

  private OnePassPlan compile(String topic, Schema schema) {
    EnvelopePlan envelope = unwrap.isUniform() ? unwrap.plan(topic, schema) : null;
    return envelope == null
        ? NONE
        : new OnePassPlan(envelope, mask == null ? null : mask.plan(schema));
  }

  private R apply(R record, Struct envelope, OnePassPlan plan) {
    Struct image = plan.envelope().after().of(envelope);
    boolean deleted = image == null;
    if (deleted) {
      image = plan.envelope().before().of(envelope);
      if (image == null) {
        return applyEach(record);
      }
      if (unwrap.dropsDeletes()) {
        return null;
      }
      if (!unwrap.rewritesDeletes() && route != null && route.readsRows()) {
        return applyEach(record);
      }
    }
    OnePassPlan.Table table = plan.table(record.topic(), envelope);
    OnePassPlan.Outcome outcome = deleted ? table.deleted : table.written;
    Schema schema = null;
    Struct row = null;
    if (!deleted || unwrap.rewritesDeletes()) {
      RowPlan rows = outcome.row();
      schema = rows.schema();
      row = rows.apply(envelope, image, deleted ? "true" : "false");
    }
    Headers headers = Unwrap.withMetadata(record.headers(), plan.envelope(), envelope);
    return emit(record, outcome, table.masks, schema, row, headers);
  }

  private R tombstone(R record) {
    Schema key = record.keySchema();
    if (key == null || key.name() == null || RecordKind.of(key) != RecordKind.ROW) {
      return applyEach(record);
    }
    R unwrapped = unwrap.apply(record);
    if (unwrapped == null) {
      return null;
    }
    OnePassPlan.Outcome outcome = tombstones.get(key);
    if (outcome == null) {
      outcome = new OnePassPlan.Outcome(null, null);
      tombstones.put(key, outcome);
    }
    TableMask table = mask == null ? null : mask.tombstone(record);
    return emit(unwrapped, outcome, table, null, null, unwrapped.headers());
  }

  /** Masks what is left to mask, and sends the record where its kind goes. */
  private R emit(
      R record,
      OnePassPlan.Outcome outcome,
      TableMask table,
      Schema schema,
      Struct value,
      Headers headers) {
    Schema keySchema = record.keySchema();
    Object key = record.key();
    Headers masked = headers;
    if (table != null) {
      StructMask columns = table.key(keySchema);
      if (columns != null) {
        keySchema = columns.schema();
        key = key == null ? null : columns.mask(key);
      }
      masked = headers.isEmpty() ? headers : table.headers(headers);
    }
    String known = outcome.topic(record.topic(), record.keySchema());
    String topic = known == null ? record.topic() : known;
    R result =
        masked == record.headers()
            ? record.newRecord(
                topic, record.kafkaPartition(), keySchema, key, schema, value, record.timestamp())
            : record.newRecord(
                topic,
                record.kafkaPartition(),
                keySchema,
                key,
                schema,
                value,
                record.timestamp(),
                masked);
    if (known != null || route == null) {
      return result;
    }
    // Asked first: where there is no topic for the record, what is known of others must not change.
    String fixed = route.fixedTopic(result);
    outcome.learn(record.topic(), record.keySchema(), fixed);
    return route.apply(result);
  }

  /** One transform after the other, but for what only the event knows: its table, its row. */
  private R applyEach(R record) {
    TableMask table = mask == null ? null : tableOfEvent(record);
    if (table != null) {
      check(record, table);
    }
    R unwrapped = unwrap.apply(record);
    if (unwrapped == null) {
      return null;
    }
    R masked = masked(unwrapped, table);
    if (route == null) {
      return masked;
    }
    boolean deleted = record.value() != null && unwrapped.value() == null;
    return deleted && route.readsRows()
        ? route.apply(masked, masked(unwrap.deletedRow(record), table))
        : route.apply(masked);
  }

  /** What is to be known of a table before the first of its rows is unwrapped. */
  private void check(R record, TableMask table) {
    Schema schema = record.valueSchema();
    if (checked.containsKey(table) && checked.get(table) == schema) {
      return;
    }
    if (unwrap.routeByField() != null) {
      table.requireClear(record.topic(), UNWRAP + Unwrap.ROUTE_BY_FIELD, unwrap.routeByField());
    }
    EnvelopePlan plan = schema == null ? null : unwrap.plan(record.topic(), schema);
    if (plan != null) {
      // Of what a header leaves out, no rule is to say that the table does not have it.
      table.requireColumns(plan.after().schema());
    }
    checked.put(table, schema);
  }

  private TableMask tableOfEvent(R record) {
    Schema schema = record.valueSchema();
    boolean event =
        schema == null
            ? Envelope.is(record.value())
            : Envelope.is(schema) && record.value() instanceof Struct;
    return event ? mask.tableOf(record) : null;
  }

  private R masked(R record, TableMask table) {
    if (mask == null) {
      return record;
    }
    return table == null ? mask.apply(record) : mask.apply(record, table);
  }

  @Override
  public void close() {
    if (unwrap != null) {
      unwrap.close();
    }
    if (mask != null) {
      mask.close();
    }
    if (route != null) {
      route.close();
    }
    plans = null;
    tombstones = null;
    checked = null;
  }
}
