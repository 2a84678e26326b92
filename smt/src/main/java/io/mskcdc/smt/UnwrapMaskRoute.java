package io.mskcdc.smt;

import io.mskcdc.smt.connect.BoundedMap;
import io.mskcdc.smt.connect.OptionsCheck;
import io.mskcdc.smt.connect.PrefixedOptions;
import io.mskcdc.smt.connect.Records;
import io.mskcdc.smt.connect.SchemaCache;
import io.mskcdc.smt.connect.Schemas;
import io.mskcdc.smt.connect.TransformsVersion;
import io.mskcdc.smt.event.Envelope;
import io.mskcdc.smt.event.RecordKind;
import io.mskcdc.smt.mask.KeyMask;
import io.mskcdc.smt.mask.MaskConfig;
import io.mskcdc.smt.mask.StructMask;
import io.mskcdc.smt.mask.TableMask;
import io.mskcdc.smt.onepass.OnePassPlan;
import io.mskcdc.smt.onepass.RowTemplate;
import io.mskcdc.smt.route.RouteConfig;
import io.mskcdc.smt.unwrap.EnvelopePlan;
import io.mskcdc.smt.unwrap.UnwrapConfig;
import io.mskcdc.smt.values.CanonicalKeys;
import io.mskcdc.smt.values.CanonicalStruct;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.transforms.Transformation;

/**
 * Does the work of {@link Unwrap}, {@link Mask} and {@link Route} in one pass. It has their
 * options, prefixed with {@code unwrap.}, {@code mask.} and {@code route.}, and gives the same
 * result, but makes only one record and one struct.
 *
 * <p>For each schema of change events it compiles a plan once, which reads, masks and writes each
 * column by its position. Records without a plan pass through the three transforms in turn: values
 * without schema, rows from which a header drops fields, and rows that name their topic.
 */
public class UnwrapMaskRoute<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {

  public static final String OVERVIEW_DOC =
      "Does the work of Unwrap, Mask and Route in one pass. Their options have the prefixes unwrap.,"
          + " mask. and route.; without any mask. or route. option, that part does not run.";

  static final String UNWRAP = "unwrap.";
  static final String MASK = "mask.";
  static final String ROUTE = "route.";

  static final String CANONICAL = "values.canonical";

  public static final ConfigDef CONFIG_DEF = define();

  // For schemas without a plan.
  private static final RowTemplate NO_PLAN = new RowTemplate(null);

  // Null if values stay as they are.
  private CanonicalKeys keys;
  private Unwrap<R> unwrap;
  // Null if none of its options is set.
  private Mask<R> mask;
  private Route<R> route;
  // OnePassPlans, or NO_PLAN.
  private SchemaCache<RowTemplate> plans;
  private SchemaCache<RowTemplate> tombstones;
  // The schemas for which applyEach() has checked the table.
  private Map<TableMask, Schema> checked;

  private static ConfigDef define() {
    ConfigDef def =
        new ConfigDef()
            .define(
                CANONICAL,
                Type.BOOLEAN,
                false,
                Importance.MEDIUM,
                "Whether each value of a MySQL column gets one lossless text or number, which is the"
                    + " same in a snapshot, in the binlog, in the record's key and in before images."
                    + " It is converted before it is masked.");
    PrefixedOptions.embed(def, UNWRAP, "Unwrap", UnwrapConfig.DEF);
    PrefixedOptions.embed(def, MASK, "Mask", MaskConfig.OPTIONAL_DEF);
    PrefixedOptions.embed(def, ROUTE, "Route", RouteConfig.OPTIONAL_DEF);
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
    AbstractConfig config =
        new AbstractConfig(CONFIG_DEF, OptionsCheck.given(CONFIG_DEF, props), false);
    Map<String, Object> values = new HashMap<>(config.values());
    for (ConfigDef.ConfigKey key : CONFIG_DEF.configKeys().values()) {
      if (key.recommender instanceof OptionsCheck check) {
        check.validValues(key.name, values);
      }
    }
    unwrap = new Unwrap<>();
    boolean canonical = config.getBoolean(CANONICAL);
    keys = canonical ? new CanonicalKeys() : null;
    unwrap.configure(config.originalsWithPrefix(UNWRAP), canonical);
    Map<String, Object> maskOptions = config.originalsWithPrefix(MASK);
    mask = maskOptions.isEmpty() ? null : new Mask<>();
    if (mask != null) {
      mask.configure(maskOptions, unwrap.addedFields(), unwrap.addedHeaders());
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
    RowTemplate template = plans.get(schema);
    if (template == null) {
      template = compile(record.topic(), schema, envelope);
    }
    return template instanceof OnePassPlan plan
            && (record.keySchema() != null || record.key() == null)
        ? apply(record, Schemas.struct(record.topic(), schema, envelope), plan)
        : applyEach(record);
  }

  private RowTemplate compile(String topic, Schema schema, Struct event) {
    EnvelopePlan envelope = unwrap.isUniform() ? unwrap.plan(topic, schema) : null;
    RowTemplate template = NO_PLAN;
    if (envelope != null && envelope.hasBefore()) {
      Struct own = Schemas.struct(topic, schema, event);
      if (unwrap.hasNoRow(envelope, own)) {
        // Compile at the first row, so that a wrong option does not fail an event that is dropped.
        return NO_PLAN;
      }
      template =
          OnePassPlan.compile(
              envelope, mask == null ? null : mask.resolver(schema), unwrap.interner(), topic, own);
    }
    plans.put(schema, template);
    return template;
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
    if (plan.mask() != null && mask.withholds(record, plan.mask())) {
      return null;
    }
    Headers headers = Unwrap.withMetadata(record.headers(), plan.headers(), envelope);
    if (!deleted) {
      return emit(
          record, image.schema(), plan, plan.mask(), plan.writtenRow(envelope, image), headers);
    }
    Struct row = unwrap.rewritesDeletes() ? plan.deletedRow(envelope, image) : null;
    return emit(record, image.schema(), plan.deleted(), plan.mask(), row, headers);
  }

  private R tombstone(R record) {
    if (unwrap.dropsTombstones()) {
      return null;
    }
    Schema key = record.keySchema();
    if (key == null || key.name() == null || RecordKind.of(key) != RecordKind.ROW) {
      return applyEach(record);
    }
    RowTemplate template = tombstones.get(key);
    if (template == null) {
      template = new RowTemplate(null);
      tombstones.put(key, template);
    }
    TableMask table = mask == null ? null : mask.tombstone(record);
    if (table != null && mask.withholds(record, table)) {
      return null;
    }
    R unwrapped = unwrap.apply(record);
    return emit(unwrapped, null, template, table, null, unwrapped.headers());
  }

  /**
   * Converts and masks key and headers, and routes the record. The value is already unwrapped and
   * masked.
   *
   * @param image the schema of the event's images, or null for a tombstone
   */
  private R emit(
      R record,
      Schema image,
      RowTemplate template,
      TableMask table,
      Struct value,
      Headers headers) {
    Schema keySchema = record.keySchema();
    // A record without a key may have another topic than the records with this key schema.
    boolean fixed = keySchema == null || record.key() != null;
    Object key = record.key();
    Headers masked = headers;
    boolean cached = fixed && template.isCached(record.topic(), keySchema);
    CanonicalStruct keyValues = null;
    if (keys != null) {
      keyValues = cached ? template.keyValues() : keys.of(keySchema, image);
      masked = headers.isEmpty() ? headers : keys.convert(headers);
    }
    if (keyValues != null) {
      key = keyValues.convert(record.topic(), key);
      keySchema = keyValues.schema();
    }
    KeyMask keyMask = null;
    Schema maskedKeySchema = keySchema;
    if (table != null) {
      keyMask = cached ? template.keyMask() : table.key(keySchema);
      StructMask columns = keyMask.columns();
      if (columns != null) {
        key = columns.mask(record.topic(), keySchema, key);
        maskedKeySchema = columns.schema();
      } else if (keyMask.isWhole() && key != null) {
        SchemaAndValue whole = table.wholeKey(keySchema, key);
        key = whole.value();
        maskedKeySchema = whole.schema();
      }
      masked = masked.isEmpty() ? masked : table.headers(masked, keyMask);
    }
    String topic = cached ? template.newTopic() : null;
    R result =
        Records.copyOf(
            record,
            topic == null ? record.topic() : topic,
            maskedKeySchema,
            key,
            value == null ? null : value.schema(),
            value,
            masked);
    if (fixed && !cached) {
      String target = route == null ? record.topic() : route.fixedTopic(result);
      template.cache(record.topic(), record.keySchema(), keyValues, keyMask, target);
    }
    return route == null || topic != null ? result : route.apply(result);
  }

  /**
   * Applies one transform after the other. The table and the row, which only the event has, are
   * passed on to Mask and Route.
   */
  private R applyEach(R original) {
    R record = keys == null ? original : keys.convert(original);
    TableMask table = mask == null ? null : tableOfEvent(record);
    if (table != null && mask.withholds(record, table)) {
      return null;
    }
    R unwrapped = unwrap.apply(record);
    if (unwrapped == null) {
      return null;
    }
    boolean rowHasTopic =
        route != null && route.readsRows() && record.value() != null && unwrapped.value() == null;
    if (table != null) {
      check(record, table, rowHasTopic || unwrapped.value() != null);
    }
    R masked = masked(unwrapped, table, record.topic());
    if (route == null || masked == null) {
      return masked;
    }
    return rowHasTopic
        ? route.apply(masked, masked(unwrap.deletedRow(record), table, record.topic()))
        : route.apply(masked);
  }

  /**
   * Checks the rules of a table before the first record with a schema is written.
   *
   * @param row whether the record becomes a row; a tombstone has no columns that could be missing
   */
  private void check(R record, TableMask table, boolean row) {
    Schema schema = record.valueSchema();
    if (checked.containsKey(table) && checked.get(table) == schema) {
      return;
    }
    if (unwrap.routeByField() != null) {
      table.requireClear(
          record.topic(), UNWRAP + UnwrapConfig.ROUTE_BY_FIELD, unwrap.routeByField());
    }
    if (unwrap.dropsFields()) {
      if (!row) {
        return;
      }
      EnvelopePlan plan = schema == null ? null : unwrap.plan(record.topic(), schema);
      if (plan != null) {
        // Check against the full row: a column dropped by the header must not be reported as
        // missing.
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
    keys = null;
    plans = null;
    tombstones = null;
    checked = null;
  }
}
