package io.mskcdc.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.SampleConnector;
import io.mskcdc.database.NotReachableException;
import io.mskcdc.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapturedTablesTest {
  private static final String MYSQL = "io.debezium.connector.mysql.MySqlConnector";

  private final List<String> notes = new ArrayList<>();

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "shop                ; shop.orders                 ; 0",
        "shop                ; shop\\.(orders|customers)   ; 0",
        "SHOP                ; Shop.Orders                 ; 0",
        "shop                ; shop.orders, shop.nosuch    ; 1",
        "shop                ; orders                      ; 1",
        "shop,other          ; shop.order                  ; 2",
        "shop                ; shop\\.o[a-z]{1\\,9}s           ; 0",
      })
  void anEntryThatMatchesNoTableIsAProblem(String databases, String tables, int expected) {
    List<Problem> problems =
        check(Map.of("database.include.list", databases, "table.include.list", tables));

    assertThat(problems).hasSize(expected);
    assertThat(notes).isEmpty();
  }

  @Test
  void theProblemNamesTheEntryAndTheExistingTables() {
    assertThat(check(Map.of("table.include.list", "shop.nosuch")))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.headline())
                  .isEqualTo(
                      "[table-not-found] connector-configs/shop.json, table.include.list:"
                          + " no table that the connector's user sees matches 'shop.nosuch'");
              assertThat(problem.next()).endsWith("there is shop.customers, shop.orders");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "database.include.list, shop, table.exclude.list, shop\\..*",
    "database.exclude.list, shop, table.include.list, shop.orders",
    "database.exclude.list, shop, table.exclude.list, other.t",
  })
  void listsThatTogetherLeaveOutEveryTableAreAProblem(
      String first, String databases, String second, String tables) {
    assertThat(check(Map.of(first, databases, second, tables)))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.message())
                  .isEqualTo("the lists leave out every table that the connector's user sees");
              assertThat(problem.next())
                  .isEqualTo(
                      "correct "
                          + first
                          + " and "
                          + second
                          + "; there is shop.customers, shop.orders");
            });
    assertThat(check(Map.of("table.exclude.list", "shop.orders"))).isEmpty();
  }

  @Test
  void anUnknownConnectorIsNotChecked() {
    RenderedConnector other =
        connector(Map.of("connector.class", "Other", "table.include.list", "x"));

    assertThat(
            new CapturedTables(
                    paths(),
                    (source, config) -> {
                      throw new AssertionError("asked");
                    })
                .check(other, notes::add))
        .isEmpty();
  }

  @Test
  void anUnreachableDatabaseGivesANoteAndNoProblem() {
    CapturedTables check =
        new CapturedTables(
            paths(),
            (source, config) -> {
              throw new NotReachableException("its secrets are known to the workers only");
            });

    assertThat(
            check.check(
                connector(Map.of("connector.class", MYSQL, "table.include.list", "x")), notes::add))
        .isEmpty();
    assertThat(notes).singleElement().asString().contains("not compared with the database");
  }

  private List<Problem> check(Map<String, String> lists) {
    Map<String, String> config = new LinkedHashMap<>(lists);
    config.put("connector.class", MYSQL);
    return new CapturedTables(
            paths(), (source, ignored) -> new TreeSet<>(List.of("shop.orders", "shop.customers")))
        .check(connector(config), notes::add);
  }

  private static RenderedConnector connector(Map<String, String> config) {
    return SampleConnector.of(paths(), config);
  }

  private static BundlePaths paths() {
    return new BundlePaths(Path.of("connector-configs"));
  }
}
