package io.mskcdc.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The paths of the files in a built checkout.
 *
 * @param root the folder of the checkout
 */
public record Checkout(Path root) {
  /** The plugin with the source for MySQL. */
  public static final String MYSQL_PLUGIN = "debezium-mysql";

  /** The plugin with Iceberg's sink. */
  public static final String ICEBERG_PLUGIN = "iceberg-sink";

  /** The plugin with the source for DynamoDB. */
  public static final String DYNAMODB_PLUGIN = "dynamodb-streams";

  /** Returns the checkout in the system property {@code mskcdc.root}, which the scripts set. */
  public static Checkout ofLauncher() {
    String root = System.getProperty("mskcdc.root");
    if (root == null) {
      throw new StackException("mskcdc.root is not set\n  next: use the scripts in scripts/");
    }
    return new Checkout(Path.of(root));
  }

  /** Returns the path of a script, such as {@code mskcdc}. */
  public Path script(String name) {
    return root.resolve("scripts").resolve(name);
  }

  /** Returns the folder with the bundle's configurations. */
  public Path configs() {
    return root.resolve("connector-configs");
  }

  /**
   * Returns the folder with the JARs of a Kafka release.
   *
   * @throws StackException if the build has no such release
   */
  public Path kafkaLibs(String version) {
    Path runtimes = root.resolve("infra/local/runtimes");
    Path libs = runtimes.resolve("kafka-" + version + "/target/libs");
    if (Files.notExists(libs)) {
      throw new StackException(
          "Kafka " + version + " is not available\n  next: use one of " + versions(runtimes));
    }
    return libs;
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

  /** Returns the folder with the JARs that add AWS_MSK_IAM to a Kafka client. */
  public Path iamClientLibs() {
    return root.resolve("infra/local/target/iam-client");
  }

  /** Unpacks the ZIP of the functions for AWS Lambda to {@code folder} and returns the folder. */
  public Path unpackFunctions(Path folder) {
    Path zip = root.resolve("infra/aws/lambda/target/mskcdc-lambda.zip");
    if (Files.notExists(zip)) {
      throw new StackException("no functions in " + zip + "\n  next: mvn package");
    }
    Folders.unzip(List.of(zip), folder);
    return folder;
  }

  /**
   * Returns the folder with the JARs of Spark, which is not part of the build.
   *
   * @throws StackException if they are not there
   */
  public Path sparkLibs() {
    Path module = root.resolve("infra/local/runtimes/spark-3.5.6");
    Path libs = module.resolve("target/libs");
    if (Files.notExists(libs)) {
      throw new StackException(
          "no JARs of Spark in " + libs + "\n  next: mvn -f " + module + " process-resources");
    }
    return libs;
  }

  /** Returns the JAR of the jobs for AWS Glue. */
  public Path glueJobs() {
    return root.resolve("infra/aws/glue/target/mskcdc-glue.jar");
  }

  /** Returns the folder with the JARs of Lambda's runtime interface client. */
  public Path lambdaRuntime() {
    return root.resolve("infra/local/target/lambda-runtime");
  }

  /** Returns the ZIP of {@link #MYSQL_PLUGIN} of this build. */
  public Path pluginZip() {
    return pluginZip(MYSQL_PLUGIN);
  }

  private Path pluginZip(String plugin) {
    Path target = root.resolve("connect-plugins").resolve(plugin).resolve("target");
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
   * Replaces the content of {@code folder} by that of {@link #pluginZip} and returns the folder.
   */
  public Path unpackPlugin(Path folder) {
    return unpackPlugins(List.of(MYSQL_PLUGIN), folder);
  }

  /** Replaces the content of {@code folder} by that of plugins' ZIPs and returns the folder. */
  public Path unpackPlugins(List<String> plugins, Path folder) {
    Folders.unzip(plugins.stream().map(this::pluginZip).toList(), folder);
    return folder;
  }

  /** Returns the folder with the MySQL server and S3Mock that the build downloads. */
  public Path serverRuntimes() {
    return root.resolve("infra/local/target/runtimes");
  }

  /** Returns the executable JAR of S3Mock. */
  public Path s3mock() {
    return serverRuntimes().resolve("s3mock-exec.jar");
  }

  /** Returns the worker configuration of an environment. */
  public Path workerProperties(String environment) {
    return configs().resolve("environments/" + environment + "/worker.properties");
  }

  /** Returns the folder that holds the state and the data of the local stack. */
  public Path stackFolder() {
    return root.resolve(".local-stack");
  }
}
