package io.mskcdc.redshift;

import static io.mskcdc.redshift.Contracts.column;
import static io.mskcdc.redshift.Contracts.decimal;
import static io.mskcdc.redshift.Contracts.key;
import static io.mskcdc.redshift.Contracts.table;
import static io.mskcdc.redshift.Contracts.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mskcdc.config.Authentication;
import io.mskcdc.contract.ColumnValue.Kind;
import io.mskcdc.contract.ContractColumn;
import io.mskcdc.contract.TableContract;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The text of the SQL. {@code -Dmskcdc.redshift.write} writes the expected files. */
class StreamingSqlTest {
  private static final Path EXPECTED = Path.of("test/resources/io/mskcdc/redshift");
  static final TopicSource TOPICS =
      new TopicSource(
          "b-1.shop.kafka.eu-west-1.amazonaws.com:9098,b-2.shop.kafka.eu-west-1.amazonaws.com:9098",
          Authentication.IAM,
          "arn:aws:iam::111122223333:role/redshift");

  static final TableContract ORDERS =
      table(
          "shop",
          "orders",
          key("id", value(Kind.UNSIGNED_BIGINT)),
          column("customer", value(Kind.TEXT, 64)),
          column("total", decimal(12, 2)),
          column("placed", value(Kind.DATE_TIME, 3)));
  static final TableContract EVENTS =
      table(
          "shop",
          "events",
          column("kind", value(Kind.TEXT, 20)),
          column("doc", value(Kind.JSON_TEXT)));

  private static StreamingSql sql() {
    return sql(new Readers(List.of(), List.of()));
  }

  private static StreamingSql sql(Readers readers) {
    return new StreamingSql("shop-cdc", "shop-cdc.json", Optional.empty(), readers);
  }

  @Test
  void givenTablesThenTheFileCreatesThem() throws IOException {
    String sql =
        sql(new Readers(List.of("analysts"), List.of("old \"group\"")))
            .create(List.of(ORDERS, EVENTS), TOPICS);

    assertExpected("create.sql", sql);
  }

  @Test
  void givenAChangedSchemaThenTheFileChangesWhatIsThere() throws IOException {
    String before = sql().create(List.of(ORDERS, EVENTS), TOPICS);
    TableContract changed =
        table(
            "shop",
            "orders",
            key("id", value(Kind.UNSIGNED_BIGINT)),
            column("note", value(Kind.TEXT, 0)),
            column("customer", value(Kind.TEXT, 120)),
            column("placed", value(Kind.DATE_TIME, 3)));
    TableContract later = table("shop", "later", key("id", value(Kind.INTEGER, 32)));

    String change = sql().change(List.of(changed, later), before, "before.sql");

    assertExpected("change.sql", change);
    assertThat(sql().change(List.of(changed, later), change, "change.sql"))
        .as("nothing is different then")
        .doesNotContain("ALTER", "PROCEDURE", "CREATE", "The column");
  }

  @Test
  void givenAColumnThatCameBackThenItIsNotAddedAgain() {
    String first = sql().create(List.of(ORDERS), TOPICS);
    TableContract without = table("shop", "orders", key("id", value(Kind.UNSIGNED_BIGINT)));
    String second = sql().change(List.of(without), first, "first.sql");

    String third = sql().change(List.of(ORDERS), second, "second.sql");

    assertThat(third).contains("CREATE OR REPLACE PROCEDURE").doesNotContain("ALTER");
  }

  @Test
  void givenAShorterTextThenTheColumnKeepsItsLength() {
    String before = sql().create(List.of(ORDERS), TOPICS);
    TableContract shorter =
        table(
            "shop",
            "orders",
            key("id", value(Kind.UNSIGNED_BIGINT)),
            column("customer", value(Kind.TEXT, 10)),
            column("total", decimal(12, 2)),
            column("placed", value(Kind.DATE_TIME, 3)));

    assertThat(sql().change(List.of(shorter), before, "before.sql"))
        .doesNotContain("ALTER", "PROCEDURE");
  }

  @Test
  void givenChangesThatRedshiftCannotMakeThenEachIsAnError() {
    String before = sql().create(List.of(ORDERS), TOPICS);
    TableContract other =
        table(
            "shop",
            "orders",
            key("id", value(Kind.UNSIGNED_BIGINT)),
            key("customer", value(Kind.TEXT, 640)),
            column("total", decimal(14, 2)));

    assertThatThrownBy(() -> sql().change(List.of(other), before, "before.sql"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problems())
                  .allMatch(p -> p.code() == ErrorCode.REDSHIFT_CHANGE_IMPOSSIBLE);
              assertThat(e.problems())
                  .extracting(p -> p.message())
                  .containsExactly(
                      "shop.orders cannot be changed in place: its key was [id], and is [customer,"
                          + " id]",
                      "shop.orders cannot be changed in place: its column customer was VARCHAR(256),"
                          + " and is VARCHAR(2560)",
                      "shop.orders cannot be changed in place: its column total was DECIMAL(12,2),"
                          + " and is DECIMAL(14,2)");
            });
  }

  @Test
  void givenATableThatLostItsKeyThenTheOtherTopicIsAnError() {
    String before = sql().create(List.of(ORDERS), TOPICS);
    TableContract keyless = table("shop", "orders", column("id", value(Kind.UNSIGNED_BIGINT)));

    assertThatThrownBy(() -> sql().change(List.of(keyless), before, "before.sql"))
        .hasMessageContaining("its records were in shop.orders, and are in shop.orders.append")
        .hasMessageContaining("its key was [id], and is []");
  }

  @ParameterizedTest
  @CsvSource({
    "'SELECT 1;', it has no line that begins with -- mskcdc-tables:",
    "'-- mskcdc-tables: {\"format', cannot be read",
    "'-- mskcdc-tables: {\"format\":2,\"source\":\"shop-cdc\",\"tables\":[]}', another format",
    "'-- mskcdc-tables: {\"format\":1,\"source\":\"x\",\"tables\":[]}', 'it was written for x'",
  })
  void givenAnotherFileThenSinceIsAnError(String before, String message) {
    assertThatThrownBy(() -> sql().change(List.of(ORDERS), before, "before.sql"))
        .hasMessageContaining("[redshift-file-invalid] before.sql: ")
        .hasMessageContaining(message);
  }

  @Test
  void givenNamesThatRedshiftCannotHaveThenEachIsAnError() {
    List<TableContract> tables =
        List.of(
            table("shop", "Orders", key("id", value(Kind.INTEGER, 32))),
            table("shop", "orders", key("id", value(Kind.INTEGER, 32))),
            table("shop__a", "b", key("id", value(Kind.INTEGER, 32))),
            table("shop", "a__b", key("id", value(Kind.INTEGER, 32))),
            table("shop", "new\nline", key("É", value(Kind.INTEGER, 32))),
            table(
                "shop",
                "columns",
                key("__place", value(Kind.INTEGER, 32)),
                column("Name", value(Kind.TEXT, 1)),
                column("name", value(Kind.TEXT, 1))),
            table("shop", "x".repeat(128), key("id", value(Kind.INTEGER, 32))),
            table("shop", "mskcdc_rows", key("id", value(Kind.INTEGER, 32))));

    assertThatThrownBy(() -> sql().create(tables, TOPICS))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problems()).allMatch(p -> p.code() == ErrorCode.REDSHIFT_NAME_UNFIT);
              assertThat(String.join("\n", e.problems().stream().map(p -> p.message()).toList()))
                  .contains(
                      "shop.orders has no place in Redshift: it and shop.Orders have the same name",
                      "shop.a__b has no place in Redshift: it and shop__a.b have the same name",
                      "the table new?line contains a control character",
                      "the column É has upper-case letters other than A to Z",
                      "the name __place is one that the SQL uses itself",
                      "two of its columns are named name",
                      "has 128 bytes, and Redshift's names have at most 127",
                      "the name mskcdc_rows is one that the SQL uses itself");
            });
  }

  @Test
  void givenRecordsThatDoNotSayWhatIsDeletedThenItIsAnError() {
    TableContract silent = new TableContract("t", "d", "t", ORDERS.columns(), List.of());

    assertThatThrownBy(() -> sql().create(List.of(silent), TOPICS))
        .hasMessageContaining(
            "[redshift-records-unfit] shop-cdc.json: the records of t do not say");
  }

  @Test
  void givenATopicWithUpperCaseThenTheViewIsCreatedWithCase() {
    String sql =
        sql().create(List.of(table("Shop", "Orders", key("ID", value(Kind.INTEGER, 32)))), TOPICS);

    assertThat(sql)
        .contains(
            "SET enable_case_sensitive_identifier TO true;\nCREATE MATERIALIZED VIEW"
                + " \"shop_cdc\".\"shop__orders\" AUTO",
            "FROM \"shop_cdc_topics\".\"Shop.Orders\";\nRESET enable_case_sensitive_identifier;",
            "LOWER_ATTRIBUTE_NAMES(JSON_PARSE(v.\"kafka_value\"))",
            "r.\"kafka_row\".\"id\"::INTEGER");
  }

  @ParameterizedTest
  @CsvSource({
    "INTEGER, 8, SMALLINT",
    "INTEGER, 16, SMALLINT",
    "INTEGER, 32, INTEGER",
    "INTEGER, 64, BIGINT",
    "TEXT, 120, VARCHAR(480)",
    "TEXT, 16383, VARCHAR(65532)",
    "TEXT, 16384, VARCHAR(65535)",
    "TEXT, 0, VARCHAR(65535)",
    "BASE64, 4, VARCHAR(8)",
    "BASE64, 65535, VARCHAR(65535)",
    "TIME, 6, VARCHAR(17)",
    "TIMESTAMP, 3, TIMESTAMPTZ",
    "DATE_TIME, 3, TIMESTAMP",
    "YEAR, 0, SMALLINT",
    "GEOMETRY, 0, VARCHAR(65535)",
  })
  void givenAFormThenItHasAType(Kind kind, int precision, String type) {
    assertThat(ColumnType.of(value(kind, precision)).sql()).isEqualTo(type);
  }

  @Test
  void givenMoreDigitsThanRedshiftHasThenADecimalIsText() {
    assertThat(ColumnType.of(decimal(38, 30)).sql()).isEqualTo("DECIMAL(38,30)");
    assertThat(ColumnType.of(decimal(39, 30)).sql()).isEqualTo("VARCHAR(42)");
  }

  @Test
  void givenABodyWithDollarsThenItsQuotesDiffer() {
    assertThat(SqlText.dollarQuoted("a")).isEqualTo("$$a$$");
    assertThat(SqlText.dollarQuoted("$$ $body1$")).isEqualTo("$body2$$$ $body1$$body2$");
  }

  @Test
  void givenAColumnOfTheKeyOnlyThenItIsReadFromTheKey() {
    ContractColumn email =
        new ContractColumn("email", "", value(Kind.TEXT, 64), false, true, false, "hmac", "");
    ContractColumn shown =
        new ContractColumn("email", "", value(Kind.TEXT, 30), false, false, true, "partial", "");

    assertThat(sql().create(List.of(table("shop", "people", email, shown)), TOPICS))
        .contains(
            "\"__key_email\" VARCHAR(256) NOT NULL",
            "r.\"kafka_key\".\"email\"::VARCHAR(65535)",
            "\"email\" VARCHAR(120)",
            "r.\"kafka_row\".\"email\"::VARCHAR(65535)");
  }

  private static void assertExpected(String file, String sql) throws IOException {
    Path expected = EXPECTED.resolve(file);
    if (System.getProperty("mskcdc.redshift.write") != null) {
      Files.writeString(expected, sql);
    }
    assertThat(sql).isEqualTo(Files.readString(expected));
  }
}
