package io.mskcdc.lint.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mskcdc.config.BundleFolder;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.deploy.BundleLoader;
import io.mskcdc.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaceholderRuleTest {
  @TempDir Path temp;
  private final List<Problem> warnings = new ArrayList<>();
  private BundleFolder bundle;

  @BeforeEach
  void bundle() {
    bundle =
        new BundleFolder(temp)
            .environment(
                "test",
                "http://REPLACE-ME:1",
                "variables: {host: db.replace-me.example}\nconnectors: [{name: shop}]")
            .connector(
                "shop", "\"connector.class\": \"S\", \"a\": \"replace-me\", \"b\": \"{{ host }}\"");
  }

  @Test
  void eachPlaceholderIsAWarningOfItsOwnForACommandThatOnlyNeedsTheFiles() {
    bundle.worker("group.id=x-replace-me\n");

    loader().loadFilesOnly("test", List.of());

    String environment = "[placeholder] connector-configs/environments/test/environment.yaml:";
    String text = ": the value still contains 'replace-me'";
    assertThat(warnings)
        .extracting(Problem::headline)
        .containsExactly(
            environment + "3:8, connect.url" + text,
            environment + "4:19, variables.host" + text,
            "[placeholder] connector-configs/shop.json:1:58, config.a" + text,
            "[placeholder] connector-configs/environments/test/worker.properties:1:10, group.id"
                + text);
  }

  @Test
  void aPlaceholderIsAnErrorForACommandThatConnects() {
    assertThatThrownBy(() -> loader().load("test", List.of()))
        .hasMessageContaining("[placeholder]")
        .hasMessageContaining("variables.host")
        .hasMessageContaining("config.a");
  }

  @Test
  void aPlaceholderIsAnErrorWhereTheEnvironmentIsReadWithoutItsConnectors() {
    assertThatThrownBy(() -> loader().loadEnvironment("test"))
        .hasMessageContaining("connect.url")
        .message()
        .doesNotContain("config.a");
  }

  @Test
  void aPlaceholderThatTheOverlayReplacesIsNotReported() {
    bundle.file("environments/test/shop.json", "{\"config\": {\"a\": \"1\"}}");

    loader().loadFilesOnly("test", List.of());

    assertThat(warnings).extracting(Problem::key).doesNotContain("config.a");
  }

  private BundleLoader loader() {
    return new BundleLoader(new BundlePaths(bundle.root()), warnings::add);
  }
}
