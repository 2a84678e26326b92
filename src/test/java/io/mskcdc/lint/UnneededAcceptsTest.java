package io.mskcdc.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.config.BundleFolder;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.lint.rules.Rules;
import io.mskcdc.problem.ErrorCode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnneededAcceptsTest {
  @TempDir Path temp;
  private BundleFolder bundle;

  @BeforeEach
  void bundle() {
    bundle =
        new BundleFolder(temp)
            .environment("other", "http://h:1", "connectors: [{name: shop}]")
            .environment("test", "http://h:1", "connectors: [{name: shop}]");
  }

  private void connector(String rule, String key, String option) {
    bundle.file(
        "shop.json",
        """
        {
          "name": "shop",
          "accept": [
            {"rule": "%s", "key": "%s", "reason": "tried"}
          ],
          "config": {"connector.class": "S", "transforms": "", "%s": "x"}
        }
        """
            .formatted(rule, key, option));
  }

  private List<String> unneeded(String... environments) {
    return EnvironmentLint.of(new BundlePaths(bundle.root()), List.of(environments), Rules.ALL)
        .stream()
        .flatMap(
            result ->
                result.entries().stream()
                    .filter(entry -> entry.code() == ErrorCode.ACCEPT_UNNEEDED)
                    .map(
                        entry ->
                            "%s %s %s:%d:%d %s"
                                .formatted(
                                    result.environment(),
                                    entry.severity().text(),
                                    entry.file(),
                                    entry.line(),
                                    entry.column(),
                                    entry.message())))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"key-unknown", "CDC022"})
  void anAcceptWithoutAFindingIsAHintAtItsPlace(String rule) {
    connector(rule, "transforms.gone", "fine");

    assertThat(unneeded("test"))
        .containsExactly(
            "test hint connector-configs/shop.json:4:5 nothing needs the accept of "
                + rule
                + " for transforms.gone");
  }

  @Test
  void anAcceptOfAFindingIsNeeded() {
    connector("key-unknown", "transforms.a", "transforms.a.type");

    assertThat(unneeded("other", "test")).isEmpty();
  }

  @Test
  void anAcceptThatOneEnvironmentNeedsIsNeeded() {
    connector("key-unknown", "transforms.a", "fine");
    bundle.file("environments/test/shop.json", "{\"config\": {\"transforms.a.type\": \"x\"}}");

    assertThat(unneeded("other", "test")).isEmpty();
    assertThat(unneeded("other")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"table-leaves", "class-not-in-plugin", "personal-column-clear"})
  void anAcceptThatLintCannotJudgeIsNotReported(String rule) {
    connector(rule, "transforms.gone", "fine");

    assertThat(unneeded("other", "test")).isEmpty();
  }

  @Test
  void aPolicyMakesItAnError() {
    connector("key-unknown", "transforms.gone", "fine");
    bundle.environment(
        "test",
        "http://h:1",
        "policies: {severities: [{rule: accept-unneeded, severity: error, reason: tidy}]}\n"
            + "connectors: [{name: shop}]");

    assertThat(unneeded("test")).singleElement().asString().startsWith("test error ");
  }
}
