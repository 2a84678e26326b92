package io.mskcdc.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the packaged deployer in a separate process, as {@code scripts/mskcdc} does. */
final class Deployer {
  private final Path root;
  private final Map<String, String> environment;

  /**
   * @param root the checkout whose connector-configs the deployer reads
   */
  Deployer(Path root) {
    this(root, Map.of());
  }

  /**
   * @param environment variables added to the environment of this process
   */
  Deployer(Path root, Map<String, String> environment) {
    this.root = root;
    this.environment = environment;
  }

  /** Returns the command that runs the deployer for a checkout, from any folder. */
  static List<String> command(Path root) {
    Path target = Path.of("target").toAbsolutePath();
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Dmskcdc.root=" + root,
        "-cp",
        target + "/mskcdc.jar:" + target + "/lib/*",
        "io.mskcdc.cli.Main");
  }

  /** The exit code and the output of a run. */
  record Run(int exitCode, String out, String err) {}

  Run run(String... arguments) {
    List<String> command = new ArrayList<>(command(root));
    command.addAll(List.of(arguments));
    try {
      // Not below the root: files in a checkout would make its build look stale.
      Path folder = Files.createTempDirectory("deployer");
      Path out = folder.resolve("out");
      Path err = folder.resolve("err");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("the deployer still runs: " + String.join(" ", arguments));
      }
      Run run = new Run(process.exitValue(), Files.readString(out), Files.readString(err));
      for (Path path : List.of(out, err, folder)) {
        Files.delete(path);
      }
      return run;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
