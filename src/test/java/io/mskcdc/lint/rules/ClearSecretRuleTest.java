package io.mskcdc.lint.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.mskcdc.config.BundleFolder;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.lint.EnvironmentLint;
import io.mskcdc.lint.LintEntry;
import io.mskcdc.lint.Severity;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClearSecretRuleTest {
  @TempDir Path temp;
  private BundleFolder bundle;

  @BeforeEach
  void bundle() {
    bundle = new BundleFolder(temp);
    variables("pw: hunter2, secrets_file: /f");
  }

  private void variables(String variables) {
    bundle.environment(
        "test", "http://h:1", "variables: {" + variables + "}\nconnectors: [{name: shop}]");
  }

  private void connector(String key, String value) {
    bundle.connector(
        "shop",
        "\"connector.class\": \"S\", \""
            + key
            + "\": \""
            + value
            + "\", \"uses\": \"{{ pw }} {{ secrets_file }}\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "database.password | hunter2",
        "database.password | ${file:/f:k}hunter2",
        "database.password | hunter2{{ pw }}",
        "gcs.credentials.json | hunter2",
        "connection.url | jdbc:postgresql://cdc:hunter2@db/shop",
        "headers | Authorization:hunter2",
        "x | AKIAIOSFODNN7EXAMPLE",
      })
  void aSecretInAFileIsAnErrorAtItsPlaceThatDoesNotShowIt(String key, String value) {
    connector(key, value);

    assertThat(bundle.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.headline())
                  .startsWith("[clear-secret] connector-configs/shop.json:1:")
                  .contains(", " + key + ": ");
              assertThat(problem.next()).contains("${secretsmanager:NAME:KEY}");
              assertThat(problem.toString()).doesNotContain("hunter2", "AKIA");
            });
  }

  @Test
  void aSecretInAnOverlayIsAnErrorInTheOverlay() {
    connector("a.password", "${file:/f:k}");
    bundle.file("environments/test/shop.json", "{\"config\": {\"a.password\": \"hunter2\"}}");

    assertThat(bundle.problems())
        .extracting(Problem::where)
        .containsExactly("connector-configs/environments/test/shop.json:1:27");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "database.password | {{ pw }}",
        "database.password | ${file:/f:key}{{ pw }}",
        "connection.url | https://{{ pw }}:{{ pw }}@h",
      })
  void aVariableThatFeedsASecretIsAnError(String key, String value) {
    connector(key, value);

    assertThat(bundle.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.headline())
                  .startsWith("[secret-from-variable] connector-configs/shop.json:1:")
                  .contains(", " + key + ": ");
              assertThat(problem.toString()).doesNotContain("hunter2");
            });
  }

  @Test
  void aVariableWithASecretInItsValueIsAnErrorWhereItIsUsed() {
    variables("url: 'redis://:hunter2@h'");
    bundle.connector("shop", "\"connector.class\": \"S\", \"x\": \"{{ url }}\"");

    assertThat(bundle.problems())
        .extracting(Problem::code, Problem::key)
        .containsExactly(tuple(ErrorCode.SECRET_FROM_VARIABLE, "x"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "database.password | ${file:{{ secrets_file }}:pw}",
        "connection.url | jdbc:mysql://h/db?user=cdc&password=${file:{{ secrets_file }}:pw}",
        "a.password | ''",
        "key.converter | org.apache.kafka.connect.json.JsonConverter",
      })
  void aReferenceAndAnOptionThatIsNoSecretAreNoError(String key, String value) {
    connector(key, value);

    assertThat(bundle.problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA-256.with.salt.hunter2", "v2.SHA-256.with.salt.hunter2"})
  void aSaltInAKeyIsAWarningThatDoesNotShowIt(String hash) {
    connector("column.mask.hash." + hash, "a.b.c");

    assertThat(lint())
        .filteredOn(entry -> entry.code() == ErrorCode.CLEAR_SECRET)
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.severity()).isEqualTo(Severity.WARNING);
              assertThat(entry.line()).isEqualTo(1);
              assertThat(entry.key()).endsWith(".with.salt.(sensitive)");
              assertThat(entry.toString()).doesNotContain("hunter2");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "column.mask.hash.SHA-256.with.salt.(sensitive), 0",
    "column.mask.hash.SHA-256.with.salt.hunter2, 0",
    "column.mask.hash.SHA-512.with.salt.(sensitive), 1",
    "column.mask.hash.SHA-256.with.salt.pepper, 1",
  })
  void anAcceptOfOneSaltedKeyNeedNotContainTheSalt(String key, int left) {
    bundle.file(
        "shop.json",
        "{\"name\": \"shop\", \"accept\": [{\"rule\": \"clear-secret\", \"key\": \""
            + key
            + "\", \"reason\": \"replaced in May\"}], \"config\": {\"connector.class\": \"S\","
            + " \"column.mask.hash.SHA-256.with.salt.hunter2\": \"a.b.c\","
            + " \"y\": \"{{ pw }} {{ secrets_file }}\"}}");

    assertThat(lint()).filteredOn(entry -> entry.code() == ErrorCode.CLEAR_SECRET).hasSize(left);
    assertThat(lint())
        .extracting(LintEntry::toString)
        .noneMatch(entry -> entry.contains("hunter2"));
  }

  @Test
  void aMaskWithoutASaltIsNoSecret() {
    connector("column.mask.with.5.chars", "a.b.c");

    assertThat(lint()).extracting(LintEntry::code).doesNotContain(ErrorCode.CLEAR_SECRET);
  }

  private List<LintEntry> lint() {
    return EnvironmentLint.of(new BundlePaths(bundle.root()), List.of("test"), Rules.ALL)
        .get(0)
        .entries();
  }

  @Test
  void theFileMayAcceptAFindingThatIsNoSecret() {
    bundle.file(
        "shop.json",
        "{\"name\": \"shop\", \"accept\": [{\"rule\": \"clear-secret\", \"key\": \"token.x\","
            + " \"reason\": \"a column\"}], \"config\": {\"connector.class\": \"S\","
            + " \"token.x\": \"id\", \"x.token\": \"id\", \"y\": \"{{ pw }} {{ secrets_file }}\"}}");

    assertThat(bundle.problems()).extracting(Problem::key).containsExactly("x.token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "local-iam", "staging"})
  void theShippedConnectorsHaveNoSecretInClear(String environment) throws IOException {
    assertThat(BundleFolder.shipped(temp.resolve("shipped")).load(environment).connectors())
        .isNotEmpty();
  }
}
