package io.mskcdc.lint.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.config.BundleFolder;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options of Debezium on which the values of mysql-cdc depend. */
class TransformedValuesTest {
  @TempDir Path temp;
  private BundleFolder bundle;
  private String shipped;

  @BeforeEach
  void shipped() throws IOException {
    bundle = BundleFolder.shipped(temp);
    shipped = Files.readString(bundle.root().resolve("mysql-cdc.json"));
  }

  private String replaced(String text, String by) {
    assertThat(shipped).contains(text);
    bundle.file("mysql-cdc.json", shipped.replace(text, by));
    return problems().stream()
        .map(Problem::headline)
        .filter(headline -> headline.matches("\\[(values-not-canonical|statements-filtered)].*"))
        .reduce("", (all, next) -> all + next + "\n");
  }

  private List<Problem> problems() {
    try {
      bundle.load("local");
      return List.of();
    } catch (ProblemException e) {
      return e.problems();
    }
  }

  @Test
  void mysqlCdcHasWhatItNeeds() {
    assertThat(replaced("adaptive_time_microseconds", "adaptive_time_microseconds")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"adaptive", "connect", "isostring"})
  void otherTimePrecisionsAreErrors(String mode) {
    assertThat(replaced("adaptive_time_microseconds", mode))
        .startsWith("[values-not-canonical] connector-configs/mysql-cdc.json:")
        .endsWith(
            ", time.precision.mode: this value loses values before"
                + " transforms.cdc.values.canonical can convert them\n");
  }

  @Test
  void anOptionThatIsNotSetIsAnError() {
    assertThat(replaced("\"enable.time.adjuster\": \"false\",", ""))
        .contains(", enable.time.adjuster: the default loses values");
  }

  @Test
  void everyTypeMustBePropagated() {
    assertThat(replaced("DATETIME|FLOAT", "FLOAT"))
        .contains(", datatype.propagate.source.type: this value loses values");
  }

  @Test
  void withoutCanonicalValuesNothingIsNeeded() {
    assertThat(
            replaced(
                "\"transforms.cdc.values.canonical\": \"true\",",
                "\"transforms.cdc.values.canonical\": \"false\","))
        .isEmpty();
  }

  @Test
  void aFilterForAnotherDatabaseIsAnError() {
    assertThat(
            replaced(
                "\"database.include.list\": \"production_db\"",
                "\"database.include.list\": \"production_db,orders\""))
        .startsWith("[statements-filtered] connector-configs/mysql-cdc.json:")
        .contains("it leaves out 'CREATE TABLE `orders`.`t` (id INT PRIMARY KEY)'");
  }
}
