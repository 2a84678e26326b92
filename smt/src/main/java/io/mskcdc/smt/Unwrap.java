package io.mskcdc.smt;

import io.mskcdc.smt.connect.Interner;
import io.mskcdc.smt.connect.Records;
import io.mskcdc.smt.connect.SchemaCache;
import io.mskcdc.smt.connect.Schemas;
import io.mskcdc.smt.connect.TransformsVersion;
import io.mskcdc.smt.event.Envelope;
import io.mskcdc.smt.unwrap.EnvelopePlan;
import io.mskcdc.smt.unwrap.KeyDrops;
import io.mskcdc.smt.unwrap.MetadataField;
import io.mskcdc.smt.unwrap.RowPlan;
import io.mskcdc.smt.unwrap.UnwrapConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Values;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.transforms.Transformation;

/**
 * Turns a Debezium change event into a flat row, as Debezium's {@code ExtractNewRecordState} does,
 * with the same options.
 *
 * <p>Input: an envelope ({@code before}, {@code after}, {@code source}, {@code op}) with a schema
 * or as a map, or a tombstone. Output: the row of {@code after}, or of {@code before} for a
 * rewritten delete, with the added metadata; or a tombstone without a value schema; or nothing. Any
 * other record passes unchanged. The input record is never modified.
 *
 * @see <a
 *     href="https://debezium.io/documentation/reference/stable/transformations/event-flattening.html">
 *     Debezium, New Record State Extraction</a>
 */
public class Unwrap<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {

  public static final String OVERVIEW_DOC =
      "Turns a Debezium change event into a flat row with the columns after the change, and adds"
          + " metadata. A drop-in replacement for io.debezium.transforms.ExtractNewRecordState.";

  public static final ConfigDef CONFIG_DEF = UnwrapConfig.DEF;

  private static final String DELETE = "d";

  /** The cached result for a schema; the plan is null if the schema is not an envelope. */
  private record Plan(EnvelopePlan envelope) {}

  private static final Plan NO_ENVELOPE = new Plan(null);

  private UnwrapConfig config;
  private boolean dropsDeletes;
  private boolean rewritesDeletes;
  private EnvelopePlan.Options options;
  private String dropHeader;
  private KeyDrops keyDrops;
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
    configure(props, false);
  }

  /**
   * @param canonical whether the values of columns become canonical, see {@link
   *     UnwrapMaskRoute#CANONICAL}
   */
  void configure(Map<String, ?> props, boolean canonical) {
    try {
      config = new UnwrapConfig(props);
    } catch (ConfigException e) {
      // As ExtractNewRecordState does; a ConfigException is not a ConnectException.
      throw new ConnectException(e.getMessage(), e);
    }
    dropsDeletes = config.dropsDeletes();
    rewritesDeletes = config.rewritesDeletes();
    options = config.rowOptions(canonical);
    dropHeader = config.dropHeader();
    keyDrops = config.dropsFromKey() ? new KeyDrops(options) : null;
    plans = new SchemaCache<>();
  }

  @Override
  public R apply(R record) {
    return record.value() == null ? tombstone(record) : apply(record, rewritesDeletes);
  }

  /** Returns the row of a delete's before image, even if the mode makes it a tombstone. */
  R deletedRow(R record) {
    return apply(record, true);
  }

  /**
   * @param keepsDeletedRow whether a delete becomes its row instead of a tombstone
   */
  private R apply(R record, boolean keepsDeletedRow) {
    Object value = record.value();
    Schema schema = record.valueSchema();
    if (schema == null) {
      return Envelope.is(value)
          ? applySchemaless(record, (Map<?, ?>) value, keepsDeletedRow)
          : record;
    }
    EnvelopePlan plan = plan(record.topic(), schema);
    if (plan == null) {
      return record;
    }
    Struct envelope = Schemas.struct(record.topic(), schema, value);
    return applyWithSchema(record, envelope, plan, keepsDeletedRow);
  }

  /** Returns the plan for values of this schema, or null if they are not change events. */
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

  /** Whether the event is a truncate or a delete that is dropped. */
  boolean hasNoRow(EnvelopePlan plan, Struct envelope) {
    return plan.after().of(envelope) == null
        && (dropsDeletes || plan.before().of(envelope) == null);
  }

  /** Whether all rows of a table keep their topic and have the same fields. */
  boolean isUniform() {
    return dropHeader == null && options.routeByField() == null;
  }

  /** Whether a header may drop fields from a row. */
  boolean dropsFields() {
    return dropHeader != null;
  }

  /** The column with the row's topic, or null. */
  String routeByField() {
    return options.routeByField();
  }

  /** See {@link UnwrapConfig#addedFields}. */
  Map<String, String> addedFields() {
    return config.addedFields();
  }

  /** See {@link UnwrapConfig#addedHeaders}. */
  Map<String, String> addedHeaders() {
    return config.addedHeaders();
  }

  /** Holds the objects that plans of tables with the same columns share. */
  Interner interner() {
    return options.interner();
  }

  boolean dropsTombstones() {
    return config.dropsTombstones();
  }

  boolean dropsDeletes() {
    return dropsDeletes;
  }

  boolean rewritesDeletes() {
    return rewritesDeletes;
  }

  /** Returns the headers with the configured metadata added; the given headers do not change. */
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

  private R applyWithSchema(R record, Struct envelope, EnvelopePlan plan, boolean keepsDeletedRow) {
    Struct image = plan.after().of(envelope);
    EnvelopePlan.Image side = plan.after();
    boolean deleted = image == null;
    if (deleted) {
      side = plan.before();
      image = side.of(envelope);
      if (image == null) {
        return config.passesTruncates() ? record : null;
      }
      if (dropsDeletes) {
        return null;
      }
    }
    Headers headers = withMetadata(record.headers(), plan.headers(), envelope);
    String topicOfRow = side.topic(image);
    String topic = topicOfRow == null ? record.topic() : topicOfRow;
    Schema keySchema = record.keySchema();
    Object key = record.key();
    List<String> drops = dropHeader == null ? List.of() : droppedFields(headers, record.topic());
    if (!drops.isEmpty() && keyDrops != null && key != null) {
      SchemaAndValue remaining = keyDrops.apply(record, drops);
      keySchema = remaining.schema();
      key = remaining.value();
    }
    if (deleted && !keepsDeletedRow) {
      return Records.copyOf(record, topic, keySchema, key, null, null, headers);
    }
    RowPlan row = drops.isEmpty() ? side.plan() : side.without(drops);
    Struct flat = row.row(envelope, image, deleted ? "true" : "false");
    return Records.copyOf(record, topic, keySchema, key, row.schema(), flat, headers);
  }

  private R applySchemaless(R record, Map<?, ?> envelope, boolean keepsDeletedRow) {
    Object after = envelope.get(Envelope.AFTER);
    Object image = after == null ? envelope.get(Envelope.BEFORE) : after;
    if (image == null) {
      return config.passesTruncates() ? record : null;
    }
    boolean deleted = after == null;
    if (deleted && dropsDeletes) {
      return null;
    }
    if (!(image instanceof Map<?, ?> columns)) {
      throw new DataException(
          "Unwrapping a change event of topic %s: the row is not a map".formatted(record.topic()));
    }
    Headers headers = withMetadata(record, envelope);
    String topic = record.topic();
    if (options.routeByField() != null
        && columns.get(options.routeByField()) instanceof String topicOfRow
        && !topicOfRow.isBlank()) {
      topic = topicOfRow;
    }
    List<String> drops = dropHeader == null ? List.of() : droppedFields(headers, record.topic());
    Object key =
        keyDrops != null && record.key() instanceof Map<?, ?> map && !drops.isEmpty()
            ? KeyDrops.without(map, drops)
            : record.key();
    Map<String, Object> row =
        deleted && !keepsDeletedRow
            ? null
            : schemalessRow(record.topic(), envelope, columns, deleted, drops);
    return Records.copyOf(record, topic, record.keySchema(), key, null, row, headers);
  }

  private Headers withMetadata(R record, Map<?, ?> envelope) {
    if (options.headers().isEmpty()) {
      return record.headers();
    }
    Headers headers = record.headers().duplicate();
    for (MetadataField field : options.headers()) {
      Object value = field.value(record.topic(), envelope);
      headers.add(field.newName(), value, Values.inferSchema(value));
    }
    return headers;
  }

  private Map<String, Object> schemalessRow(
      String topic, Map<?, ?> envelope, Map<?, ?> columns, boolean deleted, List<String> drops) {
    Map<String, Object> row = new LinkedHashMap<>();
    columns.forEach((name, value) -> row.put(String.valueOf(name), value));
    if (rewritesDeletes) {
      row.put(RowPlan.DELETED, deleted ? "true" : "false");
    }
    // As in Debezium, a delete gets its metadata after fields are dropped, and other rows before.
    if (deleted) {
      row.keySet().removeAll(drops);
    }
    for (MetadataField field : options.fields()) {
      row.put(field.newName(), field.value(topic, envelope));
    }
    if (!deleted) {
      row.keySet().removeAll(drops);
    }
    return row;
  }

  private R tombstone(R record) {
    if (dropsTombstones()) {
      return null;
    }
    Headers headers = record.headers();
    for (MetadataField field : options.headers()) {
      if (field.field().equals(Envelope.OP)) {
        headers = headers == record.headers() ? headers.duplicate() : headers;
        headers.addString(field.newName(), DELETE);
      }
    }
    if (headers == record.headers() && record.valueSchema() == null) {
      return record;
    }
    return Records.copyOf(
        record, record.topic(), record.keySchema(), record.key(), null, null, headers);
  }

  /** Returns the names in the first header of the configured name, as Debezium does. */
  private List<String> droppedFields(Headers headers, String topic) {
    for (Header header : headers) {
      if (header.key().equals(dropHeader)) {
        return namesIn(header.value(), topic);
      }
    }
    return List.of();
  }

  private List<String> namesIn(Object list, String topic) {
    if (list == null) {
      return List.of();
    }
    if (!(list instanceof List<?> names)) {
      throw new DataException(
          "Unwrapping a change event of topic %s: the header %s is not a list of field names"
              .formatted(topic, dropHeader));
    }
    // Nulls and numbers name no field, but a list of them still counts as a list of fields.
    return names.stream().map(name -> name instanceof String text ? text : null).toList();
  }

  @Override
  public void close() {
    plans = null;
    keyDrops = null;
  }
}
