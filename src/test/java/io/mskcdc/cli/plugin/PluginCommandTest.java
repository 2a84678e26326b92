package io.mskcdc.cli.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.cli.Main;
import io.mskcdc.cli.option.Terminal;
import io.mskcdc.deploy.TargetConnections;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginCommandTest {
  private static final String ROOT = "mskcdc.root";
  private static final String SAMPLE = "io/mskcdc/plugin/SampleTransform.class";

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void setRoot() {
    System.setProperty(ROOT, "..");
  }

  @AfterEach
  void clearRoot() {
    System.clearProperty(ROOT);
  }

  @Test
  void aLoadablePluginIsDescribedAsJson() throws Exception {
    assertThat(run("plugin", "verify", sample().toString(), "-o", "json")).isZero();

    JsonNode report = new ObjectMapper().readTree(out.toString());
    assertThat(report.path("kind").asText()).isEqualTo("plugin-verify");
    assertThat(report.path("jars").asInt()).isOne();
    assertThat(report.at("/classes/0/name").asText()).isEqualTo("io.mskcdc.plugin.SampleTransform");
    assertThat(report.at("/warnings/0/code").asText()).isEqualTo("plugin-not-declared");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aWarningIsPrintedWithItsNextStep() throws Exception {
    assertThat(run("plugin", "verify", sample().toString())).isZero();

    assertThat(out.toString())
        .contains("\nwarning [plugin-not-declared] " + folder)
        .contains("\n  next: write plugin.discovery=hybrid_warn");
  }

  @Test
  void aLibraryOfTheWorkerIsAnErrorOnlyInAPluginOfThisRepository() throws Exception {
    Path jar = sample("org/slf4j/LoggerFactory.class");
    assertThat(run("plugin", "verify", jar.toString())).isZero();
    assertThat(out.toString()).contains("warning [plugin-worker-library]");

    Files.writeString(folder.resolve("manifest.json"), "{\"file\": \"other.jar\"}");
    assertThat(run("plugin", "verify", jar.toString())).isZero();

    Files.writeString(folder.resolve("manifest.json"), "{\"file\": \"sample-1.0.jar\"}");
    assertThat(run("plugin", "verify", jar.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("error [plugin-worker-library]");
  }

  @Test
  void aFileThatIsNotAPluginIsAnErrorWithACode() throws Exception {
    Path file = Files.writeString(folder.resolve("plugin.zip"), "no ZIP");

    assertThat(run("plugin", "verify", file.toString())).isEqualTo(1);
    assertThat(err.toString()).startsWith("error [plugin-damaged] " + file).contains("next:");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void anOlderReleaseOfConnectCanBeChecked() throws Exception {
    assertThat(run("plugin", "verify", sample().toString(), "--connect", "2.7.1")).isEqualTo(1);
    assertThat(err.toString()).contains("[plugin-class-too-new]");
  }

  @Test
  void anUnknownReleaseIsAUsageError() throws Exception {
    assertThat(run("plugin", "verify", sample().toString(), "--connect", "9.9")).isEqualTo(64);
    assertThat(err.toString()).contains("3.7.2");
  }

  private Path sample(String... more) throws Exception {
    Path jar = folder.resolve("sample-1.0.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar));
        InputStream in = getClass().getResourceAsStream("/" + SAMPLE)) {
      byte[] content = in.readAllBytes();
      for (String name : Stream.concat(Stream.of(SAMPLE), Stream.of(more)).toList()) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
      }
    }
    return jar;
  }

  private int run(String... arguments) {
    return Main.commandLine(Terminal.ofProcess(), new TargetConnections())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
