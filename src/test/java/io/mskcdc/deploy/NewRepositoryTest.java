package io.mskcdc.deploy;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.lint.EnvironmentLint;
import io.mskcdc.lint.rules.Rules;
import io.mskcdc.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewRepositoryTest {
  /** The SHA-256 of the bytes "a release". */
  private static final String CHECKSUM =
      "e9edfb8e46f891370bda2772760ae14bc1572a2ce9263368cd5282dac3241eb8";

  @TempDir private Path temp;
  private String release;

  @BeforeEach
  void release() throws IOException {
    Path archive = Files.writeString(temp.resolve("mskcdc-1.2.0.tar.gz"), "a release");
    release = archive.toUri().toString();
  }

  @Test
  void theRepositoryNamesTheReleaseAndItsChecksum() throws IOException {
    Path folder = temp.resolve("shop");

    NewRepository.write(folder, release);

    assertThat(folder.resolve("mskcdc.properties"))
        .content()
        .contains("\nversion=1.2.0\n", "\nurl=" + release + "\n", "\nsha256=" + CHECKSUM + "\n");
    assertThat(executables(folder))
        .containsExactly("deploy-connector.sh", "mskcdc", "release", "upload-plugin.sh");
  }

  @Test
  void aReleaseIsReadFromAServer() throws IOException {
    WireMockServer server = new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
    server.start();
    try {
      server.stubFor(get("/v1/mskcdc-1.2.0.tar.gz").willReturn(aResponse().withBody("a release")));
      server.stubFor(get("/v2/mskcdc-1.2.0.tar.gz").willReturn(aResponse().withStatus(503)));

      NewRepository.write(temp.resolve("shop"), server.baseUrl() + "/v1/mskcdc-1.2.0.tar.gz");

      assertThat(temp.resolve("shop/mskcdc.properties")).content().contains("sha256=" + CHECKSUM);
      assertRefused(server.baseUrl() + "/v2/mskcdc-1.2.0.tar.gz", "503");
      assertRefused(server.baseUrl() + "/v3/mskcdc-1.2.0.tar.gz", "answered 404");
    } finally {
      server.stop();
    }
  }

  @Test
  void theExamplesHaveNoErrors() {
    Path folder = temp.resolve("shop");
    NewRepository.write(folder, release);

    List<EnvironmentLint> lint =
        EnvironmentLint.of(
            new BundlePaths(folder.resolve("connector-configs")),
            List.of("production", "staging"),
            Rules.ALL);

    assertThat(lint).hasSize(2).noneMatch(EnvironmentLint::hasErrors);
  }

  @Test
  void thePipelinesRunTheReleaseInsteadOfABuild() throws IOException {
    Path folder = temp.resolve("shop");
    NewRepository.write(folder, release);

    for (String name : List.of(".github/workflows/deploy.yml", ".gitlab-ci.yml")) {
      assertThat(folder.resolve(name))
          .content()
          .contains("./scripts/release gitops/plan.sh \"$ENVIRONMENT\"", "README.md")
          .doesNotContain("build-plugins", "./scripts/gitops", "cache: maven", "docs/");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mskcdc-1.2.0.tar.gz",
        "ftp://releases.example.com/mskcdc-1.2.0.tar.gz",
        "https://releases.example.com/other.zip",
        "https://releases.example.com/a b",
        "file:///missing/mskcdc-1.2.0.tar.gz",
        "http://127.0.0.1:1/mskcdc-1.2.0.tar.gz"
      })
  void aReleaseThatCannotBeReadIsRefused(String url) {
    assertRefused(url, "release-not-readable");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://reader:letmein@releases.example.com/mskcdc-1.2.0.tar.gz",
        "https://releases.example.com/mskcdc-1.2.0.tar.gz?token=letmein",
        "https://reader:letmein@releases.example.com/other.zip",
        "https://reader:letmein@releases.example.com/a b",
        "reader:letmein@releases.example.com/mskcdc-1.2.0.tar.gz"
      })
  void aSecretInTheUrlIsRefusedAndNotPrinted(String url) {
    assertThatThrownBy(() -> NewRepository.write(temp.resolve("shop"), url))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("release-not-readable")
        .hasMessageNotContaining("letmein");
    assertThat(temp.resolve("shop")).doesNotExist();
  }

  @Test
  void aFolderWithFilesIsLeftAlone() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("shop"));
    Files.writeString(folder.resolve("notes.txt"), "mine");

    assertThatThrownBy(() -> NewRepository.write(folder, release))
        .hasMessageContaining("file-exists");

    assertThat(folder.toFile().list()).containsExactly("notes.txt");
  }

  @Test
  void anEmptyFolderIsFilled() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("shop"));

    NewRepository.write(folder, release);

    assertThat(folder.resolve("connector-configs/mysql-cdc.json")).exists();
  }

  private void assertRefused(String url, String message) {
    Path folder = temp.resolve("refused");
    assertThatThrownBy(() -> NewRepository.write(folder, url))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(message);
    assertThat(folder).doesNotExist();
  }

  private static List<String> executables(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(Files::isExecutable)
          .map(file -> file.getFileName().toString())
          .sorted()
          .toList();
    }
  }
}
