package io.mskcdc.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs the packaged deployer in a separate process, as {@code scripts/mskcdc} does. */
final class Deployer {
  // An archive of the deployer's classes, as scripts/mskcdc keeps one. Each JVM that runs tests has
  // its own.
  private static final Path CLASSES =
      Path.of("target/deployer-" + ProcessHandle.current().pid() + ".jsa").toAbsolutePath();
  private static final AtomicBoolean ARCHIVED = new AtomicBoolean();

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

  /** The first run writes the archive. Later runs start in half the time. */
  private static String archive() {
    CLASSES.toFile().deleteOnExit();
    return (ARCHIVED.getAndSet(true) ? "-XX:SharedArchiveFile=" : "-XX:ArchiveClassesAtExit=")
        + CLASSES;
  }

  /** The exit code and the output of a run. */
  record Run(int exitCode, String out, String err) {}

  Run run(String... arguments) {
    List<String> command = new ArrayList<>(command(root));
    // Without the lines about the archive, which Java prints to standard output.
    command.addAll(1, List.of(archive(), "-Xlog:disable", "-Xlog:all=error:stderr"));
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
