package io.mskcdc.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommaListTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      nullValues = "-",
      value = {
        "-              ; 0 ; ''",
        "''             ; 0 ; ''",
        "' , '          ; 0 ; ''",
        "' a , b,,c d ' ; 3 ; a|b|c d",
        "a\\,b          ; 2 ; a\\|b",
      })
  void entriesHaveNoBlanksAroundThemAndAreNotEmpty(String list, int size, String entries) {
    assertThat(CommaList.of(list)).hasSize(size);
    assertThat(String.join("|", CommaList.of(list))).isEqualTo(entries);
  }

  @Test
  void anEscapedCommaIsPartOfAnExpression() {
    assertThat(CommaList.ofExpressions(" shop\\.a{1\\,2} , shop\\.b,"))
        .containsExactly("shop\\.a{1,2}", "shop\\.b");
  }
}
