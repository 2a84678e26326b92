package io.mskcdc.smt;

import io.mskcdc.smt.connect.Interner;
import io.mskcdc.smt.connect.Records;
import io.mskcdc.smt.connect.SchemaCache;
import io.mskcdc.smt.connect.Schemas;
import io.mskcdc.smt.connect.TransformsVersion;
import io.mskcdc.smt.event.Envelope;
import io.mskcdc.smt.unwrap.EnvelopePlan;
import io.mskcdc.smt.unwrap.FieldDrops;
import io.mskcdc.smt.unwrap.MetadataField;
import io.mskcdc.smt.unwrap.RowPlan;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.CaseInsensitiveValidString;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Values;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.transforms.Transformation;

/**
 * Turns a Debezium change event into the flat row, as Debezium's own {@code ExtractNewRecordState}
 * does, with the same options.
 *
 * <p>In: an envelope ({@code before}, {@code after}, {@code source}, {@code op}) with a schema or
 * as a map, or a tombstone. Out: the row of {@code after} (of {@code before} for a delete that is
 * rewritten) with the metadata asked for, a tombstone whose value and value schema are null, or
 * nothing. Any other record comes out as it went in. The record that goes in is never changed.
 *
 * @see <a
 *     href="https://debezium.io/documentation/reference/stable/transformations/event-flattening.html">
 *     Debezium, New Record State Extraction</a>
 */
public class Unwrap<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {

  public static final String OVERVIEW_DOC =
      "Turns a Debezium change event into the flat row of its after image, with metadata as asked"
          + " for. A drop-in for io.debezium.transforms.ExtractNewRecordState.";

  static final String MODE = "delete.tombstone.handling.mode";
  static final String TRUNCATE = "truncate.handling.mode";
  static final String ADD_FIELDS = "add.fields";
  static final String ADD_FIELDS_PREFIX = "add.fields.prefix";
  static final String ADD_HEADERS = "add.headers";
  static final String ADD_HEADERS_PREFIX = "add.headers.prefix";
  public static final String ROUTE_BY_FIELD = "route.by.field";
  static final String DROP_HEADER = "drop.fields.header.name";
  static final String DROP_FROM_KEY = "drop.fields.from.key";
  static final String DROP_COMPATIBLE = "drop.fields.keep.schema.compatible";
  static final String REPLACE_NULL = "replace.null.with.default";

  private static final String DEFAULT_PREFIX = "__";
  private static final String PASS = "pass";
  private static final String DELETED_OPERATION = "d";

  public static final ConfigDef CONFIG_DEF =
      new ConfigDef()
          .define(
              MODE,
              Type.STRING,
              "tombstone",
              CaseInsensitiveValidString.in(
                  "drop", "tombstone", "rewrite", "rewrite-with-tombstone", "delete-to-tombstone"),
              Importance.MEDIUM,
              "What becomes of a delete and of the tombstone that follows it. drop: neither comes"
                  + " out. tombstone: the delete becomes a tombstone, the one that follows is"
                  + " dropped. delete-to-tombstone: the same. rewrite: the delete becomes its"
                  + " before image with __deleted=true, the tombstone is dropped."
                  + " rewrite-with-tombstone: as rewrite, and the tombstone is kept. In both"
                  + " rewrite modes every other row has __deleted=false.")
          .define(
              TRUNCATE,
              Type.STRING,
              "drop",
              CaseInsensitiveValidString.in("drop", PASS),
              Importance.LOW,
              "What becomes of the event that says that a table was truncated. drop: nothing comes"
                  + " out. pass: the envelope passes as it is.")
          .define(
              ADD_FIELDS,
              Type.LIST,
              "",
              Unwrap::requireEntrySyntax,
              Importance.MEDIUM,
              "Fields of the envelope to add to the row: field, struct.field, either with :newName."
                  + " A bare name is looked for in the envelope (op, ts_ms, ts_us, ts_ns), in"
                  + " transaction (id, total_order, data_collection_order) or in source.")
          .define(
              ADD_FIELDS_PREFIX,
              Type.STRING,
              DEFAULT_PREFIX,
              Importance.LOW,
              "What the name of each added field begins with.")
          .define(
              ADD_HEADERS,
              Type.LIST,
              "",
              Unwrap::requireEntrySyntax,
              Importance.MEDIUM,
              "Fields of the envelope to add as headers, written as in add.fields. A tombstone"
                  + " gets the header of op, with the value d, and no other.")
          .define(
              ADD_HEADERS_PREFIX,
              Type.STRING,
              DEFAULT_PREFIX,
              Importance.LOW,
              "What the name of each added header begins with.")
          .define(
              ROUTE_BY_FIELD,
              Type.STRING,
              "",
              Importance.LOW,
              "A string column whose value is the topic of the row; null or blank leaves the topic."
                  + " The column is read from the before image for a delete. The tombstone behind a"
                  + " rewritten delete keeps its topic: it has no column; a rule of Route with"
                  + " ${field:name} takes it along.")
          .define(
              DROP_HEADER,
              Type.STRING,
              null,
              Importance.LOW,
              "The header that lists, as an array of strings, fields to leave out of this row.")
          .define(
              DROP_FROM_KEY,
              Type.BOOLEAN,
              false,
              Importance.LOW,
              "Whether the fields that the header lists are left out of the key, too.")
          .define(
              DROP_COMPATIBLE,
              Type.BOOLEAN,
              true,
              Importance.LOW,
              "Whether only optional fields are left out, so that schemas stay compatible.")
          .define(
              REPLACE_NULL,
              Type.BOOLEAN,
              true,
              Importance.MEDIUM,
              "Whether a column that is null gets its default value in the rewrite modes, and"
                  + " where fields are left out. false keeps null null.");

  private enum Mode {
    DROP,
    TOMBSTONE,
    REWRITE,
    REWRITE_WITH_TOMBSTONE,
    DELETE_TO_TOMBSTONE
  }

  /** Stands for a schema that is no envelope. */
  private record Plan(EnvelopePlan envelope) {}

  private static final Plan NO_ENVELOPE = new Plan(null);

  private Mode mode;
  private boolean rewrites;
  private boolean passesTruncates;
  private EnvelopePlan.Options options;
  private String dropHeader;
  private boolean dropsFromKey;
  private FieldDrops keyDrops;
  private SchemaCache<Plan> plans;

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
    AbstractConfig config = new AbstractConfig(CONFIG_DEF, props, false);
    mode = Mode.valueOf(config.getString(MODE).trim().replace('-', '_').toUpperCase(Locale.ROOT));
    rewrites = mode == Mode.REWRITE || mode == Mode.REWRITE_WITH_TOMBSTONE;
    passesTruncates = config.getString(TRUNCATE).equalsIgnoreCase(PASS);
    String routeByField = config.getString(ROUTE_BY_FIELD);
    options =
        new EnvelopePlan.Options(
            MetadataField.parse(
                ADD_FIELDS, config.getString(ADD_FIELDS_PREFIX), config.getList(ADD_FIELDS)),
            MetadataField.parse(
                ADD_HEADERS, config.getString(ADD_HEADERS_PREFIX), config.getList(ADD_HEADERS)),
            rewrites,
            config.getBoolean(REPLACE_NULL),
            routeByField.isEmpty() ? null : routeByField,
            config.getBoolean(DROP_COMPATIBLE),
            new Interner());
    String header = config.getString(DROP_HEADER);
    dropHeader = header == null || header.isBlank() ? null : header;
    dropsFromKey = config.getBoolean(DROP_FROM_KEY);
    keyDrops = new FieldDrops(options);
    plans = new SchemaCache<>();
  }

  private static void requireEntrySyntax(String option, Object value) {
    MetadataField.parse(option, "", ((List<?>) value).stream().map(String::valueOf).toList());
  }

  @Override
  public R apply(R record) {
    return record.value() == null ? tombstone(record) : apply(record, rewrites);
  }

  /** The row of a delete's before image, whether or not the mode makes a tombstone of it. */
  R deletedRow(R record) {
    return apply(record, true);
  }

  /**
   * @param keepsRows whether a delete gives its row in place of a tombstone
   */
  private R apply(R record, boolean keepsRows) {
    Object value = record.value();
    Schema schema = record.valueSchema();
    if (schema == null) {
      return Envelope.is(value) ? applySchemaless(record, (Map<?, ?>) value, keepsRows) : record;
    }
    EnvelopePlan plan = plan(record.topic(), schema);
    if (plan == null) {
      return record;
    }
    return applyWithSchema(record, Schemas.struct(record.topic(), schema, value), plan, keepsRows);
  }

  /** The plan for values of this schema, or null if they are no change events. */
  EnvelopePlan plan(String topic, Schema schema) {
    Plan plan = plans.get(schema);
    if (plan == null) {
      plan =
          Envelope.is(schema)
              ? new Plan(EnvelopePlan.compile(topic, schema, options))
              : NO_ENVELOPE;
      plans.put(schema, plan);
    }
    return plan.envelope;
  }

  /** Whether every row of a table keeps its topic and has the same fields. */
  boolean isUniform() {
    return dropHeader == null && options.routeByField() == null;
  }

  /** Whether a header may leave fields out of a row. */
  boolean dropsFields() {
    return dropHeader != null;
  }

  /** The column that names the topic of its row, or null. */
  String routeByField() {
    return options.routeByField();
  }

  /**
   * What the added fields and headers are copies of, by their names.
   *
   * @throws ConfigException if a name stands for a field and for a header that are not the same
   */
  Map<String, String> copies() {
    Map<String, String> copies = new HashMap<>();
    if (rewrites) {
      copies.put(RowPlan.DELETED, "deleted");
    }
    for (List<MetadataField> added : List.of(options.fields(), options.headers())) {
      for (MetadataField field : added) {
        String source =
            field.struct() == null ? field.field() : field.struct() + "." + field.field();
        String other = copies.put(field.newName(), source);
        if (other != null && !other.equals(source)) {
          throw new ConfigException(
              "%s and %s both become %s; give one another name"
                  .formatted(other, source, field.newName()));
        }
      }
    }
    return copies;
  }

  /** What the tables' plans share. */
  Interner shapes() {
    return options.shapes();
  }

  boolean dropsTombstones() {
    return mode != Mode.REWRITE_WITH_TOMBSTONE;
  }

  boolean dropsDeletes() {
    return mode == Mode.DROP;
  }

  boolean rewritesDeletes() {
    return rewrites;
  }

  /** The headers of a record with those that are asked for added; the record's stay as they are. */
  static Headers withMetadata(
      Headers headers, List<MetadataField.Position> added, Struct envelope) {
    if (added.isEmpty()) {
      return headers;
    }
    Headers extended = headers.duplicate();
    for (MetadataField.Position header : added) {
      extended.add(header.name(), header.value(envelope), header.schema());
    }
    return extended;
  }

  private R applyWithSchema(R record, Struct envelope, EnvelopePlan plan, boolean keepsRows) {
    Struct image = plan.after().of(envelope);
    EnvelopePlan.Image side = plan.after();
    boolean deleted = image == null;
    if (deleted) {
      side = plan.before();
      image = side.of(envelope);
      if (image == null) {
        return passesTruncates ? record : null;
      }
      if (mode == Mode.DROP) {
        return null;
      }
    }
    Headers headers = withMetadata(record.headers(), plan.headers(), envelope);
    String named = side.topic(image);
    String topic = named == null ? record.topic() : named;
    Schema keySchema = record.keySchema();
    Object key = record.key();
    RowPlan row = side.plan();
    List<?> drops = dropHeader == null ? List.of() : listedIn(headers, record.topic());
    if (!drops.isEmpty()) {
      row = side.without(drops);
      if (dropsFromKey && key != null) {
        SchemaAndValue left = keyDrops.fromKey(record, drops);
        keySchema = left.schema();
        key = left.value();
      }
    }
    if (deleted && !keepsRows) {
      return Records.renewed(record, topic, keySchema, key, null, null, headers);
    }
    Struct flat = row.apply(envelope, image, deleted ? "true" : "false");
    return Records.renewed(record, topic, keySchema, key, row.schema(), flat, headers);
  }

  private R applySchemaless(R record, Map<?, ?> envelope, boolean keepsRows) {
    Object after = envelope.get(Envelope.AFTER);
    Object image = after == null ? envelope.get(Envelope.BEFORE) : after;
    if (image == null) {
      return passesTruncates ? record : null;
    }
    boolean deleted = after == null;
    if (deleted && mode == Mode.DROP) {
      return null;
    }
    if (!(image instanceof Map<?, ?> columns)) {
      throw new DataException(
          "Unwrapping a change event of topic %s: the row is no map".formatted(record.topic()));
    }
    Headers headers = record.headers();
    if (!options.headers().isEmpty()) {
      headers = headers.duplicate();
      for (MetadataField field : options.headers()) {
        Object value = field.value(record.topic(), envelope);
        headers.add(field.newName(), value, Values.inferSchema(value));
      }
    }
    String topic = record.topic();
    if (options.routeByField() != null
        && columns.get(options.routeByField()) instanceof String named
        && !named.isBlank()) {
      topic = named;
    }
    List<?> drops = dropHeader == null ? List.of() : listedIn(headers, record.topic());
    Object key =
        dropsFromKey && record.key() instanceof Map<?, ?> map && !drops.isEmpty()
            ? FieldDrops.without(map, drops)
            : record.key();
    if (deleted && !keepsRows) {
      return Records.renewed(record, topic, record.keySchema(), key, null, null, headers);
    }
    Map<String, Object> row = new LinkedHashMap<>();
    columns.forEach((name, value) -> row.put(String.valueOf(name), value));
    if (rewrites) {
      row.put(RowPlan.DELETED, deleted ? "true" : "false");
    }
    if (deleted) {
      row.keySet().removeAll(drops);
    }
    for (MetadataField field : options.fields()) {
      row.put(field.newName(), field.value(record.topic(), envelope));
    }
    if (!deleted) {
      row.keySet().removeAll(drops);
    }
    return Records.renewed(record, topic, record.keySchema(), key, null, row, headers);
  }

  private R tombstone(R record) {
    if (dropsTombstones()) {
      return null;
    }
    Headers headers = record.headers();
    for (MetadataField field : options.headers()) {
      if (field.field().equals(Envelope.OP)) {
        headers = headers == record.headers() ? headers.duplicate() : headers;
        headers.addString(field.newName(), DELETED_OPERATION);
      }
    }
    if (headers == record.headers() && record.valueSchema() == null) {
      return record;
    }
    return Records.renewed(
        record, record.topic(), record.keySchema(), record.key(), null, null, headers);
  }

  private List<?> listedIn(Headers headers, String topic) {
    for (Header header : headers) {
      if (header.key().equals(dropHeader) && header.value() != null) {
        if (header.value() instanceof List<?> names) {
          return names;
        }
        throw new DataException(
            "Unwrapping a change event of topic %s: the header %s is no list of field names"
                .formatted(topic, dropHeader));
      }
    }
    return List.of();
  }

  @Override
  public void close() {
    plans = null;
    keyDrops = null;
  }
}
