package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.lake.Lake;
import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.process.PollLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Random changes in MySQL, which Iceberg's sink appends to a lake while its worker is killed. The
 * view and the merged table have the rows of MySQL. {@code ./scripts/test.sh -Pexhaustive} runs it;
 * {@code -Dmskcdc.lake.changes} sets the number of changes.
 */
@Tag("exhaustive")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LakeIT implements RunningConnector {
  private static final String ENV = "local-lake";
  private static final String NAMESPACE = "production_db";
  private static final String TABLE = "lake_rows";
  private static final String TOPIC = NAMESPACE + "." + TABLE;
  private static final String LOG = "lake_log";
  private static final String LOG_TOPIC = NAMESPACE + "." + LOG + ".append";
  private static final int PARTITIONS = 3;
  private static final int CHANGES = Integer.getInteger("mskcdc.lake.changes", 10_000);
  private static final int ROUNDS = 5;
  private static final int KEPT = 168;

  /** Begins each value that must not leave MySQL. */
  private static final String SECRET = "SECRETVALUE";

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A column, and how both databases print its value.
   *
   * @param definition its type in MySQL
   */
  private record Printed(String name, String definition, String inMySql, String inLake) {
    static Printed text(String name, String definition) {
      return new Printed(name, definition, name, name);
    }

    static Printed cast(String name, String definition) {
      return new Printed(
          name, definition, "CAST(" + name + " AS CHAR)", "CAST(" + name + " AS STRING)");
    }

    static Printed time(String name, String definition) {
      return new Printed(
          name,
          definition,
          "DATE_FORMAT(" + name + ", '%Y-%m-%d %H:%i:%s.%f')",
          "DATE_FORMAT(" + name + ", 'yyyy-MM-dd HH:mm:ss.SSSSSS')");
    }
  }

  private static final List<Printed> COLUMNS =
      List.of(
          Printed.cast("id", "INT NOT NULL"),
          Printed.text("code", "VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL"),
          Printed.text("Name", "VARCHAR(60) CHARACTER SET utf8mb4"),
          Printed.cast("price", "DECIMAL(12,2)"),
          Printed.cast("digits", "DECIMAL(60,20)"),
          Printed.cast("big", "BIGINT UNSIGNED"),
          new Printed(
              "ratio",
              "DOUBLE",
              "CAST(CAST(ratio * 4 AS SIGNED) AS CHAR)",
              "CAST(CAST(ratio * 4 AS BIGINT) AS STRING)"),
          Printed.cast("born", "DATE"),
          Printed.time("local_at", "DATETIME(3)"),
          Printed.time("at", "TIMESTAMP(6) NULL"),
          Printed.cast("duration", "TIME"),
          new Printed(
              "flag", "BIT(1)", "CAST(flag + 0 AS CHAR)", "CAST(CAST(flag AS INT) AS STRING)"),
          new Printed("bytes", "VARBINARY(8)", "HEX(bytes)", "HEX(bytes)"),
          new Printed("doc", "JSON", "REPLACE(REPLACE(doc, ', ', ','), ': ', ':')", "doc"),
          new Printed(
              "secret",
              "VARCHAR(40)",
              "IF(secret IS NULL, NULL, 'masked')",
              "CASE WHEN secret RLIKE '^[0-9a-f]{64}$' THEN 'masked' ELSE secret END"));

  private Pipeline pipeline;
  private Lake lake;
  private final Random random = new Random(18);

  @Override
  public Pipeline pipeline() {
    return pipeline;
  }

  @BeforeAll
  void start() throws Exception {
    pipeline =
        Pipeline.start(
            Broker::subprocess, "3.7.2", List.of(Checkout.MYSQL_PLUGIN, Checkout.ICEBERG_PLUGIN));
    lake = Lake.start(Pipeline.CHECKOUT, pipeline.root().resolve("lake"), pipeline.mysql());
    JSON.writeValue(pipeline.root().resolve(".local-stack/lake.yaml").toFile(), lake.variables());
    createTopics();
    execute(
        COLUMNS.stream()
            .map(column -> column.name() + " " + column.definition())
            .collect(
                Collectors.joining(
                    ", ", "CREATE TABLE " + TABLE + " (", ", PRIMARY KEY (id, code))")),
        "CREATE TABLE " + LOG + " (kind VARCHAR(10), n INT)");
    clearTheTables();
    deployer("apply", "mysql-cdc", "--env", ENV, "--auto-approve", "--stable-for", "1");
    lake.sql(deployer("lake", "ddl", "mysql-cdc", "--env", ENV, "--catalog", Lake.CATALOG));
    deployer("apply", "shop-lake", "--env", ENV, "--auto-approve", "--stable-for", "1");
  }

  private void createTopics() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", pipeline.bootstrapServers()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(Lake.CONTROL_TOPIC, 1, (short) 1),
                  new NewTopic(TOPIC, PARTITIONS, (short) 1)))
          .all()
          .get();
    }
  }

  private void clearTheTables() throws IOException {
    String mask = "transforms.cdc.mask.";
    JsonNode config =
        JSON.readTree(pipeline.configurations().resolve("mysql-cdc.json").toFile()).path("config");
    String hmac = config.path(mask + "hmac.columns").asText() + "," + TOPIC + ".secret";
    String clear =
        config.path(mask + "clear.columns").asText()
            + ",/production_db\\.lake_(rows|log)\\.(?!secret).*/";
    String entries =
        JSON.createObjectNode()
            .put(mask + "hmac.columns", hmac)
            .put(mask + "clear.columns", clear)
            .toString();
    Files.writeString(
        pipeline.configurations().resolve("environments/" + ENV + "/mysql-cdc.json"),
        pipeline.overlay(ENV, entries.substring(1, entries.length() - 1)));
    Path sink = pipeline.configurations().resolve("environments/" + ENV + "/shop-lake.json");
    ObjectNode overlay = (ObjectNode) JSON.readTree(sink.toFile());
    // Another worker gets the partitions of a killed one after this time.
    overlay
        .withObject("config")
        .put("topics", TOPIC + "," + LOG_TOPIC)
        .put("consumer.override.session.timeout.ms", "6000")
        .put("consumer.override.heartbeat.interval.ms", "2000");
    JSON.writeValue(sink.toFile(), overlay);
  }

  private String deployer(String... arguments) {
    Deployer.Run run = pipeline.deployer().run(arguments);
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    return run.out();
  }

  @AfterAll
  void stop() {
    if (lake != null) {
      lake.close();
    }
    if (pipeline != null) {
      pipeline.close();
    }
  }

  @Test
  void viewAndMergedTableHaveTheRowsOfMySqlAfterKillsOfTheWorker() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      long before = committed();
      change(CHANGES / ROUNDS);
      if (round % 2 == 0) {
        killDuringACommit();
      } else {
        awaitCommit(before);
        // After a kill, the sink commits to the table only some time after it has read.
        boolean isMerged =
            new PollLoop(Duration.ofSeconds(2), Duration.ofMinutes(4))
                .until(
                    () ->
                        lake.merge(NAMESPACE, KEPT).stream()
                            .anyMatch(line -> line.matches(".*" + TABLE + ": merged [1-9].*")));
        assertThat(isMerged).as(pipeline.workerLog()).isTrue();
      }
    }
    execute("INSERT INTO " + LOG + " SELECT 'same', 1 FROM " + TABLE);
    awaitAppended();
    assertRecordsAppearOnce();
    assertEqualRows("_latest");

    lake.merge(NAMESPACE, KEPT);
    assertEqualRows("", "_latest");
    // No file is deleted yet, neither those of the killed workers.
    assertNoClearValueInAnyFile();

    change(CHANGES / ROUNDS);
    awaitAppended();
    assertThat(lake.merge(NAMESPACE, 0)).anyMatch(line -> line.contains("deleted older"));
    change(50);
    awaitAppended();
    assertEqualRows("_latest");
    lake.merge(NAMESPACE, 0);
    assertEqualRows("", "_latest");
    assertThat(count("SELECT 'n' AS t, COUNT(*) AS n FROM " + in(TABLE + "_changes")))
        .as("changes after the expiry of all")
        .isZero();
  }

  private void change(int count) throws SQLException {
    try (Connection shop = pipeline.shop();
        PreparedStatement upsert =
            shop.prepareStatement(
                "INSERT INTO "
                    + TABLE
                    + " VALUES ("
                    + "?, ".repeat(COLUMNS.size() - 1)
                    + "?) ON DUPLICATE KEY UPDATE price = price + 1, Name = VALUES(Name),"
                    + " at = VALUES(at), flag = NOT flag, secret = VALUES(secret)");
        Statement statement = shop.createStatement()) {
      for (int i = 0; i < count; i++) {
        String row = " WHERE id = " + random.nextInt(80);
        switch (random.nextInt(10)) {
          case 0, 1, 2, 3 -> {
            List<Object> values = values();
            for (int column = 0; column < values.size(); column++) {
              upsert.setObject(column + 1, values.get(column));
            }
            upsert.execute();
          }
          case 4, 5, 6 ->
              statement.execute("UPDATE " + TABLE + " SET price = -price, doc = '[1, 2]'" + row);
          case 7, 8 -> statement.execute("DELETE FROM " + TABLE + row + " LIMIT 1");
          // A change of the key.
          default ->
              statement.execute(
                  "UPDATE IGNORE " + TABLE + " SET id = " + random.nextInt(80) + row + " LIMIT 1");
        }
      }
    }
  }

  private List<Object> values() {
    List<Object> values = new ArrayList<>();
    values.add(random.nextInt(80));
    values.add(any("a", "A", "ä", "a ", "😀"));
    values.add(optional(any("Zoë's", "", "two\nlines", "😀 \\ \"quoted\"")));
    values.add(optional(random.nextInt(100_000) + "." + random.nextInt(10) + "5"));
    values.add(optional("1234567890123456789012345678901234567890." + random.nextInt(1000)));
    values.add(optional(any("0", "18446744073709551615", "9223372036854775808")));
    values.add(optional(random.nextInt(1000) / 4.0));
    values.add(optional(any("0001-01-01", "1969-12-31", "2024-02-29", "9999-12-31")));
    values.add(optional(any("1000-01-01 00:00:00", "2024-02-29 12:34:56.789")));
    values.add(optional(any("1970-01-02 00:00:00", "2026-01-03 12:00:00.123456")));
    values.add(optional(any("-838:59:59", "00:00:00", "12:34:56")));
    values.add(random.nextBoolean());
    values.add(optional(new byte[] {0, (byte) random.nextInt(256), -1}));
    values.add(optional(any("{\"a\": [1, true, null, \"x\"]}", "[]", "null")));
    values.add(optional(SECRET + random.nextInt(1000)));
    return values;
  }

  private String any(String... texts) {
    return texts[random.nextInt(texts.length)];
  }

  private Object optional(Object value) {
    return random.nextInt(4) == 0 ? null : value;
  }

  /** Kills the worker when it has written a file of rows, before it commits it to the table. */
  private void killDuringACommit() throws SQLException {
    Set<String> before = new HashSet<>(lake.files());
    change(50);
    boolean isWritten =
        new PollLoop(Duration.ofMillis(5), Duration.ofMinutes(2))
            .until(
                () ->
                    lake.files().stream().anyMatch(file -> isData(file) && !before.contains(file)));
    assertThat(isWritten).as(pipeline.workerLog()).isTrue();
    killAndStartWorker();
  }

  private static boolean isData(String file) {
    return file.endsWith(".parquet") && file.contains("_changes/");
  }

  /** Returns when the sink has sent more records to be committed. */
  private void awaitCommit(long before) {
    boolean isCommitted =
        new PollLoop(Duration.ofMillis(500), Duration.ofMinutes(3))
            .until(() -> committed() > before);
    assertThat(isCommitted).as(pipeline.workerLog()).isTrue();
  }

  /** Returns when the sink has read all records, and has had the time of some commits. */
  private void awaitAppended() throws Exception {
    awaitMarker();
    boolean isRead =
        new PollLoop(Duration.ofMillis(500), Duration.ofMinutes(4))
            .until(() -> committed() >= pipeline.topics().written(TOPIC));
    assertThat(isRead)
        .as(() -> request("GET", "/connectors/shop-lake/status").body() + pipeline.workerLog())
        .isTrue();
    Thread.sleep(15_000);
  }

  private long committed() {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", pipeline.bootstrapServers()))) {
      return admin
          .listConsumerGroupOffsets("connect-shop-lake")
          .partitionsToOffsetAndMetadata()
          .get()
          .entrySet()
          .stream()
          .filter(entry -> entry.getKey().topic().equals(TOPIC) && entry.getValue() != null)
          .mapToLong(entry -> entry.getValue().offset())
          .sum();
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** After a kill, the sink's next coordinator waits for the end of the session of the last. */
  private void assertRecordsAppearOnce() {
    long rows = rows(TOPIC);
    Map<String, Long> expected = Map.of("all", rows, "different", rows, "log", rows(LOG_TOPIC));
    Map<String, Long> actual = recordCounts();
    for (int i = 0; i < 8 && !actual.equals(expected); i++) {
      actual = recordCounts();
    }
    assertThat(actual).isEqualTo(expected);
  }

  private Map<String, Long> recordCounts() {
    return lake
        .sql(
            "SELECT 'all' AS t, COUNT(*) AS n FROM %1$s;\nSELECT 'different' AS t, COUNT(*) AS n FROM (SELECT DISTINCT __partition, __offset FROM %1$s);\nSELECT 'log' AS t, COUNT(*) AS n FROM %2$s;\n"
                .formatted(in(TABLE + "_changes"), in(LOG + "_latest")))
        .stream()
        .map(LakeIT::parse)
        .collect(Collectors.toMap(row -> row.path("t").asText(), row -> row.path("n").asLong()));
  }

  /** Returns the number of records that are no tombstones. */
  private long rows(String topic) {
    return pipeline.topics().readAll(topic).stream().filter(m -> m.value() != null).count();
  }

  private long count(String query) {
    return parse(lake.sql(query + ";").get(0)).path("n").asLong();
  }

  /** Compares tables or views of the lake with MySQL. */
  private void assertEqualRows(String... suffixes) throws SQLException {
    List<String> expected = inMySql();
    List<String> rows =
        lake.sql(
            Stream.of(suffixes)
                .map(
                    suffix ->
                        "SELECT '%s' AS t, %s AS r FROM %s;\n"
                            .formatted(suffix, printed(Printed::inLake), in(TABLE + suffix)))
                .collect(Collectors.joining()));
    assertThat(expected).hasSizeGreaterThan(40);
    for (String suffix : suffixes) {
      assertThat(
              rows.stream()
                  .map(LakeIT::parse)
                  .filter(row -> row.path("t").asText().equals(suffix))
                  .map(row -> row.path("r").asText()))
          .as(TABLE + suffix)
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private List<String> inMySql() throws SQLException {
    try (Connection shop = pipeline.shop();
        Statement statement = shop.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT " + printed(Printed::inMySql) + " FROM " + TABLE)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(result.getString(1));
      }
      return rows;
    }
  }

  private static String printed(Function<Printed, String> expression) {
    return COLUMNS.stream()
        .map(column -> "COALESCE(" + expression.apply(column) + ", 'null')")
        .collect(Collectors.joining(", ", "CONCAT_WS('|', ", ")"));
  }

  private static String in(String table) {
    return Lake.CATALOG + "." + NAMESPACE + "." + table;
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }

  /** Reads all files as Parquet, without the tables; clear values of other columns are in them. */
  private void assertNoClearValueInAnyFile() throws IOException {
    Path folder = Files.createDirectories(pipeline.root().resolve("parquet"));
    int number = 0;
    for (String key : lake.files()) {
      if (key.endsWith(".parquet") && key.contains(TABLE)) {
        Files.write(folder.resolve(number++ + ".parquet"), lake.file(key));
      }
    }
    String rows = "(SELECT TO_JSON(STRUCT(*)) AS r FROM parquet.`file:" + folder + "`)";
    Map<String, Long> counts =
        lake
            .sql(
                "SET spark.sql.parquet.mergeSchema=true;\nSET spark.sql.parquet.datetimeRebaseModeInRead=CORRECTED;\nSELECT 'secret' AS t, COUNT(*) AS n FROM %1$s WHERE r LIKE '%%%2$s%%';\nSELECT 'clear' AS t, COUNT(*) AS n FROM %1$s WHERE r LIKE '%%Zoë%%';\n"
                    .formatted(rows, SECRET))
            .stream()
            .map(LakeIT::parse)
            .filter(row -> row.has("t"))
            .collect(
                Collectors.toMap(row -> row.path("t").asText(), row -> row.path("n").asLong()));
    assertThat(counts.get("secret")).isZero();
    assertThat(counts.get("clear")).as("of %d files", number).isPositive();
  }
}
