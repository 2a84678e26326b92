package io.mskcdc.plugin;

import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The releases of Connect that plugins are checked against. */
public enum ConnectVersion {
  /** The older release of MSK Connect. */
  V2_7_1("2.7.1", 11),
  /** The current release of MSK Connect. */
  V3_7_2("3.7.2", 17),
  /** The newest release that Debezium 3.6 runs on. */
  V4_3_1("4.3.1", 17),
  /** The newest release of Kafka. */
  V4_4_0("4.4.0", 17);

  private static final int CLASS_FILE_OF_JAVA_0 = 44;

  private final String release;
  private final int java;

  ConnectVersion(String release, int java) {
    this.release = release;
    this.java = java;
  }

  /** Returns the release, like {@code 3.7.2}. */
  public String release() {
    return release;
  }

  /**
   * Returns the Java version that it runs on: MSK Connect's, or the oldest that the release
   * supports.
   */
  public int java() {
    return java;
  }

  /** Returns the newest class-file version that this Java loads: 55 for 11, 61 for 17. */
  int classFile() {
    return CLASS_FILE_OF_JAVA_0 + java;
  }

  /**
   * Returns all JARs of the release, with which a worker runs.
   *
   * @param home a built checkout
   */
  List<Path> runtime(Path home) {
    Path folder = runtimeFolder(home);
    if (!Files.isDirectory(folder)) {
      throw missing(
          folder,
          "only a checkout has all JARs of Kafka Connect " + release + ", which the check needs",
          "run the command in a built checkout, or without --load");
    }
    return jars(folder);
  }

  /**
   * Returns the JARs whose classes plugins may use.
   *
   * @param home a built checkout, or an unpacked release of the deployer
   */
  List<Path> api(Path home) {
    List<String> names =
        List.of("connect-api", "kafka-clients", "connect-json", "connect-transforms");
    Path folder =
        Stream.of(
                home.resolve("kafka-api/" + release),
                runtimeFolder(home),
                home.resolve("src/target/kafka-api/" + release))
            .filter(Files::isDirectory)
            .findFirst()
            .orElseThrow(
                () ->
                    missing(
                        home,
                        "the API of Kafka Connect " + release + " is missing",
                        "build the repository with ./scripts/build-plugins.sh, or unpack the release again"));
    return jars(folder).stream()
        .filter(
            path -> names.contains(path.getFileName().toString().replaceAll("-[0-9.]+jar$", "")))
        .toList();
  }

  private Path runtimeFolder(Path home) {
    return home.resolve("infra/local/runtimes/kafka-" + release + "/target/libs");
  }

  private static List<Path> jars(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(path -> path.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ProblemException missing(Path where, String message, String nextStep) {
    return new ProblemException(
        Problem.of(ErrorCode.CONNECT_RELEASE_MISSING, where.toString(), message, nextStep));
  }

  @Override
  public String toString() {
    return release;
  }
}
