package io.mskcdc.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.SampleConnector;
import io.mskcdc.database.Column;
import io.mskcdc.database.NotReachableException;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskComparisonTest {
  private static final BundlePaths PATHS = new BundlePaths(Path.of("connector-configs"));

  private static final List<Column> SHOP =
      List.of(
          column("customers", "id", "int", true),
          column("customers", "email", "varchar(120)", false),
          column("customers", "phone", "varchar(30)", false),
          column("events", "payload", "json", false));

  @Test
  void givenNoMaskThenNobodyDecidedAboutAnyColumn() {
    MaskCheck check = check(Map.of());

    assertThat(treatments(check).values()).containsOnly("UNDECIDED pass");
    assertThat(check.problems())
        .extracting(Problem::headline)
        .containsExactly(
            "[mask-undecided] connector-configs/shop.json, transforms: shop.customers: nobody"
                + " decided about id, email, phone; their values leave in clear",
            "[mask-undecided] connector-configs/shop.json, transforms: shop.events: nobody decided"
                + " about payload; their values leave in clear");
  }

  @Test
  void givenAClosedMaskThenItsOptionsDecide() {
    MaskCheck check =
        check(
            oneMask(
                "hmac.columns", "shop.customers.email",
                "key.secret", "${file:/s:k}",
                "key.id", "k",
                "clear.columns", "shop.customers.id",
                "unlisted", "drop"));

    assertThat(treatments(check))
        .containsEntry("shop.customers.id", "CLEAR ")
        .containsEntry("shop.customers.email", "MASKED hmac")
        .containsEntry("shop.customers.phone", "UNDECIDED drop")
        .containsEntry("shop.events.payload", "UNDECIDED withhold");
    assertThat(check.problems())
        .extracting(Problem::message)
        .containsExactly(
            "shop.customers: nobody decided about phone; mask.unlisted=drop applies",
            "shop.events: nobody decided about payload; the table is withheld");
  }

  @Test
  void givenTwoMasksThenTheClosedOneDecidesAboutWhatItDoesNotName() {
    Map<String, String> config = new LinkedHashMap<>();
    config.put("transforms", "a, b");
    config.put("transforms.a.type", "io.mskcdc.smt.Mask");
    config.put("transforms.a.redact.columns", "shop.customers.email,shop.customers.phone");
    config.put("transforms.b.type", "io.mskcdc.smt.UnwrapMaskRoute");
    config.put("transforms.b.mask.clear.columns", "shop.customers.email,shop.customers.id");
    config.put("transforms.b.mask.unlisted", "drop");

    assertThat(treatments(check(config)))
        .containsEntry("shop.customers.id", "CLEAR ")
        .containsEntry("shop.customers.email", "MASKED redact")
        .containsEntry("shop.customers.phone", "UNDECIDED drop");
  }

  @Test
  void givenAMaskWithAPredicateThenItDecidesNothing() {
    Map<String, String> config = oneMask("redact.columns", "shop.*.*");
    config.put("transforms.m.predicate", "some");

    assertThat(treatments(check(config)).values()).containsOnly("UNDECIDED pass");
  }

  @Test
  void givenAnExcludedColumnThenOnlyTheKeyHasIt() {
    Map<String, String> config = oneMask("redact.columns", "shop.*.*");
    config.put("column.exclude.list", "shop\\.customers\\.(id|phone)");
    MaskCheck check = check(config);

    assertThat(treatments(check)).doesNotContainKey("shop.customers.phone");
    assertThat(check.tables().get(0).columns().get(0))
        .satisfies(
            id -> {
              assertThat(id.inKey()).isTrue();
              assertThat(id.inRow()).isFalse();
            });
    assertThat(check.problems())
        .extracting(Problem::message)
        .containsExactly(
            "shop.customers.id is in the record's key, where redact could make one key of two; the"
                + " task stops");
  }

  @Test
  void givenAnExcludedTableThenItIsNotListed() {
    Map<String, String> config = oneMask("redact.columns", "shop.customers.phone");
    config.put("table.exclude.list", "shop\\.events");

    assertThat(check(config).tables())
        .extracting(TableOutcome::name)
        .containsExactly("shop.customers");
  }

  @Test
  void givenTwoMethodsForAColumnThenItIsAProblem() {
    MaskCheck check =
        check(oneMask("redact.columns", "shop.*.email", "null.columns", "*.customers.email"));

    assertThat(check.problems())
        .extracting(problem -> problem.code().code())
        .contains("mask-repeated");
  }

  @Test
  void givenInvalidOptionsThenTheMessageIsTheTransforms() {
    assertThatThrownBy(() -> check(oneMask("clear.columns", "shop.customers.id")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("[mask-invalid]")
        .hasMessageContaining("clear.columns has no effect");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "shop.customers.email          ;",
        "SHOP.Customers.Email          ;",
        "*.*.e*                        ;",
        "/shop\\.cust.*/               ;",
        "shop.events.payload.email     ;",
        "/shop\\.events\\.payload\\.e/ ;",
        "shop._customers_gho.email     ; remove the pattern",
        "shop.customers.emial          ; write shop.customers.email",
        "shop.customer.email           ; write shop.customers.email",
        "shop.customers.email.domain   ; remove the pattern",
        "shp.*.email                   ; remove the pattern",
        "/other\\..*/                  ; remove the pattern",
      })
  void givenAPatternThatMatchesNothingThenTheNearestNameIsNamed(String pattern, String next) {
    List<Problem> unused =
        check(oneMask("redact.columns", pattern)).problems().stream()
            .filter(problem -> problem.code().code().equals("mask-matches-nothing"))
            .toList();

    if (next == null) {
      assertThat(unused).isEmpty();
    } else {
      assertThat(unused).singleElement().satisfies(one -> assertThat(one.next()).contains(next));
    }
  }

  @Test
  void beforeADeploymentOnlyPatternsForOneColumnMustMatch() {
    List<String> notes = new ArrayList<>();
    RenderedConnector connector =
        connector(
            oneMask(
                "redact.columns", "shop.customers.emial,*.*.nosuch",
                "clear.columns", "shop.customers.id",
                "unlisted", "drop"));

    assertThat(new MaskPreflight(PATHS, (source, config) -> SHOP).check(connector, notes::add))
        .extracting(Problem::message)
        .containsExactly("no column that the connector's user sees matches 'shop.customers.emial'");
    assertThat(notes)
        .anySatisfy(
            note -> assertThat(note).startsWith("nobody decided about 3 columns, which mask.unl"))
        .anySatisfy(note -> assertThat(note).contains("matches '*.*.nosuch'"));
  }

  @Test
  void beforeADeploymentAnUnreachableDatabaseGivesANote() {
    List<String> notes = new ArrayList<>();
    MaskPreflight preflight =
        new MaskPreflight(
            PATHS,
            (source, config) -> {
              throw new NotReachableException("closed");
            });

    assertThat(preflight.check(connector(oneMask("redact.columns", "a.b.c")), notes::add))
        .isEmpty();
    assertThat(notes).containsExactly("the masks were not compared with the database: closed");
  }

  private static MaskCheck check(Map<String, String> config) {
    RenderedConnector connector = connector(config);
    return new MaskComparison(
            connector, SourceConnectors.of(connector.config()).orElseThrow(), SHOP, PATHS)
        .check();
  }

  private static Map<String, String> treatments(MaskCheck check) {
    return check.tables().stream()
        .flatMap(table -> table.columns().stream())
        .collect(
            Collectors.toMap(
                ColumnOutcome::name, column -> column.kind() + " " + column.treatment()));
  }

  private static Column column(String table, String name, String type, boolean key) {
    return new Column("shop", table, name, type, !key, 1, key, "", false);
  }

  private static Map<String, String> oneMask(String... options) {
    Map<String, String> config = new LinkedHashMap<>();
    config.put("transforms", "m");
    config.put("transforms.m.type", "io.mskcdc.smt.Mask");
    for (int i = 0; i < options.length; i += 2) {
      config.put("transforms.m." + options[i], options[i + 1]);
    }
    return config;
  }

  private static RenderedConnector connector(Map<String, String> options) {
    Map<String, String> config = new LinkedHashMap<>(options);
    config.put("connector.class", "io.debezium.connector.mysql.MySqlConnector");
    return SampleConnector.of(PATHS, config);
  }
}
