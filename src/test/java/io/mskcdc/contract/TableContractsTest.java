package io.mskcdc.contract;

import static io.mskcdc.contract.ContractFixture.column;
import static io.mskcdc.contract.ContractFixture.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mskcdc.contract.ColumnValue.Kind;
import io.mskcdc.database.Column;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableContractsTest {
  private static final String MASK = "transforms.cdc.mask.";

  private final ContractFixture fixture = new ContractFixture();

  @Test
  void givenTablesThenTheyAreSortedByTopicAndHaveTheTablesOrder() {
    List<TableContract> tables =
        fixture.read(
            id("orders"),
            column("orders", "total", "decimal(10,2)"),
            column("events", "at", "datetime(3)"));

    assertThat(tables)
        .extracting(TableContract::topic)
        .containsExactly("shop.events.append", "shop.orders");
    assertThat(tables.get(1))
        .isEqualTo(
            new TableContract(
                "shop.orders",
                "shop",
                "orders",
                List.of(
                    new ContractColumn(
                        "id",
                        "int",
                        new ColumnValue(Kind.INTEGER, 32, 0),
                        false,
                        true,
                        true,
                        "",
                        ""),
                    new ContractColumn(
                        "total",
                        "decimal(10,2)",
                        new ColumnValue(Kind.DECIMAL, 10, 2),
                        true,
                        false,
                        true,
                        "",
                        "")),
                List.of()));
    assertThat(tables.get(0).key()).isEmpty();
  }

  @Test
  void givenAClosedMaskThenColumnsWithoutARuleAndTablesWithoutOneAreAbsent() {
    List<TableContract> tables =
        fixture
            .masked("clear.columns", "shop.orders.id", "unlisted", "drop")
            .read(id("orders"), column("orders", "note", "text"), id("secrets"));

    assertThat(tables).extracting(TableContract::table).containsExactly("orders");
    assertThat(names(tables.get(0).columns())).containsExactly("id");
  }

  @Test
  void givenAnUnlistedColumnOfTheKeyThenHmacMasksItThere() {
    TableContract table =
        fixture
            .withKey()
            .masked("clear.columns", "shop.orders.note", "unlisted", "redact")
            .read(id("orders"), column("orders", "note", "text"))
            .get(0);

    assertThat(table.key()).extracting(ContractColumn::mask).containsExactly("hmac");
    assertThat(table.row()).extracting(ContractColumn::mask).containsExactly("redact", "");
    assertThat(names(table.columns())).containsExactly("id", "id", "note");
  }

  @Test
  void givenAnUnlistedColumnOfTheKeyThatIsDroppedThenOnlyTheKeyHasIt() {
    TableContract table =
        fixture
            .withKey()
            .masked("clear.columns", "shop.orders.note", "unlisted", "drop")
            .read(id("orders"), column("orders", "note", "text"))
            .get(0);

    assertThat(names(table.key())).containsExactly("id");
    assertThat(names(table.row())).containsExactly("note");
  }

  @Test
  void givenAClearFieldWithinJsonThenTheColumnStays() {
    TableContract table =
        fixture
            .masked("clear.columns", "shop.orders.id,shop.orders.doc.city", "unlisted", "drop")
            .read(id("orders"), column("orders", "doc", "json"), column("orders", "other", "json"))
            .get(0);

    assertThat(names(table.row())).containsExactly("id", "doc");
    assertThat(table.row().get(1).masked()).isTrue();
  }

  @Test
  void givenColumnListsAndKeyColumnsThenKeyAndRowHaveTheirOwn() {
    TableContract table =
        fixture
            .with(
                "message.key.columns", "shop.orders:note,other",
                "column.exclude.list", "shop\\.orders\\.other")
            .read(
                id("orders"),
                column("orders", "other", "int"),
                column("orders", "note", "varchar(9)"))
            .get(0);

    assertThat(names(table.key())).containsExactly("other", "note");
    assertThat(names(table.row())).containsExactly("id", "note");
    assertThat(table.key().get(0).nullable()).isTrue();
  }

  @Test
  void givenAMaskThatWritesNullThenTheColumnMayBeNull() {
    TableContract table =
        fixture
            .masked("null.columns", "shop.orders.note")
            .read(id("orders"), column("orders", "note", "text", false, false))
            .get(0);

    assertThat(table.row().get(1).nullable()).isTrue();
  }

  @Test
  void givenFieldsOfTheEnvelopeThenTheyFollowTheColumns() {
    TableContract table =
        fixture
            .with(
                "transforms.cdc.unwrap.delete.tombstone.handling.mode", "rewrite",
                "transforms.cdc.unwrap.add.fields.prefix", "_",
                "transforms.cdc.unwrap.add.fields", "op,source.pos,gtid")
            .read(id("orders"))
            .get(0);

    assertThat(table.metadata())
        .containsExactly(
            new RowMetadata("__deleted", new ColumnValue(Kind.TEXT, 5, 0), false, "^(true|false)$"),
            new RowMetadata("_op", new ColumnValue(Kind.TEXT, 1, 0), false, "^[rcud]$"),
            new RowMetadata("_source_pos", new ColumnValue(Kind.INTEGER, 64, 0), false, ""),
            new RowMetadata("_gtid", new ColumnValue(Kind.TEXT, 0, 0), true, ""));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "unset",
      value = {
        "connector.class, io.mskcdc.dynamodb.DynamoDbStreamsSourceConnector",
        "decimal.handling.mode, precise",
        "decimal.handling.mode, unset",
        "time.precision.mode, connect",
        "bigint.unsigned.handling.mode, long",
        "datatype.propagate.source.type, unset",
        "binary.handling.mode, hex",
        "event.converting.failure.handling.mode, unset",
        "field.name.adjustment.mode, avro",
        "converters, mine",
        "post.processors, mine",
        "column.mask.with.3.chars, shop.orders.note",
        "key.converter, unset",
        "key.converter, org.apache.kafka.connect.storage.StringConverter",
        "value.converter.schemas.enable, true",
        "value.converter.schemas.enable, unset",
        "transforms, unset",
        "transforms, 'cdc,other'",
        "transforms.cdc.type, io.mskcdc.smt.Unwrap",
        "transforms.cdc.predicate, some",
        "transforms.cdc.values.canonical, unset",
        "transforms.cdc.unwrap.truncate.handling.mode, pass",
        "transforms.cdc.unwrap.drop.fields.header.name, drops",
        "transforms.cdc.unwrap.route.by.field, note",
        "transforms.cdc.unwrap.add.fields, before.note",
        "transforms.cdc.unwrap.add.fields, a.b.c",
        "transforms.cdc.route.key.field.name, shard"
      })
  void givenAnOptionThatGivesRecordsAnotherFormThenItIsNamed(String key, String value) {
    fixture.with(key, value);

    assertThat(problems(id("orders"), column("orders", "note", "text")))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code().code()).isEqualTo("contract-not-derivable");
              assertThat(problem.key()).isEqualTo(key);
              assertThat(problem.next()).isNotEmpty();
            });
  }

  @ParameterizedTest
  @CsvSource({
    "format, int, format cannot mask",
    "partial, json, partial cannot mask",
    "partial, 'enum(''a'')', partial cannot mask",
    "date, varchar(10), date cannot mask",
    "date, time, date cannot mask",
    "bucket, date, bucket cannot mask",
    "bucket, bit(1), bucket cannot mask"
  })
  void givenAMethodThatCannotMaskTheTypeThenItIsNamed(String method, String type, String message) {
    fixture
        .withKey()
        .masked(method + ".columns", "shop.orders.c", "partial.keep.last", "4", "bucket.size", "9");

    assertThat(problems(id("orders"), column("orders", "c", type)))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.key()).isEqualTo(MASK + method + ".columns");
              assertThat(problem.message()).startsWith(message + " shop.orders.c");
            });
  }

  @Test
  void givenAnUnlistedColumnThatTheMethodCannotMaskThenThatOptionIsNamed() {
    fixture.masked("clear.columns", "shop.orders.id", "unlisted", "date");

    assertThat(problems(id("orders"), column("orders", "c", "text")))
        .extracting(Problem::key)
        .containsExactly(MASK + "unlisted");
  }

  @Test
  void givenATypeThatIsNotDescribedThenItsColumnIsNamed() {
    assertThat(problems(id("orders"), column("orders", "embedding", "vector(3)")))
        .extracting(Problem::message)
        .containsExactly(
            "docs/topics.md does not describe vector(3), the type of shop.orders.embedding");
  }

  @Test
  void givenPartsOfAGeometryInARuleThenItIsNamed() {
    fixture.masked("redact.columns", "shop.orders.place.wkb");

    assertThat(problems(id("orders"), column("orders", "place", "geometry")))
        .extracting(Problem::message)
        .containsExactly("a rule masks parts of shop.orders.place, which is geometry");
  }

  @Test
  void givenTwoTablesInOneTopicThenBothAreNamed() {
    fixture.with("transforms.cdc.route.rules", "topic:.* -> all");

    assertThat(problems(id("customers"), id("orders")))
        .extracting(Problem::message)
        .containsExactly("the tables shop.customers and shop.orders go to the topic all");
  }

  @Test
  void givenATopicThatDependsOnTheRecordThenItsTableIsNamed() {
    fixture.with("transforms.cdc.route.rules", "topic:.* -> rows.${field:note}");

    assertThat(problems(id("orders"), column("orders", "note", "text")))
        .extracting(Problem::message)
        .containsExactly("the topic of shop.orders depends on the records or is not known");
  }

  @Test
  void givenMasksWithWhichTheTaskStopsThenTheirProblemsAreThrown() {
    assertThat(problems(fixture.masked("redact.columns", "shop.orders.id"), id("orders")))
        .extracting(problem -> problem.code().code())
        .containsExactly("mask-merges-keys");
    assertThat(
            problems(
                new ContractFixture().masked("clear.columns", "shop.orders.id", "unlisted", "fail"),
                id("orders"),
                column("orders", "note", "text")))
        .extracting(problem -> problem.code().code())
        .containsExactly("mask-undecided");
    assertThat(
            problems(
                new ContractFixture()
                    .masked("clear.columns", "shop.orders.note", "unlisted", "drop"),
                id("orders"),
                column("orders", "note", "text")))
        .extracting(Problem::message)
        .containsExactly("no rule names shop.orders.id, which is in the key, so the task stops");
  }

  private List<Problem> problems(Column... columns) {
    return problems(fixture, columns);
  }

  private static List<Problem> problems(ContractFixture fixture, Column... columns) {
    ProblemException[] thrown = new ProblemException[1];
    assertThatThrownBy(() -> fixture.read(columns))
        .isInstanceOfSatisfying(ProblemException.class, e -> thrown[0] = e);
    return thrown[0].problems();
  }

  private static List<String> names(List<ContractColumn> columns) {
    return columns.stream().map(ContractColumn::name).toList();
  }
}
