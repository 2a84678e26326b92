package io.mskcdc.smt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Change events of tables with 20 columns: 45 % inserts, 45 % updates, 5 % deletes and 5 %
 * tombstones. The tables come in random order: another one for each record, which is the worst
 * case, or for each run of records, as from transactions that change several rows of a table.
 *
 * <p>Each value is an object of its own, as a connector makes it. The number of records is the same
 * for every number of tables. The structs of a record are next to each other in memory, with no
 * schemas in between.
 */
final class Workload {

  private static final int RUNS = 5_000;
  private static final String PREFIX = "production";

  final SourceRecord[] records;

  /**
   * @param run the number of consecutive records of one table
   */
  Workload(int tables, int run) {
    Random random = new Random(1);
    List<Table> all = new ArrayList<>();
    for (int i = 0; i < tables; i++) {
      all.add(new Table("table_" + i, random));
    }
    // Moves the schemas to the old generation before the records are made. The next collection then
    // moves each record without its schemas.
    System.gc();
    records = new SourceRecord[RUNS * run];
    Table table = null;
    for (int i = 0; i < records.length; i++) {
      if (i % run == 0) {
        table = all.get(random.nextInt(tables));
      }
      records[i] = table.record(random.nextInt(20), random);
    }
    System.gc();
  }

  private static final class Table {
    private static final Schema SOURCE =
        SchemaBuilder.struct()
            .name("io.debezium.connector.mysql.Source")
            .field("version", Schema.STRING_SCHEMA)
            .field("connector", Schema.STRING_SCHEMA)
            .field("name", Schema.STRING_SCHEMA)
            .field("ts_ms", Schema.INT64_SCHEMA)
            .field("snapshot", SchemaBuilder.string().optional().defaultValue("false").build())
            .field("db", Schema.STRING_SCHEMA)
            .field("table", Schema.OPTIONAL_STRING_SCHEMA)
            .field("server_id", Schema.INT64_SCHEMA)
            .field("gtid", Schema.OPTIONAL_STRING_SCHEMA)
            .field("file", Schema.STRING_SCHEMA)
            .field("pos", Schema.INT64_SCHEMA)
            .field("row", Schema.INT32_SCHEMA)
            .build();

    private final String name;
    private final String topic;
    private final Schema key;
    private final Schema row;
    private final Schema envelope;
    private long id;

    Table(String name, Random random) {
      this.name = name;
      topic = PREFIX + ".shop." + name;
      key = SchemaBuilder.struct().name(topic + ".Key").field("id", Schema.INT64_SCHEMA).build();
      SchemaBuilder columns =
          SchemaBuilder.struct().name(topic + ".Value").optional().field("id", Schema.INT64_SCHEMA);
      for (int i = 1; i < 20; i++) {
        columns.field("c" + i, column(i));
      }
      row = columns.build();
      envelope =
          SchemaBuilder.struct()
              .name(topic + ".Envelope")
              .field("before", row)
              .field("after", row)
              .field("source", SOURCE)
              .field("op", Schema.STRING_SCHEMA)
              .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
              .build();
      id = random.nextInt(1000);
    }

    /** Makes a new schema object for each column, as Debezium does. */
    private static Schema column(int i) {
      return switch (i % 5) {
        case 0 -> SchemaBuilder.int64().build();
        case 1 -> SchemaBuilder.string().build();
        case 2 -> SchemaBuilder.string().optional().build();
        case 3 -> SchemaBuilder.int32().optional().build();
        default -> SchemaBuilder.float64().optional().build();
      };
    }

    private Struct row(long rowId, Random random) {
      Struct struct = new Struct(row).put("id", rowId);
      for (int i = 1; i < 20; i++) {
        struct.put(
            "c" + i,
            switch (i % 5) {
              case 0 -> (Object) random.nextLong();
              // 16 characters.
              case 1, 2 -> Long.toHexString(random.nextLong() | Long.MIN_VALUE);
              case 3 -> random.nextInt();
              default -> random.nextDouble();
            });
      }
      return struct;
    }

    SourceRecord record(int twentieth, Random random) {
      if (twentieth == 0) {
        return record(null, null);
      }
      if (twentieth == 1) {
        return record(envelope, envelope("d", row(id, random), null));
      }
      if (twentieth % 2 == 0) {
        id++;
        return record(envelope, envelope("c", null, row(id, random)));
      }
      return record(envelope, envelope("u", row(id, random), row(id, random)));
    }

    private Struct envelope(String op, Struct before, Struct after) {
      Struct source =
          new Struct(SOURCE)
              .put("version", "3.6.1.Final")
              .put("connector", "mysql")
              .put("name", PREFIX)
              .put("ts_ms", 1_700_000_000_000L)
              .put("db", "shop")
              // A new string for each event, as the MySQL connector makes it.
              .put("table", new String(name.toCharArray()))
              .put("server_id", 1L)
              .put("file", "binlog.000002")
              .put("pos", 4242L)
              .put("row", 0);
      return new Struct(envelope)
          .put("before", before)
          .put("after", after)
          .put("source", source)
          .put("op", op)
          .put("ts_ms", 1_700_000_000_005L);
    }

    private SourceRecord record(Schema schema, Struct value) {
      return new SourceRecord(
          Map.of("server", PREFIX),
          Map.of("pos", 4242L),
          topic,
          null,
          key,
          new Struct(key).put("id", id),
          schema,
          value);
    }
  }
}
