package io.mskcdc.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the packaged deployer as {@code scripts/mskcdc} does: a process of its own. */
final class Deployer {
  private final Path root;

  /**
   * @param root the checkout whose connector-configs it reads
   */
  Deployer(Path root) {
    this.root = root;
  }

  /** What a run printed and how it ended. */
  record Run(int exitCode, String out, String err) {}

  Run run(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dmskcdc.root=" + root);
    command.add("-cp");
    command.add("target/mskcdc.jar:target/lib/*");
    command.add("io.mskcdc.cli.Main");
    command.addAll(List.of(arguments));
    try {
      // Not below the root, which may be a checkout that is built from.
      Path folder = Files.createTempDirectory("deployer");
      Path out = folder.resolve("out");
      Path err = folder.resolve("err");
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
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
