package io.mskcdc.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.smt.event.HelperTables;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HelperTablesOfShippedConnectorTest {
  private final CaptureFilter captured = new DebeziumCapture(config());

  @Test
  void theConnectorExcludesTheTablesThatTheTransformsKnowAsHelpers() {
    assertThat(config().get("table.exclude.list"))
        .isEqualTo(
            HelperTables.REGEXES.stream()
                .map(regex -> ".*\\." + regex)
                .collect(Collectors.joining(",")));
  }

  @ParameterizedTest
  @CsvSource({
    "_customers_gho, false",
    "_customers_ghc, false",
    "_customers_del, false",
    "_customers_new, false",
    "__customers_old, false",
    "_customers_20260101123456_del, false",
    "lhmn_customers, false",
    "lhma_2026_01_02_03_04_05_678_customers, false",
    "__osc_new_customers, false",
    "customers, true",
    "customers_new, true",
    "_customers, true",
    "order_lines, true",
  })
  void onlyHelperTablesAreExcluded(String table, boolean expected) {
    assertThat(captured.hasTable("production_db", table)).isEqualTo(expected);
  }

  private static Map<String, String> config() {
    try {
      return new ObjectMapper()
          .convertValue(
              new ObjectMapper()
                  .readTree(new File("../connector-configs/mysql-cdc.json"))
                  .path("config"),
              new TypeReference<Map<String, String>>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
