package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.redshift.PostgreSql;
import io.mskcdc.redshift.RedshiftOnPostgreSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/**
 * Random changes in MySQL, applied by the SQL for Redshift. It runs on PostgreSQL, where a table
 * with the records stands for the topic.
 */
interface RedshiftTests extends RunningConnector {
  String TABLE = "redshift_changes";
  String TOPIC = "production_db." + TABLE;
  int PARTITIONS = 3;
  int ROUNDS = 4;
  int CHANGES = 250;

  /**
   * A column, and how both databases print its value.
   *
   * @param definition its type in MySQL
   */
  record Printed(String name, String definition, String inMySql, String inRedshift) {
    static Printed text(String name, String definition) {
      return new Printed(name, definition, name, name);
    }

    static Printed number(String name, String definition) {
      return new Printed(name, definition, "CAST(" + name + " AS CHAR)", name + "::text");
    }
  }

  List<Printed> COLUMNS =
      List.of(
          Printed.number("id", "INT NOT NULL"),
          Printed.text("code", "VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL"),
          Printed.text("Name", "VARCHAR(60)"),
          Printed.text("note", "TEXT"),
          Printed.number("price", "DECIMAL(12,2)"),
          Printed.number("digits", "DECIMAL(60,20)"),
          Printed.number("big", "BIGINT UNSIGNED"),
          Printed.number("ratio", "DOUBLE"),
          Printed.number("born", "DATE"),
          new Printed(
              "local_time",
              "DATETIME(3)",
              "DATE_FORMAT(local_time, '%Y-%m-%d %H:%i:%s.%f')",
              "to_char(local_time, 'YYYY-MM-DD HH24:MI:SS.US')"),
          new Printed(
              "at",
              "TIMESTAMP(6) NULL",
              "DATE_FORMAT(at, '%Y-%m-%d %H:%i:%s.%f')",
              "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"),
          new Printed("duration", "TIME", "CAST(duration AS CHAR)", "duration"),
          new Printed("flag", "BIT(1)", "CAST(flag + 0 AS CHAR)", "flag::int::text"),
          new Printed("bytes", "VARBINARY(8)", "TO_BASE64(bytes)", "bytes"),
          new Printed("doc", "JSON", "REPLACE(REPLACE(doc, ', ', ','), ': ', ':')", "doc"));

  @Test
  default void randomChangesInRandomSlicesGiveTheTableOfMySql() throws Exception {
    try (Connection redshift = PostgreSql.newDatabase();
        Connection mysql = pipeline().shop()) {
      pipeline().topics().create(TOPIC, PARTITIONS);
      execute(
          COLUMNS.stream()
              .map(column -> column.name() + " " + column.definition())
              .collect(
                  Collectors.joining(
                      ", ", "CREATE TABLE " + TABLE + " (", ", PRIMARY KEY (id, code))")));
      RedshiftOnPostgreSql.createTopic(redshift, "mysql_cdc_topics", TOPIC);
      RedshiftOnPostgreSql.execute(redshift, writtenSql());
      try (Statement statement = mysql.createStatement()) {
        statement.execute("SET time_zone = '+00:00'");
      }
      Random random = new Random(18);
      List<ConsumerRecord<byte[], byte[]>> delivered = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        change(mysql, random);
        awaitMarker();
        List<ConsumerRecord<byte[], byte[]>> later =
            new ArrayList<>(pipeline().topics().records(TOPIC));
        later.removeIf(
            record ->
                delivered.stream()
                    .anyMatch(
                        old ->
                            old.partition() == record.partition()
                                && old.offset() == record.offset()));
        applyInSlices(redshift, later, delivered, random);

        assertThat(rows(redshift, "production_db." + TABLE, Printed::inRedshift))
            .as("round %d", round)
            .isNotEmpty()
            .isEqualTo(rows(mysql, TABLE, Printed::inMySql));
      }
      assertThat(delivered.stream().map(ConsumerRecord::partition).distinct()).hasSize(PARTITIONS);
      assertThat(delivered).hasSizeGreaterThan(ROUNDS * CHANGES);
    }
  }

  private String writtenSql() {
    Deployer.Run run =
        pipeline()
            .deployer()
            .run(
                "redshift",
                "sql",
                "mysql-cdc",
                "--topic",
                TOPIC,
                "--bootstrap-servers",
                "b-1.example.com:9098");
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.out();
  }

  /** Runs inserts, updates, changes of keys and deletes, some in one transaction. */
  private static void change(Connection mysql, Random random) throws SQLException {
    mysql.setAutoCommit(false);
    String names = COLUMNS.stream().map(Printed::name).collect(Collectors.joining(", "));
    String marks = COLUMNS.stream().map(column -> "?").collect(Collectors.joining(", "));
    String sets =
        COLUMNS.stream().map(column -> column.name() + " = ?").collect(Collectors.joining(", "));
    try (PreparedStatement replace =
            mysql.prepareStatement(
                "REPLACE INTO %s (%s) VALUES (%s)".formatted(TABLE, names, marks));
        PreparedStatement update =
            mysql.prepareStatement(
                "UPDATE IGNORE %s SET %s WHERE id = ? AND code = ?".formatted(TABLE, sets));
        PreparedStatement delete =
            mysql.prepareStatement("DELETE FROM %s WHERE id = ? AND code = ?".formatted(TABLE))) {
      int changes = 0;
      while (changes < CHANGES) {
        List<Object> values = values(random);
        PreparedStatement statement =
            switch (random.nextInt(4)) {
              case 0 -> delete;
              case 1, 2 -> update;
              default -> replace;
            };
        int next = 1;
        if (statement != delete) {
          for (Object value : values) {
            statement.setObject(next++, value);
          }
        }
        if (statement != replace) {
          // The update of a row with other values changes its key.
          List<Object> old = values(random);
          statement.setObject(next++, old.get(0));
          statement.setObject(next, old.get(1));
        }
        changes += statement.executeUpdate();
        if (random.nextInt(3) > 0) {
          mysql.commit();
        }
      }
      mysql.commit();
    } finally {
      mysql.setAutoCommit(true);
    }
  }

  private static List<Object> values(Random random) {
    List<Object> values = new ArrayList<>();
    values.add(random.nextInt(12));
    values.add(any(random, "", "a", "A", "a ", "é", "null"));
    values.add(
        optional(random, any(random, "", "null", " ", "Zoë 🎉", "\"q\" \\n'", "x".repeat(60))));
    values.add(optional(random, any(random, "", "two\nlines\ttab", "ß".repeat(2_000))));
    values.add(optional(random, any(random, "0.00", "-9999999999.99", "0.10")));
    values.add(
        optional(random, any(random, "1234567890123456789012345678901234567890.5", "-0.25")));
    values.add(optional(random, any(random, "18446744073709551615", "0")));
    values.add(optional(random, random.nextInt(1_000) / 4.0));
    values.add(optional(random, any(random, "2024-02-29", "0001-01-01", "9999-12-31")));
    values.add(optional(random, any(random, "2024-02-29 12:34:56.789", "1000-01-01 00:00:00")));
    values.add(optional(random, any(random, "2024-02-29 12:34:56.123456", "1970-01-01 00:00:01")));
    values.add(optional(random, any(random, "-838:59:59", "00:00:00", "12:34:56")));
    values.add(optional(random, random.nextBoolean()));
    values.add(optional(random, new byte[] {(byte) random.nextInt(256), 0, -1}));
    values.add(optional(random, any(random, "{\"a\":[1,true,null,\"x\"]}", "[]", "null", "\"\"")));
    return values;
  }

  private static String any(Random random, String... texts) {
    return texts[random.nextInt(texts.length)];
  }

  private static Object optional(Random random, Object value) {
    return random.nextInt(4) == 0 ? null : value;
  }

  /** Delivers records in the order of their partitions, some of them again, and applies them. */
  private static void applyInSlices(
      Connection redshift,
      List<ConsumerRecord<byte[], byte[]>> later,
      List<ConsumerRecord<byte[], byte[]>> delivered,
      Random random)
      throws SQLException {
    while (!later.isEmpty()) {
      int size = 1 + random.nextInt(60);
      List<ConsumerRecord<byte[], byte[]>> slice = new ArrayList<>();
      for (int i = 0; i < size && !later.isEmpty(); i++) {
        int partition = later.get(random.nextInt(later.size())).partition();
        ConsumerRecord<byte[], byte[]> next =
            later.stream().filter(record -> record.partition() == partition).findFirst().get();
        later.remove(next);
        slice.add(next);
      }
      for (int i = 0; i < 5 && !delivered.isEmpty(); i++) {
        insert(redshift, delivered.get(random.nextInt(delivered.size())));
      }
      for (ConsumerRecord<byte[], byte[]> record : slice) {
        insert(redshift, record);
        delivered.add(record);
      }
      RedshiftOnPostgreSql.execute(
          redshift, "REFRESH MATERIALIZED VIEW mysql_cdc.production_db__" + TABLE);
      for (int i = 0; i < 2; i++) {
        RedshiftOnPostgreSql.execute(
            redshift, "CALL mysql_cdc.apply_production_db__" + TABLE + "()");
      }
    }
  }

  private static void insert(Connection redshift, ConsumerRecord<byte[], byte[]> record)
      throws SQLException {
    try (PreparedStatement insert =
        redshift.prepareStatement(
            "INSERT INTO mysql_cdc_topics.\"" + TOPIC + "\" VALUES (?, ?, NULL, ?, ?)")) {
      insert.setInt(1, record.partition());
      insert.setLong(2, record.offset());
      insert.setBytes(3, record.key());
      insert.setBytes(4, record.value());
      insert.execute();
    }
  }

  /** Returns the rows by key, with each value as a text. */
  private static Map<String, List<String>> rows(
      Connection connection, String table, java.util.function.Function<Printed, String> printed)
      throws SQLException {
    String values = COLUMNS.stream().map(printed).collect(Collectors.joining(", "));
    Map<String, List<String>> rows = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT " + values + " FROM " + table)) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= COLUMNS.size(); i++) {
          row.add(result.getString(i));
        }
        rows.put(row.get(0) + " " + row.get(1), row);
      }
    }
    return rows;
  }
}
