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
   * Returns the JARs of the release in a built checkout.
   *
   * @param root the checkout
   */
  List<Path> libraries(Path root) {
    Path runtime = root.resolve("infra/local/runtimes/kafka-" + release + "/target/libs");
    Path api = root.resolve("src/target/kafka-api/" + release);
    Path folder = Files.isDirectory(runtime) ? runtime : api;
    if (!Files.isDirectory(folder)) {
      throw new ProblemException(
          Problem.of(
              ErrorCode.CONNECT_RELEASE_MISSING,
              folder.toString(),
              "Kafka Connect " + release + " is missing, and the check needs its JARs",
              "build the repository: mvn package"));
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(path -> path.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the JARs whose classes plugins may use. */
  List<Path> api(Path root) {
    List<String> names =
        List.of("connect-api", "kafka-clients", "connect-json", "connect-transforms");
    return libraries(root).stream()
        .filter(
            path -> names.contains(path.getFileName().toString().replaceAll("-[0-9.]+jar$", "")))
        .toList();
  }

  @Override
  public String toString() {
    return release;
  }
}
