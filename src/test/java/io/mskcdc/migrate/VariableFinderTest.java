package io.mskcdc.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariableFinderTest {
  private final VariableFinder finder =
      new VariableFinder(
          Map.of(
              "host", "db.example",
              "address", "db.example:3306",
              "port", "3306",
              "mode", "yes",
              "secrets_file", "/run/secrets.properties"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // The key | the live value | the value in the file
        "database.hostname | db.example                        | {{ host }}",
        "database.port     | 3306                              | {{ port }}",
        "url               | jdbc://db.example/x               | jdbc://{{ host }}/x",
        "url               | db.example:3306                   | {{ address }}",
        "servers           | db.example:3306,db.example        | {{ address }},{{ host }}",
        "database.password | ${file:/run/secrets.properties:p} | ${file:{{ secrets_file }}:p}",
      })
  void theValueOfAVariableBecomesTheVariable(String key, String live, String expected) {
    assertThat(finder.replace(key, live)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "flag, yes",
    "url, mydb.example",
    "url, db.example.org",
    "max, 13306",
    "list, 'a,3306'",
  })
  void aValueThatIsEqualByChanceStays(String key, String live) {
    assertThat(finder.replace(key, live)).isEqualTo(live);
  }
}
