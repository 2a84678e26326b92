package io.mskcdc.cli.mask;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.cli.Main;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.Terminal;
import io.mskcdc.config.BundleFolder;
import io.mskcdc.deploy.TargetConnections;
import io.mskcdc.local.mysql.MySql;
import io.mskcdc.local.mysql.MySqlHome;
import io.mskcdc.local.mysql.Shop;
import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.process.TcpPort;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs mask check, mask suggest, topic schema and lint for the shipped connector on a real MySQL.
 */
class MaskCommandsIT {
  private static final String PREFIX = "transforms.cdc.mask.";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Names that a pattern cannot hold as they are, or that mean something else in one. */
  private static final List<String> HOSTILE =
      List.of(
          "CREATE TABLE `a.b` (id INT PRIMARY KEY, `x.y` INT, email VARCHAR(20))",
          "CREATE TABLE `a$b` (id INT PRIMARY KEY, `e$mail` VARCHAR(20), phone BIGINT)",
          "CREATE TABLE `a_b` (id INT PRIMARY KEY, `e_mail` INT, phone VARCHAR(20))",
          "CREATE TABLE `select` (`from` INT PRIMARY KEY, `order by` INT, `group` TEXT)",
          "CREATE TABLE `größe` (id INT PRIMARY KEY, `straße` VARCHAR(20), `価格` INT)",
          "CREATE TABLE `Kunden` (`E-Mail` VARCHAR(20) PRIMARY KEY, `Name` VARCHAR(20))",
          "CREATE TABLE `kunden` (`e-mail` INT PRIMARY KEY, `name` INT)",
          "CREATE TABLE `a,b` (id INT PRIMARY KEY, `c,d` INT, `(e|f)*` INT, `/g/` INT, `h\\\\i`"
              + " INT)",
          "CREATE TABLE `{{ x }}` (id INT PRIMARY KEY, `${file:x:y}` INT, `\"q\"` INT, ` b` INT)",
          "CREATE TABLE `1st` (`2nd` INT PRIMARY KEY, `_3rd` INT, `*` INT, `a*` INT, `ab` INT)",
          "CREATE TABLE generated_columns (id INT PRIMARY KEY, email VARCHAR(20),"
              + " lower_email VARCHAR(20) GENERATED ALWAYS AS (LOWER(email)) STORED,"
              + " doc JSON, from_doc VARCHAR(20) GENERATED ALWAYS AS"
              + " (doc ->> '$.contact.phone') VIRTUAL, total INT AS (id * 2))",
          "CREATE TABLE every_type (id BIGINT UNSIGNED PRIMARY KEY, token BLOB, dob VARCHAR(10),"
              + " birth_year YEAR, birthday DATE, mobile DECIMAL(20), card_no BIGINT, iban"
              + " CHAR(34), ip VARBINARY(16), address JSON, email_verified TINYINT(1),"
              + " password_changed_at DATETIME, address_kind ENUM('a'), home_address POINT)",
          "CREATE TABLE keyless (email VARCHAR(20) NOT NULL, note LONGTEXT)",
          "CREATE TABLE unique_key (nickname VARCHAR(20) NOT NULL, UNIQUE KEY (nickname))");

  @TempDir static Path root;
  private static MySql mysql;
  private static BundleFolder bundle;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void start() throws IOException, SQLException {
    Checkout checkout = new Checkout(Path.of("..").toAbsolutePath().normalize());
    mysql =
        MySql.start(
            MySqlHome.find(checkout), root.resolve("mysql"), TcpPort.free(), root.resolve("log"));
    try (Connection connection = mysql.connect()) {
      Shop.createIfAbsent(connection);
    }
    bundle = BundleFolder.shipped(root);
    Path secrets = root.resolve("secrets.properties");
    Files.writeString(
        secrets,
        "mysql.user=%s%nmysql.password=%s%n"
            .formatted(MySql.DEBEZIUM_USER, mysql.debeziumPassword()));
    bundle.file(
        "../.local-stack/endpoints.yaml",
        JSON.writeValueAsString(
            Map.of(
                "connect_jmx", "127.0.0.1:3",
                "connect_url", "http://127.0.0.1:1",
                "kafka_bootstrap_servers", "127.0.0.1:2",
                "mysql_host", "127.0.0.1",
                "mysql_port", String.valueOf(mysql.port()),
                "secrets_file", secrets.toString())));
  }

  @AfterAll
  static void stop() {
    if (mysql != null) {
      mysql.subprocess().kill();
    }
  }

  @Test
  void givenTheShopThenTheShippedConnectorDecidesAboutEveryColumn() throws Exception {
    withTables(
        List.of(),
        () -> {
          assertThat(run("mask", "check", "mysql-cdc")).as(err + "" + out).isEqualTo(ExitCode.DONE);

          assertThat(out.toString())
              .startsWith("mysql-cdc: 27 columns in 5 tables: 23 clear, 4 masked, 0 undecided\n")
              .containsPattern("email +varchar\\(120\\) +hmac +production_db.customers.email\n")
              .containsPattern("line_no +smallint\\S* +key +clear +");
        });
  }

  @Test
  void givenAHostileSchemaThenTheSuggestedListsDecideAboutEveryColumn() throws Exception {
    withTables(
        HOSTILE,
        () -> {
          assertThat(run("mask", "check", "mysql-cdc")).isEqualTo(ExitCode.FAILED);
          assertThat(out.toString()).contains("[mask-undecided]", "production_db.a.b: withheld");

          assertThat(run("mask", "suggest", "mysql-cdc")).isEqualTo(ExitCode.DONE);
          withOverlay(
              suggested(),
              () -> {
                assertThat(run("mask", "check", "mysql-cdc", "-o", "json"))
                    .as(err + "" + out)
                    .isEqualTo(ExitCode.DONE);
                assertThat(treatments())
                    .containsEntry("production_db.a.b.email", "hmac")
                    .containsEntry("production_db.a.b.x.y", "")
                    .containsEntry("production_db.Kunden.E-Mail", "hmac")
                    .containsEntry("production_db.Kunden.Name", "redact")
                    .containsEntry("production_db.größe.straße", "redact")
                    .containsEntry("production_db.a,b.(e|f)*", "")
                    .containsEntry("production_db.1st.ab", "")
                    .containsEntry("production_db.select.order by", "")
                    .containsEntry("production_db.generated_columns.lower_email", "hmac")
                    .containsEntry("production_db.generated_columns.from_doc", "format")
                    .containsEntry("production_db.generated_columns.total", "")
                    .containsEntry("production_db.every_type.token", "drop")
                    .containsEntry("production_db.every_type.dob", "drop")
                    .containsEntry("production_db.every_type.birth_year", "drop")
                    .containsEntry("production_db.every_type.birthday", "date")
                    .containsEntry("production_db.every_type.mobile", "hmac")
                    .containsEntry("production_db.every_type.card_no", "drop")
                    .containsEntry("production_db.every_type.iban", "partial")
                    .containsEntry("production_db.every_type.ip", "hmac")
                    .containsEntry("production_db.every_type.address", "redact")
                    .containsEntry("production_db.every_type.email_verified", "")
                    .containsEntry("production_db.every_type.password_changed_at", "")
                    .containsEntry("production_db.every_type.address_kind", "")
                    .containsEntry("production_db.keyless.email", "hmac")
                    .containsEntry("production_db.unique_key.nickname", "hmac")
                    .containsEntry("production_db.customers.email", "hmac")
                    .containsEntry("production_db.customers.card_number", "partial");
              });
        });
  }

  @Test
  void givenColumnsThatMayHoldAnythingThenSuggestPointsThemOut() throws Exception {
    withTables(
        HOSTILE,
        () -> {
          assertThat(run("mask", "suggest", "mysql-cdc", "-o", "json")).isEqualTo(ExitCode.DONE);

          assertThat(err.toString())
              .contains("production_db.keyless.note: clear, but longtext may hold anything")
              .contains("production_db.events.payload: clear, but json may hold anything")
              .contains("production_db.every_type.token: drop, it looks like credential");
          assertThat(
                  JSON.readTree(out.toString()).at("/config/" + PREFIX + "hmac.columns").asText())
              .startsWith("production_db.customers.email,");
        });
  }

  @Test
  void givenRulesThatMatchNothingOrMergeKeysThenCheckFailsAndNamesThem() throws Exception {
    ObjectNode overlay = JSON.createObjectNode();
    overlay.put(PREFIX + "hmac.columns", "production_db.customers.emial");
    overlay.put(PREFIX + "redact.columns", "production_db.order_lines.line_no");
    overlay.put(PREFIX + "format.columns", "production_db.events.payload.phone");
    overlay.put(PREFIX + "clear.columns", "production_db.*.*d");
    overlay.put(PREFIX + "partial.columns", "/production_db\\.cust[a-z]+\\.nosuch/");
    withTables(
        List.of(),
        () ->
            withOverlay(
                overlay,
                () -> {
                  assertThat(run("mask", "check", "mysql-cdc")).isEqualTo(ExitCode.FAILED);

                  assertThat(out.toString())
                      .contains("[mask-matches-nothing]", "environments/local/mysql-cdc.json:")
                      .contains("matches 'production_db.customers.emial'")
                      .contains("write production_db.customers.email, or remove the pattern")
                      .contains("matches '/production_db\\.cust[a-z]+\\.nosuch/'")
                      .doesNotContain("matches 'production_db.events.payload.phone'")
                      .contains("within it format")
                      .contains("[mask-merges-keys]", "production_db.order_lines.line_no is in the")
                      .contains("production_db.customers: nobody decided about name, email,");
                }));
  }

  @Test
  void givenTheShopThenLintWithTheDatabaseFindsNoMistakeOfTheShippedConnector() throws Exception {
    withTables(
        List.of(),
        () -> {
          assertThat(run("lint", "--env", "local", "--database")).isEqualTo(ExitCode.DONE);

          assertThat(out.toString()).contains("0 errors, 0 warnings, ");
        });
  }

  @Test
  void givenAWildcardAndARuleThatMatchesNothingThenLintWithTheDatabaseReportsBoth()
      throws Exception {
    ObjectNode overlay = JSON.createObjectNode();
    overlay.put(PREFIX + "hmac.columns", "production_db.customers.emial");
    overlay.put(PREFIX + "clear.columns", "production_db.*.*");
    overlay.putNull(PREFIX + "date.columns");
    overlay.putNull(PREFIX + "date.to");
    String birth = "production_db.customers.date_of_birth looks personal (birth)";
    String example = "production_db.customers.iban looks personal";
    withTables(
        List.of(),
        () ->
            withOverlay(
                overlay,
                () -> {
                  run("lint", "--env", "local");
                  assertThat(out.toString())
                      .contains(example)
                      .doesNotContain("mask-matches-nothing]", birth);

                  assertThat(run("lint", "--env", "local", "--database"))
                      .isEqualTo(ExitCode.FAILED);

                  assertThat(out.toString())
                      .containsPattern(
                          "error \\[CDC024 mask-matches-nothing] \\S*/environments/local/mysql-cdc\\.json:\\d+:\\d+,"
                              + " transforms\\.cdc\\.mask\\.hmac\\.columns: ")
                      .contains("write production_db.customers.email, or remove the pattern")
                      .containsPattern(
                          "warning \\[CDC082 personal-column-clear] .*" + Pattern.quote(birth))
                      .contains(birth + " and leaves in clear because of production_db.*.*\n")
                      .doesNotContain(example, mysql.debeziumPassword());
                }));
  }

  @Test
  void givenTablesWithDifferentKeysInOneTopicThenLintWithTheDatabaseIsTheErrorOfValidate()
      throws Exception {
    ObjectNode overlay = JSON.createObjectNode();
    overlay.put(
        "transforms.cdc.route.rules", "topic:[^.]+\\.([^.]+)\\.(orders|order_lines) -> $1.orders");
    withTables(
        List.of(),
        () ->
            withOverlay(
                overlay,
                () -> {
                  assertThat(run("lint", "--env", "local")).isEqualTo(ExitCode.DONE);

                  assertThat(run("lint", "--env", "local", "--database"))
                      .isEqualTo(ExitCode.FAILED);
                  assertThat(out.toString())
                      .contains(
                          "error [topic-keys-differ] ",
                          "the tables production_db.order_lines and production_db.orders go to the"
                              + " topic production_db.orders, and their keys have other columns:"
                              + " [line_no, order_id] and [id]")
                      .doesNotContain("accept topic-keys-differ");
                }));
  }

  @Test
  void givenTheShopThenTopicSchemaPrintsTheSameSchemasEachTime() throws Exception {
    withTables(
        List.of("CREATE TABLE withheld (id INT PRIMARY KEY)"),
        () -> {
          assertThat(run("topic", "schema", "mysql-cdc")).as(err + "").isEqualTo(ExitCode.DONE);
          String all = out.toString();
          JsonNode topics = JSON.readTree(all);

          assertThat(topics.fieldNames())
              .toIterable()
              .containsExactly(
                  "production_db.customers",
                  "production_db.events.append",
                  "production_db.order_lines",
                  "production_db.orders",
                  "production_db.products");
          assertThat(topics.at("/production_db.order_lines/key/required"))
              .extracting(JsonNode::asText)
              .containsExactly("order_id", "line_no");
          assertThat(topics.path("production_db.events.append").has("key")).isFalse();
          assertThat(topics.at("/production_db.customers/value/properties/email/pattern").asText())
              .isEqualTo("^[0-9a-f]{64}$");
          run("topic", "schema", "mysql-cdc");
          assertThat(out.toString()).isEqualTo(all);

          assertThat(
                  run(
                      "topic",
                      "schema",
                      "mysql-cdc",
                      "--topic",
                      "production_db.orders",
                      "-o",
                      "json"))
              .isEqualTo(ExitCode.DONE);
          JsonNode one = JSON.readTree(out.toString());
          assertThat(one.path("kind").asText()).isEqualTo("topic-schema");
          assertThat(one.path("topics").properties())
              .singleElement()
              .satisfies(
                  topic ->
                      assertThat(topic.getValue()).isEqualTo(topics.path("production_db.orders")));
        });
  }

  @Test
  void givenTheShopThenLakeDdlPrintsItsTables() throws Exception {
    withTables(
        List.of(),
        () -> {
          assertThat(run("lake", "ddl", "mysql-cdc")).as(err + "").isEqualTo(ExitCode.DONE);

          assertThat(out.toString())
              .contains(
                  "CREATE TABLE IF NOT EXISTS `glue_catalog`.`production_db`.`customers_changes`",
                  "`date_of_birth` DATE,",
                  "`weight_kg` DOUBLE,",
                  "`production_db`.`order_lines` SET IDENTIFIER FIELDS `order_id`, `line_no`;",
                  "VIEW `glue_catalog`.`production_db`.`events_latest`")
              .doesNotContain("`events` (");

          assertThat(
                  run("lake", "ddl", "mysql-cdc", "--topic", "production_db.orders", "-o", "json"))
              .isEqualTo(ExitCode.DONE);
          JsonNode one = JSON.readTree(out.toString());
          assertThat(one.path("kind").asText()).isEqualTo("lake-ddl");
          assertThat(one.path("sql").asText())
              .contains("`orders_latest`")
              .doesNotContain("`products");
        });
  }

  @Test
  void givenATopicThatNoTableHasThenTopicSchemaNamesTheClosest() throws Exception {
    withTables(
        List.of(),
        () -> {
          assertThat(run("topic", "schema", "mysql-cdc", "--topic", "production_db.order"))
              .isEqualTo(ExitCode.FAILED);

          assertThat(err.toString())
              .contains("[topic-unknown]", "next: write production_db.orders");
        });
  }

  @Test
  void givenADatabaseThatDoesNotAnswerThenTopicSchemaFails() {
    assertThat(run("topic", "schema", "mysql-cdc", "--env", "staging")).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString()).contains("[database-unreachable]", "next: run the command on");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void givenADatabaseThatDoesNotAnswerThenLintWithTheDatabaseFails() {
    assertThat(run("lint", "--env", "staging", "--database")).isEqualTo(ExitCode.FAILED);

    assertThat(out.toString()).contains("error [database-unreachable]", "database.hostname");
  }

  @Test
  void givenADatabaseThatDoesNotAnswerThenBothCommandsFail() {
    for (String command : List.of("check", "suggest")) {
      assertThat(run("mask", command, "mysql-cdc", "--env", "staging")).isEqualTo(ExitCode.FAILED);
      assertThat(err.toString()).contains("[database-unreachable]");
      assertThat(out.toString()).isEmpty();
    }
  }

  private interface Body {
    void run() throws Exception;
  }

  private static void withTables(List<String> statements, Body body) throws Exception {
    try (Connection connection = mysql.connect();
        Statement statement = connection.createStatement()) {
      List<String> before = tables(statement);
      for (String each : statements) {
        statement.execute(each);
      }
      try {
        body.run();
      } finally {
        List<String> created = tables(statement);
        created.removeAll(before);
        for (String table : created) {
          statement.execute("DROP TABLE `" + table + "`");
        }
      }
    }
  }

  private static List<String> tables(Statement statement) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (var rows = statement.executeQuery("SHOW TABLES")) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    return tables;
  }

  /** Runs with more entries in the overlay of the environment local. */
  private static void withOverlay(ObjectNode config, Body body) throws Exception {
    String path = "environments/local/mysql-cdc.json";
    String before = Files.readString(bundle.root().resolve(path));
    ObjectNode overlay = (ObjectNode) JSON.readTree(before);
    overlay.withObject("config").setAll(config);
    bundle.file(path, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(overlay));
    try {
      body.run();
    } finally {
      bundle.file(path, before);
    }
  }

  /** Reads the printed entries as a user pastes them: into an object. */
  private ObjectNode suggested() throws IOException {
    return (ObjectNode) JSON.readTree("{" + out + "}");
  }

  private Map<String, String> treatments() throws IOException {
    Map<String, String> treatments = new HashMap<>();
    for (JsonNode table : JSON.readTree(out.toString()).path("tables")) {
      for (JsonNode column : table.path("columns")) {
        treatments.put(
            table.path("table").asText() + "." + column.path("column").asText(),
            column.path("treatment").asText());
      }
    }
    return treatments;
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--configs", bundle.root().toString()));
    return Main.commandLine(new Terminal(Optional.empty()), new TargetConnections())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }
}
