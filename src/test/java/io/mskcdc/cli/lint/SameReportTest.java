package io.mskcdc.cli.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.cli.Main;
import io.mskcdc.config.BundleFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same files give the same report, byte for byte: in each locale and time zone, however the
 * file system orders them, and in each process, whose unordered sets have an order of their own.
 */
class SameReportTest {
  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"sarif", "text"})
  void theReportIsTheSameOnEachMachine(String format) throws Exception {
    String report = lint("en", List.of("a", "b", "i", "z"), format, "-Duser.language=en");

    assertThat(report).contains("queue of 5000 records", "transforms.x");
    // Turkish has two letters i, and Arabic has digits of its own.
    assertThat(
            lint(
                "tr",
                List.of("z", "i", "b", "a"),
                format,
                "-Duser.language=tr",
                "-Duser.country=TR",
                "-Duser.timezone=Pacific/Kiritimati"))
        .isEqualTo(report);
    assertThat(
            lint(
                "ar",
                List.of("i", "a", "z", "b"),
                format,
                "-Duser.language=ar",
                "-Duser.country=EG",
                "-Dfile.encoding=ISO-8859-1"))
        .isEqualTo(report);
  }

  private String lint(String folder, List<String> names, String format, String... options)
      throws IOException, InterruptedException {
    BundleFolder bundle = new BundleFolder(temp.resolve(folder));
    bundle.without("shop.json");
    for (String name : names) {
      bundle.connector(
          name,
          "\"connector.class\": \"io.debezium.connector.mysql.MySqlConnector\", \"topic.prefix\":"
              + " \"same\", \"snapshot.mode\": \"INITIAL\", \"skipped.operations\": \"d,I\","
              + " \"max.queue.size\": \"5000\", \"max.batch.size\": \"20000\","
              + " \"values.über\": \"1\", \"transforms\": \"i\", \"transforms.x.type\": \"a.B\"");
    }
    bundle.environment(
        "test", "http://127.0.0.1:1", "connectors: [{name: z}, {name: a}, {name: i}, {name: b}]");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
    command.addAll(List.of(System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("lint", "-o", format, "--configs", bundle.root().toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(1);
    return out;
  }
}
