package io.mskcdc.smt.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mskcdc.smt.Mask;
import io.mskcdc.smt.Masks;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns that can never match are rejected, because they would leave a column unmasked. */
class MaskPatternsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "production_db\\.customers\\.email; /regex/",
        "db.customers.(email); /regex/",
        "db.customers.email|phone; /regex/",
        "/(db1\\.users\\.email{0,1}|db2\\.users\\.phone)/; slash at both ends",
        "/db1.users.email; slash at both ends",
        "db1.users.email/; slash at both ends",
        "production_db. customers.email; without blanks",
        "production_db .customers.email; without blanks"
      })
  void aPatternThatCanNeverMatchIsRejected(String patterns, String message) {
    assertThat(Mask.CONFIG_DEF.validate(Map.of("null.columns", patterns)))
        .filteredOn(value -> value.name().equals("null.columns"))
        .allMatch(value -> value.errorMessages().toString().contains(message));
    assertThatThrownBy(() -> Masks.of("null.columns", patterns))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("null.columns")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"db.customers.first name", "db.*.e-mail$", "/db\\.(a|b)\\.c/", "a.b.c.d"})
  void namesMayContainBlanksHyphensAndDollarSigns(String pattern) {
    assertThatCode(() -> Masks.of("null.columns", pattern)).doesNotThrowAnyException();
  }
}
