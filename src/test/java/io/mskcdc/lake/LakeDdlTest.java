package io.mskcdc.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mskcdc.contract.ColumnValue;
import io.mskcdc.contract.ColumnValue.Kind;
import io.mskcdc.contract.ContractColumn;
import io.mskcdc.contract.RowMetadata;
import io.mskcdc.contract.TableContract;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The text of the statements. {@code -Dmskcdc.lake.write} writes the expected files. */
class LakeDdlTest {
  private static final Path EXPECTED = Path.of("test/resources/io/mskcdc/lake");
  private static final List<RowMetadata> METADATA =
      List.of(
          new RowMetadata("__deleted", form(Kind.TEXT, 5), false, ""),
          new RowMetadata("__op", form(Kind.TEXT, 1), false, ""),
          new RowMetadata("__source_ts_ms", form(Kind.INTEGER, 64), false, ""));

  private static final TableContract ORDERS =
      table(
          "shop.Orders",
          key("id", form(Kind.UNSIGNED_BIGINT, 0)),
          key("line", form(Kind.INTEGER, 16)),
          column("total", new ColumnValue(Kind.DECIMAL, 12, 2)),
          column("placed", form(Kind.DATE_TIME, 3)),
          column("od`d", form(Kind.JSON_TEXT, 0)));

  private static final TableContract EVENTS =
      table("shop.events.append", column("kind", form(Kind.TEXT, 20)));

  private static TableContract table(String topic, ContractColumn... columns) {
    return new TableContract(topic, "shop", "any", List.of(columns), METADATA);
  }

  private static ContractColumn key(String name, ColumnValue value) {
    return new ContractColumn(name, "", value, false, true, true, "", "");
  }

  private static ContractColumn column(String name, ColumnValue value) {
    return new ContractColumn(name, "", value, true, false, true, "", "");
  }

  private static ColumnValue form(Kind kind, int precision) {
    return new ColumnValue(kind, precision, 0);
  }

  private static String sql(TableContract... tables) {
    return new LakeDdl("shop-cdc", "lake", "lake").create(List.of(tables), "shop-cdc.json");
  }

  @Test
  void givenTablesThenTheFileCreatesThemAndTheirViews() throws IOException {
    assertExpected("create.sql", sql(ORDERS, EVENTS));
  }

  @Test
  void givenAnotherCatalogForViewsThenOnlyTheViewsAreInIt() throws IOException {
    assertExpected(
        "glue.sql",
        new LakeDdl("shop-cdc", "glue_catalog", "spark_catalog")
            .create(List.of(ORDERS), "shop-cdc.json"));
  }

  private static void assertExpected(String file, String sql) throws IOException {
    Path expected = EXPECTED.resolve(file);
    if (System.getProperty("mskcdc.lake.write") != null) {
      Files.writeString(expected, sql);
    }
    assertThat(sql).isEqualTo(Files.readString(expected));
  }

  @Test
  void givenTablesThatTheLakeCannotHaveThenEachIsAnError() {
    ContractColumn onlyInKey =
        new ContractColumn("email", "", form(Kind.TEXT, 9), false, true, false, "hmac", "");
    assertThatThrownBy(
            () ->
                sql(
                    table("orders", key("id", form(Kind.INTEGER, 32))),
                    table("shop.a-b", key("id", form(Kind.INTEGER, 32))),
                    table("a.b.c", key("id", form(Kind.INTEGER, 32))),
                    table("shop.one", key("id", form(Kind.INTEGER, 32))),
                    table("shop.One", key("id", form(Kind.INTEGER, 32))),
                    table("shop.one_changes", key("id", form(Kind.INTEGER, 32))),
                    table("shop.people", onlyInKey),
                    table("shop.points", key("x", form(Kind.DOUBLE, 0))),
                    table("shop.marks", key("__OFFSET", form(Kind.INTEGER, 32))),
                    new TableContract(
                        "shop.silent", "shop", "silent", ORDERS.columns(), List.of())))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problems()).allMatch(p -> p.code() == ErrorCode.LAKE_TABLE_UNFIT);
              assertThat(e.problems())
                  .extracting(p -> p.message().replace(" has no table in the lake", ""))
                  .map(message -> message.replaceFirst("(topic is not \\S+).*", "$1"))
                  .containsExactly(
                      "orders: the topic is not database.table",
                      "shop.a-b: the topic is not database.table",
                      "a.b.c: the topic is not database.table",
                      "shop.One: it and shop.one have the name one",
                      "shop.One: it and shop.one have the name one_changes",
                      "shop.One: it and shop.one have the name one_latest",
                      "shop.one_changes: it and shop.one have the name one_changes",
                      "shop.people: its key has the column email, which the row lacks or masks"
                          + " otherwise",
                      "shop.points: its key has the column x, which is DOUBLE",
                      "shop.marks: two of its columns have the name __offset",
                      "shop.silent: its records do not say which rows are deleted: they lack"
                          + " __deleted");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "BOOLEAN, 0, BOOLEAN",
    "INTEGER, 8, INT",
    "INTEGER, 32, INT",
    "INTEGER, 64, BIGINT",
    "UNSIGNED_BIGINT, 0, 'DECIMAL(20,0)'",
    "DECIMAL, 38, 'DECIMAL(38,0)'",
    "DECIMAL, 39, STRING",
    "FLOAT, 0, FLOAT",
    "DOUBLE, 0, DOUBLE",
    "DATE, 0, DATE",
    "TIME, 3, STRING",
    "DATE_TIME, 3, TIMESTAMP_NTZ",
    "TIMESTAMP, 3, TIMESTAMP",
    "YEAR, 0, INT",
    "TEXT, 20, STRING",
    "BASE64, 4, BINARY",
    "JSON_TEXT, 0, STRING",
    "GEOMETRY, 0, STRING",
  })
  void givenAFormThenItHasAType(Kind kind, int precision, String type) {
    assertThat(LakeType.of(form(kind, precision))).isEqualTo(type);
  }
}
