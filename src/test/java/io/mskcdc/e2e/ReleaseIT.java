package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unpacked release, with a PATH that has a Java runtime but neither Maven nor a compiler. */
class ReleaseIT {
  /** What the scripts call, besides java. */
  private static final List<String> PROGRAMS =
      List.of(
          "bash",
          "cat",
          "curl",
          "cut",
          "dirname",
          "gzip",
          "mkdir",
          "mktemp",
          "mv",
          "rm",
          "sed",
          "sha256sum",
          "tar",
          "tee");

  @TempDir private static Path temp;
  private static Path programs;
  private static Path repository;

  @BeforeAll
  static void init() throws IOException {
    programs = Files.createDirectory(temp.resolve("bin"));
    for (String program : PROGRAMS) {
      Path found =
          Stream.of("/bin", "/usr/bin")
              .map(folder -> Path.of(folder, program))
              .filter(Files::isExecutable)
              .findFirst()
              .orElseThrow(() -> new AssertionError(program + " is missing"));
      Files.createSymbolicLink(programs.resolve(program), found);
    }
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Files.createSymbolicLink(programs.resolve("java"), java);
    repository = temp.resolve("shop");
    Release.init(repository);
  }

  @Test
  void aNewRepositoryPlansWithTheReleaseAlone() throws Exception {
    assertThat(run("scripts/mskcdc", "lint").exitCode()).isZero();
    assertThat(run("scripts/mskcdc", "plan", "--env", "production", "--offline").output())
        // The name on AWS comes from the manifest of the release.
        .contains("plugin: debezium-mysql-", "1 to create");
    Release.Run refused = run("scripts/deploy-connector.sh", "mysql-cdc", "--env", "production");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.output()).contains("[placeholder]");
    assertThat(repository.resolve("target")).doesNotExist();

    Path lint = repository.resolve("lint/lint.md");
    assertThat(run("scripts/release", "gitops/lint.sh", "lint").exitCode()).isZero();
    assertThat(lint).isRegularFile();
  }

  @Test
  void thePluginsOfTheReleasePassTheirChecks() throws Exception {
    run("scripts/mskcdc", "--version");

    assertThat(verify("debezium-mysql").output()).contains("checked for Connect 3.7.2");
    assertThat(verify("dynamodb-streams").output()).contains("checked for Connect 3.7.2");
    assertThat(verify("transforms", "--connect", "4.3.1").output())
        .contains("checked for Connect 4.3.1");
    assertThat(verify("transforms", "--connect", "4.4.0").output())
        .contains("checked for Connect 4.4.0");
    assertThat(verify("transforms", "--load", "3.7.2").output())
        .contains("[connect-release-missing]");
  }

  private static Release.Run verify(String plugin, String... options) throws Exception {
    Path folder = repository.resolve(".mskcdc/connect-plugins").resolve(plugin);
    JsonNode manifest = new ObjectMapper().readTree(folder.resolve("manifest.json").toFile());
    assertThat(manifest.path("commit").asText()).isNotEmpty();
    String zip = folder.resolve(manifest.path("file").asText()).toString();
    List<String> command = new ArrayList<>(List.of("scripts/mskcdc", "plugin", "verify", zip));
    command.addAll(List.of(options));
    return run(command.toArray(String[]::new));
  }

  @Test
  void aReleaseWithAnotherChecksumIsRefused() throws Exception {
    Path other = temp.resolve("other");
    Release.init(other);
    Path properties = other.resolve("mskcdc.properties");
    Files.writeString(
        properties, Files.readString(properties).replaceAll("sha256=.*", "sha256=0123"));

    Release.Run run = runIn(other, "scripts/mskcdc", "--version");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.output()).contains("mskcdc.properties expects 0123");
    assertThat(other.toFile().list()).noneMatch(name -> name.startsWith(".mskcdc"));
  }

  @Test
  void theReleaseHasTheFilesThatItsImageCopies() throws Exception {
    run("scripts/mskcdc", "--version");
    Path release = repository.resolve(".mskcdc");
    List<String> lines = Files.readAllLines(release.resolve("Containerfile"));

    assertThat(lines).anyMatch(line -> line.startsWith("FROM eclipse-temurin:17-jre"));
    assertThat(lines).contains("COPY . /opt/mskcdc", "ENTRYPOINT [\"/opt/mskcdc/scripts/mskcdc\"]");
    assertThat(release.resolve("scripts/mskcdc")).isExecutable();
    assertThat(release.resolve("README.md")).isRegularFile();
  }

  @Test
  void whatIsPublishedHasChecksumsAndTheTagOfItsVersion() throws Exception {
    assumeTrue(
        Files.exists(Path.of("target/mskcdc-sbom.json")),
        "the build had no network, so it made no SBOM");
    String name = Release.archive().getFileName().toString();
    String version = name.substring("mskcdc-".length(), name.length() - ".tar.gz".length());

    Release.Run wrong = publish("v0.0.1");
    Release.Run run = publish("v" + version);

    assertThat(wrong.exitCode()).isEqualTo(1);
    assertThat(wrong.output()).contains("the tag is v0.0.1, the version in pom.xml is " + version);
    assertThat(run.exitCode()).as(run.output()).isZero();
    Path published = temp.resolve("published");
    assertThat(Files.readAllLines(published.resolve("SHA256SUMS")))
        .hasSize(published.toFile().list().length - 1)
        .anyMatch(line -> line.endsWith("  " + name))
        .anyMatch(line -> line.endsWith("  debezium-mysql-" + version + ".zip"))
        .anyMatch(line -> line.endsWith("  dynamodb-streams-" + version + ".zip"));
  }

  /** Collects what the running build has made. */
  private static Release.Run publish(String tag) throws Exception {
    return Release.run(
        temp,
        temp.resolve("run.log"),
        Map.of("MSKCDC_BUILD", "true"),
        List.of(
            Path.of("../scripts/build-release.sh").toAbsolutePath().toString(), tag, "published"));
  }

  private static Release.Run run(String... command) throws Exception {
    return runIn(repository, command);
  }

  private static Release.Run runIn(Path folder, String... command) throws Exception {
    return Release.run(
        folder, temp.resolve("run.log"), Map.of("PATH", programs.toString()), List.of(command));
  }
}
