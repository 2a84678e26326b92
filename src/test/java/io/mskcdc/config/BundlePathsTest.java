package io.mskcdc.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundlePathsTest {
  @TempDir private Path temp;

  @Test
  void pluginsAreThoseOfTheReleaseUnlessTheRepositoryHasItsOwn() throws IOException {
    Path configs = temp.resolve("repository/connector-configs");
    Path home = temp.resolve("release");

    assertThat(BundlePaths.of(configs, home).plugin("debezium-mysql"))
        .isEqualTo(home.resolve("connect-plugins/debezium-mysql"));

    Path own = Files.createDirectories(temp.resolve("repository/connect-plugins"));
    assertThat(BundlePaths.of(configs, home).plugin("debezium-mysql"))
        .isEqualTo(own.resolve("debezium-mysql"));
  }

  @Test
  void theManifestIsInThePluginsFolderOrInThatOfTheBuild() throws IOException {
    BundlePaths paths = new BundlePaths(temp.resolve("connector-configs"));
    Path plugin = Files.createDirectories(temp.resolve("connect-plugins/own"));

    assertThat(paths.pluginManifest("own")).isEqualTo(plugin.resolve("target/manifest.json"));

    Path released = Files.createFile(plugin.resolve("manifest.json"));
    assertThat(paths.pluginManifest("own")).isEqualTo(released);
  }

  @Test
  void theFolderOfTheBundleHasANameInMessages() {
    BundlePaths paths = new BundlePaths(temp.resolve("connector-configs"));

    assertThat(paths.shown(temp)).isEqualTo(temp.toString());
    assertThat(paths.shown(temp.resolve("a.json"))).isEqualTo("a.json");
  }
}
