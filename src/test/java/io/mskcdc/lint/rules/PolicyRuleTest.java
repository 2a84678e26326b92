package io.mskcdc.lint.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mskcdc.config.BundleFolder;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.MskEnvironment;
import io.mskcdc.lint.EnvironmentLint;
import io.mskcdc.lint.LintEntry;
import io.mskcdc.lint.Severity;
import io.mskcdc.problem.ProblemException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyRuleTest {
  private static final String SOURCE =
      """
      "connector.class": "io.debezium.connector.mysql.MySqlConnector", "topic.prefix": "p",
      "database.hostname": "db", "database.server.id": "7", "heartbeat.interval.ms": "5000",
      "database.include.list": "shop", "table.include.list": "shop.orders", "tasks.max": "%s"
      """;

  @TempDir Path temp;
  private BundleFolder bundle;

  @BeforeEach
  void bundle() {
    bundle = new BundleFolder(temp).connector("shop", SOURCE.formatted(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "connectorNames: '[a-z]+-cdc' | name-not-allowed | name: 'shop' does not match [a-z]+-cdc",
        "topicNames: '[a-z]+' | name-not-allowed | topic.prefix: its rows go to the topic"
            + " p.shop.orders, which does not match [a-z]+",
        "required: [owner] | key-required | owner: the policies of this environment require it",
        "limits: {tasks: 1} | limit-exceeded | tasks.max: the policies of this environment permit 1"
            + " at most",
        "severities: [{rule: nothing, severity: error, reason: r}] | policy-rule-unknown |"
            + " policies.severities: there is no rule 'nothing'",
      })
  void whatAPolicyForbidsIsAnError(String policy, String code, String expected) {
    bundle.connector("shop", SOURCE.formatted(2));

    assertThat(entries("policies:\n  " + policy))
        .filteredOn(entry -> entry.code().code().equals(code))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.severity()).isEqualTo(Severity.ERROR);
              assertThat(entry.key() + ": " + entry.message()).isEqualTo(expected);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "connectorNames: '[a-z]+'",
        "topicNames: 'p\\.[a-z]+\\.[a-z]+'",
        "limits: {tasks: 1, mcuCount: 1}",
        "required: []",
        "severities: [{rule: CDC022, severity: warning, reason: r}]",
      })
  void whatAPolicyPermitsIsNoFinding(String policy) {
    assertThat(entries("policies:\n  " + policy))
        .extracting(entry -> entry.code().code())
        .doesNotContain(
            "name-not-allowed", "key-required", "limit-exceeded", "policy-rule-unknown");
  }

  @ParameterizedTest
  @CsvSource({"CDC022, warning, WARNING", "key-unknown, hint, HINT", "key-unknown, error, ERROR"})
  void aPolicyChangesTheSeverityOfARule(String rule, String severity, Severity expected) {
    bundle.connector("shop", SOURCE.formatted(1) + ", \"databse.port\": \"1\"");

    assertThat(entries(severities(rule, severity)))
        .filteredOn(entry -> entry.code().code().equals("key-unknown"))
        .extracting(LintEntry::severity)
        .containsExactly(expected);
  }

  @Test
  void aRuleThatIsOffFindsNothing() {
    bundle.connector("shop", SOURCE.formatted(1) + ", \"databse.port\": \"1\"");

    assertThat(entries(severities("key-unknown", "off")))
        .extracting(entry -> entry.code().code())
        .doesNotContain("key-unknown");
  }

  @Test
  void theEnvironmentsOwnPolicyWinsOverASharedFile() {
    bundle
        .connector("shop", SOURCE.formatted(1) + ", \"databse.port\": \"1\"")
        .file(
            "policies.yaml",
            "severities: [{rule: key-unknown, severity: 'off', reason: r}]\nrequired: [owner]\n");

    assertThat(entries("policyFiles: [../../policies.yaml]\n" + severities("key-unknown", "hint")))
        .filteredOn(entry -> List.of("key-unknown", "key-required").contains(entry.code().code()))
        .extracting(LintEntry::severity)
        .containsExactlyInAnyOrder(Severity.HINT, Severity.ERROR);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "policies: {delete: forbidden} | policies.delete",
        "policies: {deletes: never} | policies.deletes",
        "policies: {connectorNames: '['} | policies.connectorNames",
        "policies: {limits: {tasks: 0}} | policies.limits.tasks",
        "policies: {severities: [{rule: CDC022, severity: hint}]} | policies.severities.reason",
        "policyFiles: [nowhere.yaml] | policyFiles",
        "policyFiles: [../../bad.yaml] | delete",
      })
  void aPolicyWithAMistakeIsAnErrorAtItsKey(String policy, String key) {
    bundle.file("bad.yaml", "delete: forbidden\n");

    assertThat(entries(policy)).extracting(LintEntry::key).containsExactly(key);
  }

  @Test
  void theCapacityOnMskConnectHasLimits() {
    MskEnvironment environment = new MskEnvironment(bundle);
    environment.defaults(
        "capacity: {mcuCount: 1, workerCount: 1}", "capacity: {mcuCount: 2, workerCount: 1}");
    BundleFolder written = environment.write();
    Path file = written.root().resolve("environments/test/environment.yaml");
    written.file(
        "environments/test/environment.yaml",
        read(file) + "\npolicies:\n  limits: {mcuCount: 1, workerCount: 1}\n");

    assertThat(
            EnvironmentLint.of(new BundlePaths(written.root()), List.of("test"), Rules.ALL)
                .get(0)
                .entries())
        .filteredOn(entry -> entry.code().code().equals("limit-exceeded"))
        .extracting(LintEntry::key)
        .containsExactly("capacity.mcuCount");
  }

  @Test
  void anErrorOfAPolicyStopsCommandsThatDeploy() {
    bundle.environment(
        "test", "http://127.0.0.1:1", "policies:\n  required: [owner]\nconnectors: [{name: shop}]");

    assertThatThrownBy(bundle::load)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("key-required");
  }

  private static String read(Path file) {
    try {
      return java.nio.file.Files.readString(file);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String severities(String rule, String severity) {
    return "policies:\n  severities: [{rule: %s, severity: '%s', reason: r}]"
        .formatted(rule, severity);
  }

  private List<LintEntry> entries(String policies) {
    bundle.environment("test", "http://127.0.0.1:1", policies + "\nconnectors: [{name: shop}]");
    return EnvironmentLint.of(new BundlePaths(bundle.root()), List.of("test"), Rules.ALL)
        .get(0)
        .entries();
  }
}
