package io.mskcdc.smt.dms;

import io.mskcdc.smt.connect.Schemas;
import io.mskcdc.smt.connect.TopicName;
import io.mskcdc.smt.event.Envelope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/**
 * A change event in the form of Debezium's, from a data record of DMS.
 *
 * @param topic {@code topic.schema.table}, as Debezium names a table's topic
 * @param key the columns of the primary key
 * @param envelope {@code before}, {@code after}, {@code source}, {@code transaction}, {@code op},
 *     {@code ts_ms}; a part that DMS does not include is null
 */
public record ChangeEvent(String topic, Map<String, Object> key, Map<String, Object> envelope) {

  private static final String TS_MS = "ts_ms";

  // The name of a binlog file, the position in it, and parts that AWS does not document.
  private static final Pattern BINLOG = Pattern.compile("([^:]+\\.\\d+):(\\d{1,18})(:.*)?");

  private static final Schema SOURCE =
      SchemaBuilder.struct()
          .name("io.mskcdc.smt.dms.Source")
          .field("connector", Schema.STRING_SCHEMA)
          .field("name", Schema.STRING_SCHEMA)
          .field(TS_MS, Schema.INT64_SCHEMA)
          .field("snapshot", Schema.STRING_SCHEMA)
          .field("db", Schema.STRING_SCHEMA)
          .field("table", Schema.STRING_SCHEMA)
          .field("file", Schema.OPTIONAL_STRING_SCHEMA)
          .field("pos", Schema.OPTIONAL_INT64_SCHEMA)
          .build();

  private static final Schema TRANSACTION =
      SchemaBuilder.struct()
          .name("io.mskcdc.smt.dms.Transaction")
          .field("id", Schema.STRING_SCHEMA)
          .field("total_order", Schema.OPTIONAL_INT64_SCHEMA)
          .optional()
          .build();

  /** The schemas of one table. All columns are optional, because DMS leaves columns out. */
  public record EventSchemas(Schema key, Schema envelope) {}

  /**
   * @throws org.apache.kafka.connect.errors.DataException if the record is incomplete, or if its
   *     key is not known or not usable
   */
  public static ChangeEvent of(String topic, DmsRecord record, KnownTables tables) {
    Map<String, Object> before = record.before();
    Map<String, Object> after = record.after();
    if (after != null) {
      // DMS leaves out columns that are null. A before image may lack columns for other reasons.
      tables.columns(record).forEach(column -> after.putIfAbsent(column, null));
    }
    Map<String, Object> row = after == null ? before : after;
    if (row == null) {
      throw DmsErrors.invalidRecord(topic, "the delete has no columns");
    }
    Map<String, Object> envelope = new LinkedHashMap<>();
    envelope.put(Envelope.BEFORE, before);
    envelope.put(Envelope.AFTER, after);
    envelope.put(Envelope.SOURCE, source(topic, record));
    envelope.put(Envelope.TRANSACTION, transaction(record));
    envelope.put(Envelope.OP, record.op());
    envelope.put(TS_MS, record.writtenAt());
    return new ChangeEvent(
        TopicName.adjust(topic + "." + record.tableName()),
        key(record, tables.key(record, row), row),
        envelope);
  }

  private static Map<String, Object> key(
      DmsRecord record, List<String> columns, Map<String, Object> row) {
    Map<String, Object> key = new LinkedHashMap<>();
    for (String column : columns) {
      Object value = row.get(column);
      if (value == null) {
        throw DmsErrors.of(
            DmsErrors.KEY_INCOMPLETE,
            record.where(),
            "the %s has no value in the column %s of the primary key"
                .formatted(record.operation(), column),
            "correct the table's columns in " + DmsConfig.KEY_COLUMNS);
      }
      if (value instanceof Double || value instanceof Float) {
        throw DmsErrors.of(
            DmsErrors.KEY_INEXACT,
            record.where(),
            "the column %s of the primary key is a floating-point number, which may have lost digits"
                .formatted(column),
            "set UseLargeIntegerValue=true in the Kafka settings of the DMS endpoint");
      }
      key.put(column, value);
    }
    return key;
  }

  private static Map<String, Object> source(String topic, DmsRecord record) {
    Long committed = record.committedAt();
    Map<String, Object> source = new LinkedHashMap<>();
    source.put("connector", "dms");
    source.put("name", topic);
    source.put(TS_MS, committed == null ? (Long) record.writtenAt() : committed);
    source.put("snapshot", String.valueOf(record.op().equals("r")));
    source.put("db", record.schema());
    source.put("table", record.table());
    String position = record.position();
    Matcher binlog = BINLOG.matcher(position == null ? "" : position);
    boolean known = binlog.matches();
    source.put("file", known ? binlog.group(1) : null);
    source.put("pos", known ? (Long) Long.parseLong(binlog.group(2)) : null);
    return source;
  }

  private static Map<String, Object> transaction(DmsRecord record) {
    String id = record.transaction();
    if (id == null) {
      return null;
    }
    Map<String, Object> transaction = new LinkedHashMap<>();
    transaction.put("id", id);
    transaction.put("total_order", record.numberInTransaction());
    return transaction;
  }

  /**
   * Makes the schemas for this event.
   *
   * @param source the topic of the record of DMS
   * @param schema its schema
   */
  public EventSchemas schemas(String source, Schema schema, DmsConfig config) {
    SchemaBuilder row = SchemaBuilder.struct().name(topic + Envelope.ROW_SCHEMA_SUFFIX).optional();
    for (String part : List.of(DmsRecord.DATA, config.beforeField())) {
      Field columns = schema.field(part);
      if (columns != null && columns.schema().type() == Schema.Type.STRUCT) {
        for (Field column : columns.schema().fields()) {
          boolean prefixed = part.equals(DmsRecord.DATA) && config.isBefore(column.name());
          String name = prefixed ? config.ownName(column.name()) : column.name();
          Schema type = copy(column.schema(), true);
          Field other = row.field(name);
          if (other == null) {
            row.field(name, type);
          } else if (!other.schema().equals(type)) {
            throw DmsErrors.invalidRecord(
                source, "the column %s has two types in the two images".formatted(name));
          }
        }
      }
    }
    SchemaBuilder keys = SchemaBuilder.struct().name(topic + Envelope.KEY_SCHEMA_SUFFIX);
    key.keySet().forEach(column -> keys.field(column, copy(row.field(column).schema(), false)));
    Schema image = row.build();
    Schema event =
        SchemaBuilder.struct()
            .name(topic + Envelope.SCHEMA_SUFFIX)
            .field(Envelope.BEFORE, image)
            .field(Envelope.AFTER, image)
            .field(Envelope.SOURCE, SOURCE)
            .field(Envelope.TRANSACTION, TRANSACTION)
            .field(Envelope.OP, Schema.STRING_SCHEMA)
            .field(TS_MS, Schema.INT64_SCHEMA)
            .build();
    return new EventSchemas(keys.build(), event);
  }

  private static Schema copy(Schema schema, boolean optional) {
    SchemaBuilder builder = Schemas.named(schema, Schemas.sameType(schema));
    return (optional ? builder.optional() : builder).build();
  }

  /** Returns the key as a struct. */
  public Struct key(EventSchemas schemas) {
    return struct(schemas.key, key);
  }

  /** Returns the envelope as a struct. */
  public Struct envelope(EventSchemas schemas) {
    return struct(schemas.envelope, envelope);
  }

  /** Copies the fields that the schema has; a column that only a definition has is left out. */
  private static Struct struct(Schema schema, Map<?, ?> values) {
    Struct struct = new Struct(schema);
    for (Field field : schema.fields()) {
      Object value = values.get(field.name());
      struct.put(
          field,
          field.schema().type() == Schema.Type.STRUCT && value instanceof Map<?, ?> part
              ? struct(field.schema(), part)
              : value);
    }
    return struct;
  }
}
