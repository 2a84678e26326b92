package io.mskcdc.smt.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HelperTablesTest {

  @ParameterizedTest
  @CsvSource({
    "_customers_gho, customers",
    "_customers_ghc, customers",
    "_customers_del, customers",
    "_customers_20240101120000_del, customers",
    "_customers_new, customers",
    "__customers_new, customers",
    "__________customers_old, customers",
    "_customers_old, customers",
    "_customers_chkpnt, customers",
    "lhmn_customers, customers",
    "lhma_2024_01_31_12_00_00_123_customers, customers",
    "__osc_new_customers, customers",
    "__osc_old_customers, customers",
    "__osc_chg_customers, customers",
    "_CUSTOMERS_GHO, CUSTOMERS",
    "_u005fcustomers_u005fgho, customers",
    "_order_lines_gho, order_lines",
    "__private_gho, _private",
    "_a_new_new, a_new"
  })
  void aHelperTableIsACopyOfItsOriginal(String helper, String original) {
    assertThat(HelperTables.originalsOf(helper)).contains(original);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"customers", "customers_new", "customers_old", "_customers", "_gho", "_del"})
  void anotherTableHasNoOriginal(String table) {
    assertThat(HelperTables.originalsOf(table)).isEmpty();
  }

  @Test
  void theRegularExpressionsFitIntoAnExcludeList() {
    assertThat(HelperTables.REGEXES).noneMatch(regex -> regex.contains(","));
  }
}
