package io.mskcdc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the packaged deployer in a separate process and kills it during its work. */
public final class KilledDeployer {
  private KilledDeployer() {}

  /** Runs a command, and kills it when it writes a line to stderr that begins with this text. */
  public static void at(String step, Path configs, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", "target/mskcdc.jar:target/lib/*", Main.class.getName()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--configs", configs.toString()));
    Process process = new ProcessBuilder(command).start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null && !line.startsWith(step)) {
        line = lines.readLine();
      }
      assertThat(line).as("the step " + step).isNotNull();
    } finally {
      process.destroyForcibly();
    }
  }
}
