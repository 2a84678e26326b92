package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.deploy.NewRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The release's archive that the build made, and programs that run with it. */
final class Release {
  private Release() {}

  /** Returns the archive. */
  static Path archive() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("mskcdc-.*\\.tar\\.gz"))
          .findFirst()
          .orElseThrow(() -> new AssertionError("the build made no archive"))
          .toAbsolutePath();
    }
  }

  /** Writes a repository that uses the archive. */
  static void init(Path folder) throws IOException {
    NewRepository.write(folder, archive().toUri().toString());
  }

  /** The exit code and the output, with both streams in one. */
  record Run(int exitCode, String output) {}

  /** Runs a command to its end. */
  static Run run(Path folder, Path log, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    process.destroyForcibly();
    String output = Files.readString(log);
    assertThat(ended).as("%s%n%s", command, output).isTrue();
    return new Run(process.exitValue(), output);
  }
}
