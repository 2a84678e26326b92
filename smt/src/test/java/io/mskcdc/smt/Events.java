package io.mskcdc.smt;

import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;

/** Change events of one table, as Debezium's MySQL connector produces them. */
public final class Events {

  static final String PREFIX = "production";
  static final long TS_MS = 1_700_000_000_123L;

  static final Schema SOURCE =
      SchemaBuilder.struct()
          .name("io.debezium.connector.mysql.Source")
          .version(1)
          .field("version", Schema.STRING_SCHEMA)
          .field("connector", Schema.STRING_SCHEMA)
          .field("name", Schema.STRING_SCHEMA)
          .field("ts_ms", Schema.INT64_SCHEMA)
          .field(
              "snapshot",
              SchemaBuilder.string()
                  .name("io.debezium.data.Enum")
                  .parameter("allowed", "true,first,last,false")
                  .optional()
                  .defaultValue("false")
                  .build())
          .field("db", Schema.STRING_SCHEMA)
          .field("table", Schema.OPTIONAL_STRING_SCHEMA)
          .field("server_id", Schema.INT64_SCHEMA)
          .field("gtid", Schema.OPTIONAL_STRING_SCHEMA)
          .field("file", Schema.STRING_SCHEMA)
          .field("pos", Schema.INT64_SCHEMA)
          .field("row", Schema.INT32_SCHEMA)
          .field("query", Schema.OPTIONAL_STRING_SCHEMA)
          .build();

  static final Schema TRANSACTION =
      SchemaBuilder.struct()
          .name("event.block")
          .version(1)
          .field("id", Schema.STRING_SCHEMA)
          .field("total_order", Schema.INT64_SCHEMA)
          .field("data_collection_order", Schema.INT64_SCHEMA)
          .optional()
          .build();

  final String database;
  final String table;
  final Schema row;
  final Schema key;
  final Schema envelope;
  private String query;

  /**
   * @param columns the row's fields
   * @param keys the names of the fields that form the key
   */
  Events(String database, String table, SchemaBuilder columns, String... keys) {
    this.database = database;
    this.table = table;
    row = columns.name(topic() + ".Value").optional().build();
    if (keys.length == 0) {
      key = null;
    } else {
      SchemaBuilder builder = SchemaBuilder.struct().name(topic() + ".Key");
      for (String name : keys) {
        builder.field(name, row.field(name).schema());
      }
      key = builder.build();
    }
    envelope =
        SchemaBuilder.struct()
            .name(topic() + ".Envelope")
            .version(2)
            .field("before", row)
            .field("after", row)
            .field("source", SOURCE)
            .field("transaction", TRANSACTION)
            .field("op", Schema.STRING_SCHEMA)
            .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
            .build();
  }

  /**
   * A table whose column status is required and has a default.
   *
   * @param keys the names of the columns that form the key: id, status or both
   */
  public static Events orders(String... keys) {
    return new Events(
        "production_db",
        "orders",
        SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("status", SchemaBuilder.string().defaultValue("new").build()),
        keys);
  }

  /** The sample database's table customers, with the types of the default configuration. */
  public static Events customers() {
    return new Events(
        "production_db",
        "customers",
        SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("name", Schema.STRING_SCHEMA)
            .field("email", Schema.STRING_SCHEMA)
            .field("phone", Schema.OPTIONAL_STRING_SCHEMA)
            .field("card_number", Schema.OPTIONAL_STRING_SCHEMA)
            .field(
                "date_of_birth",
                SchemaBuilder.string()
                    .name("io.debezium.time.IsoDate")
                    .version(1)
                    .optional()
                    .build())
            .field("country", SchemaBuilder.string().optional().defaultValue("US").build()),
        "id");
  }

  public static Struct customer(Events customers) {
    return customers.row(
        Map.of(
            "id", 7L,
            "name", "Ada",
            "email", "ada@example.org",
            "phone", "+44 20 7946 0958",
            "card_number", "4111111111111111",
            "date_of_birth", "1815-12-10Z"));
  }

  Events withQuery(String text) {
    query = text;
    return this;
  }

  String topic() {
    return PREFIX + "." + database + "." + table;
  }

  Struct row(Map<String, ?> values) {
    Struct struct = new Struct(row);
    values.forEach(struct::put);
    return struct;
  }

  Struct source() {
    return new Struct(SOURCE)
        .put("version", "3.6.1.Final")
        .put("connector", "mysql")
        .put("name", PREFIX)
        .put("ts_ms", TS_MS - 5)
        .put("db", database)
        .put("table", table)
        .put("server_id", 1L)
        .put("gtid", "3e11fa47-71ca-11e1-9e33-c80aa9429562:23")
        .put("file", "binlog.000002")
        .put("pos", 4242L)
        .put("row", 0)
        .put("query", query);
  }

  Struct envelope(String op, Struct before, Struct after) {
    return new Struct(envelope)
        .put("before", before)
        .put("after", after)
        .put("source", source())
        .put("op", op)
        .put("ts_ms", TS_MS);
  }

  Struct keyOf(Struct values) {
    if (key == null) {
      return null;
    }
    Struct struct = new Struct(key);
    for (Field field : key.fields()) {
      struct.put(field, values.getWithoutDefault(field.name()));
    }
    return struct;
  }

  public SourceRecord insert(Struct after) {
    return record(keyOf(after), envelope, envelope("c", null, after));
  }

  SourceRecord update(Struct before, Struct after) {
    return record(keyOf(after), envelope, envelope("u", before, after));
  }

  SourceRecord delete(Struct before) {
    return record(keyOf(before), envelope, envelope("d", before, null));
  }

  public SourceRecord tombstone(Struct before) {
    return record(keyOf(before), null, null);
  }

  SourceRecord truncate() {
    return new SourceRecord(
        Map.of(), Map.of(), topic(), null, null, null, envelope, envelope("t", null, null));
  }

  SourceRecord record(Struct key, Schema schema, Struct value) {
    return new SourceRecord(
        Map.of("server", PREFIX),
        Map.of("pos", 4242L),
        topic(),
        null,
        key == null ? null : key.schema(),
        key,
        schema,
        value,
        null,
        new ConnectHeaders());
  }

  public static SourceRecord heartbeat() {
    Schema key =
        SchemaBuilder.struct()
            .name("io.debezium.connector.common.ServerNameKey")
            .version(1)
            .field("serverName", Schema.STRING_SCHEMA)
            .build();
    Schema value =
        SchemaBuilder.struct()
            .name("io.debezium.connector.common.Heartbeat")
            .version(1)
            .field("ts_ms", Schema.INT64_SCHEMA)
            .build();
    return other(
        "__debezium-heartbeat.production",
        new Struct(key).put("serverName", PREFIX),
        new Struct(value).put("ts_ms", TS_MS));
  }

  public static SourceRecord schemaChange() {
    Schema key =
        SchemaBuilder.struct()
            .name("io.debezium.connector.mysql.SchemaChangeKey")
            .field("databaseName", Schema.STRING_SCHEMA)
            .build();
    Schema value =
        SchemaBuilder.struct()
            .name("io.debezium.connector.mysql.SchemaChangeValue")
            .field("source", SOURCE)
            .field("databaseName", Schema.OPTIONAL_STRING_SCHEMA)
            .field("ddl", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    return other(
        "production.production_db.customers",
        new Struct(key).put("databaseName", "production_db"),
        new Struct(value).put("source", customers().source()).put("ddl", "ALTER TABLE customers"));
  }

  public static SourceRecord transaction() {
    Schema key =
        SchemaBuilder.struct()
            .name("io.debezium.connector.common.TransactionMetadataKey")
            .field("id", Schema.STRING_SCHEMA)
            .build();
    Schema value =
        SchemaBuilder.struct()
            .name("io.debezium.connector.common.TransactionMetadataValue")
            .field("status", Schema.STRING_SCHEMA)
            .field("id", Schema.STRING_SCHEMA)
            .build();
    return other(
        "production.x.transaction",
        new Struct(key).put("id", "1"),
        new Struct(value).put("status", "BEGIN").put("id", "1"));
  }

  private static SourceRecord other(String topic, Struct key, Struct value) {
    return new SourceRecord(
        Map.of(), Map.of(), topic, null, key.schema(), key, value.schema(), value);
  }
}
