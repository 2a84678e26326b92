package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Random changes in MySQL, applied by the SQL for Redshift. */
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
    try (AppliedTopics redshift = new AppliedTopics();
        Connection mysql = pipeline().shop()) {
      pipeline().topics().create(TOPIC, PARTITIONS);
      execute(
          COLUMNS.stream()
              .map(column -> column.name() + " " + column.definition())
              .collect(
                  Collectors.joining(
                      ", ", "CREATE TABLE " + TABLE + " (", ", PRIMARY KEY (id, code))")));
      redshift.create(
          writtenSql(TOPIC, "--bootstrap-servers", "b-1.example.com:9098"), List.of(TOPIC));
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

        assertThat(redshift.rows(query("production_db." + TABLE, Printed::inRedshift)))
            .as("round %d", round)
            .isNotEmpty()
            .containsExactlyInAnyOrderElementsOf(
                AppliedTopics.rows(mysql, query(TABLE, Printed::inMySql)));
      }
      assertThat(delivered.stream().map(ConsumerRecord::partition).distinct()).hasSize(PARTITIONS);
      assertThat(delivered).hasSizeGreaterThan(ROUNDS * CHANGES);
    }
  }

  @Test
  default void aColumnThatIsAddedInMySqlIsAddedByTheSqlSinceTheFile() throws Exception {
    String topic = "production_db.redshift_later";
    try (AppliedTopics redshift = new AppliedTopics()) {
      execute(
          "CREATE TABLE redshift_later (id INT PRIMARY KEY, name VARCHAR(2))",
          "INSERT INTO redshift_later VALUES (1, 'a')");
      String first = writtenSql(topic, "--bootstrap-servers", "b-1.example.com:9098");
      redshift.create(first, List.of(topic));
      execute(
          "ALTER TABLE redshift_later ADD COLUMN added DATE AFTER id, MODIFY name VARCHAR(9)",
          "INSERT INTO redshift_later VALUES (2, '2024-02-29', '123456789')");
      awaitMarker();

      Path file = Files.createTempFile("redshift", ".sql");
      try {
        Files.writeString(file, first);
        redshift.create(writtenSql(topic, "--since", file.toString()), List.of());
      } finally {
        Files.delete(file);
      }
      for (ConsumerRecord<byte[], byte[]> record : pipeline().topics().records(topic)) {
        redshift.deliver(record);
      }
      redshift.apply("redshift_later");

      assertThat(
              redshift.rows("SELECT id, added, name FROM production_db.redshift_later ORDER BY id"))
          .containsExactly(Arrays.asList("1", null, "a"), List.of("2", "2024-02-29", "123456789"));
    }
  }

  private String writtenSql(String topic, String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("redshift", "sql", "mysql-cdc", "--topic", topic));
    arguments.addAll(List.of(options));
    Deployer.Run run = pipeline().deployer().run(arguments.toArray(String[]::new));
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
      AppliedTopics redshift,
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
        redshift.deliver(delivered.get(random.nextInt(delivered.size())));
      }
      for (ConsumerRecord<byte[], byte[]> record : slice) {
        redshift.deliver(record);
        delivered.add(record);
      }
      redshift.apply(TABLE);
    }
  }

  private static String query(String table, Function<Printed, String> printed) {
    return COLUMNS.stream()
        .map(printed)
        .collect(Collectors.joining(", ", "SELECT ", " FROM " + table));
  }
}
