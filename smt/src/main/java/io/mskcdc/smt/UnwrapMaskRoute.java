package io.mskcdc.smt;

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

  /** What is the same for all rows, or for all deletes, of a table. */
  private static final class Outcome {
    private final TableMask table;
    private RowPlan row;
    private boolean masked;
    // Set once known: where records of this topic, with keys of this schema, go.
    String from;
    Schema keySchema;
    String to;

    Outcome(RowPlan row, TableMask table) {
      this.row = row;
      this.table = table;
    }

    /** The rows, masked from the first one on: a rule that cannot be honoured stops just that. */
    RowPlan row() {
      if (!masked && table != null) {
        StructMask columns = table.row(row.schema());
        row = columns == null ? row : row.masked(columns);
      }
      masked = true;
      return row;
    }
  }

  private static final class Plan {
    final EnvelopePlan envelope;
    final TableMask table;
    final Outcome written;
    final Outcome deleted;

    Plan(EnvelopePlan envelope, TableMask table, Outcome written, Outcome deleted) {
      this.envelope = envelope;
      this.table = table;
      this.written = written;
      this.deleted = deleted;
    }
  }

  // Stands for schemas that have no plan.
  private static final Plan NONE = new Plan(null, null, null, null);

  private Unwrap<R> unwrap;
  // Null if there is no option for it.
  private Mask<R> mask;
  private Route<R> route;
  private SchemaCache<Plan> plans;
  private SchemaCache<Outcome> tombstones;

  private static ConfigDef define() {
    ConfigDef def = new ConfigDef();
    def.embed(UNWRAP, "Unwrap", 0, Unwrap.CONFIG_DEF);
    def.embed(MASK, "Mask", Unwrap.CONFIG_DEF.names().size(), MaskConfig.OPTIONAL_DEF);
    def.embed(
        ROUTE,
        "Route",
        Unwrap.CONFIG_DEF.names().size() + Mask.CONFIG_DEF.names().size(),
        RouteConfig.OPTIONAL_DEF);
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
    AbstractConfig config = new AbstractConfig(CONFIG_DEF, props, false);
    unwrap = new Unwrap<>();
    unwrap.configure(config.originalsWithPrefix(UNWRAP));
    Map<String, Object> maskOptions = config.originalsWithPrefix(MASK);
    mask = maskOptions.isEmpty() ? null : new Mask<>();
    if (mask != null) {
      mask.configure(maskOptions);
    }
    Map<String, Object> routeOptions = config.originalsWithPrefix(ROUTE);
    route = routeOptions.isEmpty() ? null : new Route<>();
    if (route != null) {
      route.configure(routeOptions);
    }
    plans = new SchemaCache<>();
    tombstones = new SchemaCache<>();
  }

  @Override
  public R apply(R record) {
    Schema schema = record.valueSchema();
    if (schema == null || !(record.value() instanceof Struct envelope)) {
      return record.value() == null ? tombstone(record) : applyEach(record);
    }
    Plan plan = plans.get(schema);
    if (plan == null) {
      plan = compile(record.topic(), schema);
      plans.put(schema, plan);
    }
    if (plan == NONE || record.keySchema() == null && record.key() != null) {
      return applyEach(record);
    }
    return apply(record, envelope, plan);
  }

  private Plan compile(String topic, Schema schema) {
    EnvelopePlan envelope = unwrap.isUniform() ? unwrap.plan(topic, schema) : null;
    if (envelope == null) {
      return NONE;
    }
    RowPlan written = envelope.after().plan();
    RowPlan deleted = envelope.before().plan();
    if (mask == null) {
      return new Plan(envelope, null, new Outcome(written, null), new Outcome(deleted, null));
    }
    TableMask table = mask.plan(written.schema()).fixed();
    if (table == null || table != mask.plan(deleted.schema()).fixed()) {
      return NONE;
    }
    return new Plan(envelope, table, new Outcome(written, table), new Outcome(deleted, table));
  }

  private R apply(R record, Struct envelope, Plan plan) {
    Struct image = plan.envelope.after().of(envelope);
    Outcome outcome = plan.written;
    TableMask table = plan.table;
    boolean deleted = image == null;
    if (deleted) {
      image = plan.envelope.before().of(envelope);
      if (image == null) {
        return applyEach(record);
      }
      if (unwrap.dropsDeletes()) {
        return null;
      }
      outcome = plan.deleted;
    }
    Schema schema = null;
    Struct row = null;
    if (!deleted || unwrap.rewritesDeletes()) {
      RowPlan rows = outcome.row();
      schema = rows.schema();
      row = rows.apply(envelope, image, deleted ? "true" : "false");
    } else if (mask != null) {
      table = mask.tombstone(record);
    }
    Headers headers = Unwrap.withMetadata(record.headers(), plan.envelope, envelope);
    return emit(record, outcome, table, schema, row, headers);
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
    Outcome outcome = tombstones.get(key);
    if (outcome == null) {
      outcome = new Outcome(null, null);
      tombstones.put(key, outcome);
    }
    TableMask table = mask == null ? null : mask.tombstone(record);
    return emit(unwrapped, outcome, table, null, null, unwrapped.headers());
  }

  /** Masks what is left to mask, and sends the record where its kind goes. */
  private R emit(
      R record, Outcome outcome, TableMask table, Schema schema, Struct value, Headers headers) {
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
    boolean known =
        outcome.to != null
            && outcome.keySchema == record.keySchema()
            && outcome.from.equals(record.topic());
    String topic = known ? outcome.to : record.topic();
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
    if (known || route == null) {
      return result;
    }
    outcome.from = record.topic();
    outcome.keySchema = record.keySchema();
    outcome.to = route.fixedTopic(result);
    return route.apply(result);
  }

  private R applyEach(R record) {
    R result = unwrap.apply(record);
    if (result != null && mask != null) {
      result = mask.apply(result);
    }
    return result == null || route == null ? result : route.apply(result);
  }

  @Override
  public void close() {
    unwrap.close();
    if (mask != null) {
      mask.close();
    }
    if (route != null) {
      route.close();
    }
    plans = null;
    tombstones = null;
  }
}
