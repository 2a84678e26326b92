package io.mskcdc.smt;

import io.mskcdc.smt.connect.BoundedMap;
import io.mskcdc.smt.connect.OptionsCheck;
import io.mskcdc.smt.connect.Records;
import io.mskcdc.smt.connect.SchemaCache;
import io.mskcdc.smt.connect.Schemas;
import io.mskcdc.smt.connect.TransformsVersion;
import io.mskcdc.smt.event.Envelope;
import io.mskcdc.smt.event.RecordKind;
import io.mskcdc.smt.mask.MaskConfig;
import io.mskcdc.smt.mask.StructMask;
import io.mskcdc.smt.mask.TableMask;
import io.mskcdc.smt.onepass.OnePassPlan;
import io.mskcdc.smt.onepass.RowTemplate;
import io.mskcdc.smt.route.RouteConfig;
import io.mskcdc.smt.unwrap.EnvelopePlan;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
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

  // Stands for schemas that have no plan.
  private static final RowTemplate NONE = new RowTemplate(null);

  private Unwrap<R> unwrap;
  // Null if there is no option for it.
  private Mask<R> mask;
  private Route<R> route;
  // A OnePassPlan each, or NONE.
  private SchemaCache<RowTemplate> plans;
  private SchemaCache<RowTemplate> tombstones;
  // The schema with which a table went through the three the last time.
  private Map<TableMask, Schema> checked;

  private static ConfigDef define() {
    ConfigDef def = new ConfigDef();
    OptionsCheck.embed(def, UNWRAP, "Unwrap", Unwrap.CONFIG_DEF);
    OptionsCheck.embed(def, MASK, "Mask", MaskConfig.OPTIONAL_DEF);
    OptionsCheck.embed(def, ROUTE, "Route", RouteConfig.OPTIONAL_DEF);
    return def;
  }

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
    OptionsCheck.refuseUnknown("UnwrapMaskRoute", CONFIG_DEF, props);
    AbstractConfig config = new AbstractConfig(CONFIG_DEF, props, false);
    Map<String, Object> values = new HashMap<>(config.values());
    for (ConfigDef.ConfigKey key : CONFIG_DEF.configKeys().values()) {
      if (key.recommender instanceof OptionsCheck check) {
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
    checked = new BoundedMap<>(BoundedMap.TABLES);
  }

  @Override
  public R apply(R record) {
    Schema schema = record.valueSchema();
    if (schema == null || !(record.value() instanceof Struct envelope)) {
      return record.value() == null ? tombstone(record) : applyEach(record);
    }
    RowTemplate known = plans.get(schema);
    if (known == null) {
      known = compile(record.topic(), schema, envelope);
      plans.put(schema, known);
    }
    return known instanceof OnePassPlan plan && (record.keySchema() != null || record.key() == null)
        ? apply(record, Schemas.struct(record.topic(), schema, envelope), plan)
        : applyEach(record);
  }

  private RowTemplate compile(String topic, Schema schema, Struct event) {
    EnvelopePlan envelope = unwrap.isUniform() ? unwrap.plan(topic, schema) : null;
    return envelope == null || !envelope.hasBefore()
        ? NONE
        : OnePassPlan.compile(
            envelope,
            mask == null ? null : mask.plan(schema),
            unwrap.shapes(),
            topic,
            Schemas.struct(topic, schema, event));
  }

  private R apply(R record, Struct envelope, OnePassPlan ofSchema) {
    Struct image = ofSchema.after(envelope);
    boolean deleted = image == null;
    if (deleted) {
      image = ofSchema.before(envelope);
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
    OnePassPlan plan = ofSchema.of(record.topic(), envelope);
    Headers headers = Unwrap.withMetadata(record.headers(), plan.headers(), envelope);
    if (!deleted) {
      return emit(record, plan, plan.masks(), plan.writtenRow(envelope, image), headers);
    }
    Struct row = unwrap.rewritesDeletes() ? plan.deletedRow(envelope, image) : null;
    return emit(record, plan.deleted(), plan.masks(), row, headers);
  }

  private R tombstone(R record) {
    if (unwrap.dropsTombstones()) {
      return null;
    }
    Schema key = record.keySchema();
    if (key == null || key.name() == null || RecordKind.of(key) != RecordKind.ROW) {
      return applyEach(record);
    }
    RowTemplate outcome = tombstones.get(key);
    if (outcome == null) {
      outcome = new RowTemplate(null);
      tombstones.put(key, outcome);
    }
    R unwrapped = unwrap.apply(record);
    TableMask table = mask == null ? null : mask.tombstone(record);
    return emit(unwrapped, outcome, table, null, unwrapped.headers());
  }

  /** Masks what is left to mask, and sends the record where its kind goes. */
  private R emit(R record, RowTemplate outcome, TableMask table, Struct value, Headers headers) {
    Schema keySchema = record.keySchema();
    boolean known = outcome.knows(record.topic(), keySchema);
    StructMask columns = null;
    Headers masked = headers;
    if (table != null) {
      // Headers may hold keys, and ask the table about the one that it was asked for last.
      columns = known && headers.isEmpty() ? outcome.key() : table.key(keySchema);
      masked = headers.isEmpty() ? headers : table.headers(headers);
    }
    String to = known ? outcome.topic() : null;
    R result =
        Records.renewed(
            record,
            to == null ? record.topic() : to,
            columns == null ? keySchema : columns.schema(),
            columns == null ? record.key() : columns.mask(record.topic(), keySchema, record.key()),
            value == null ? null : value.schema(),
            value,
            masked);
    if (!known) {
      // Asked first: where there is no topic for the record, what is known must not change.
      String fixed = route == null ? record.topic() : route.fixedTopic(result);
      outcome.learn(record.topic(), keySchema, columns, fixed);
    }
    return route == null || to != null ? result : route.apply(result);
  }

  /** One transform after the other, but for what only the event knows: its table, its row. */
  private R applyEach(R record) {
    R unwrapped = unwrap.apply(record);
    if (unwrapped == null) {
      return null;
    }
    boolean rowTellsTopic =
        route != null && route.readsRows() && record.value() != null && unwrapped.value() == null;
    TableMask table = mask == null ? null : tableOfEvent(record);
    if (table != null) {
      check(record, table, rowTellsTopic || unwrapped.value() != null);
    }
    R masked = masked(unwrapped, table, record.topic());
    if (route == null) {
      return masked;
    }
    return rowTellsTopic
        ? route.apply(masked, masked(unwrap.deletedRow(record), table, record.topic()))
        : route.apply(masked);
  }

  /**
   * What is to be known of a table before the first of its records leaves.
   *
   * @param row whether it is a row; a tombstone has no columns that could be missed
   */
  private void check(R record, TableMask table, boolean row) {
    Schema schema = record.valueSchema();
    if (checked.containsKey(table) && checked.get(table) == schema) {
      return;
    }
    if (unwrap.routeByField() != null) {
      table.requireClear(record.topic(), UNWRAP + Unwrap.ROUTE_BY_FIELD, unwrap.routeByField());
    }
    if (unwrap.dropsFields()) {
      if (!row) {
        return;
      }
      EnvelopePlan plan = schema == null ? null : unwrap.plan(record.topic(), schema);
      if (plan != null) {
        // Of what a header leaves out, no rule is to say that the table does not have it.
        table.requireColumns(plan.after().schema());
      }
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

  private R masked(R record, TableMask table, String topic) {
    if (mask == null) {
      return record;
    }
    return table == null ? mask.apply(record) : mask.apply(record, table, topic);
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
