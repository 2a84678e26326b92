package io.mskcdc.config;

import io.mskcdc.deploy.BundleLoader;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the files of a bundle for a test. */
public final class BundleFolder {
  private final Path root;

  /** Creates a bundle in an empty folder: one connector, listed in the environment test. */
  public BundleFolder(Path folder) {
    root = folder.resolve("connector-configs");
    environment("test", "http://127.0.0.1:8083", "connectors: [{name: shop}]");
    connector("shop", "\"connector.class\": \"Source\", \"tasks.max\": 1");
  }

  /**
   * Adds a copy of this repository's bundle, with the variable files that the local stack writes.
   */
  public static BundleFolder shipped(Path folder) throws IOException {
    BundleFolder copy = new BundleFolder(folder);
    Path shipped = Path.of("../connector-configs");
    try (Stream<Path> files = Files.walk(shipped)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        copy.file(shipped.relativize(file).toString(), Files.readString(file));
      }
    }
    String both =
        "connect_url: http://h:1\nkafka_bootstrap_servers: h:2\nmysql_host: h\nmysql_port: 3306\n";
    String plain = both + "connect_jmx: h:3\nsecrets_file: /f\n";
    return copy.file("../.local-stack/endpoints.yaml", plain)
        .file("../.local-stack/endpoints-exactly-once.yaml", plain)
        .file(
            "../.local-stack/endpoints-iam.yaml",
            both + "cluster_arn: arn:aws:kafka:eu-west-1:000000000000:cluster/local/1-1\n")
        .file(
            "../.local-stack/lake.yaml",
            "lake_catalog: jdbc:mysql://h:3306/archive_db\nlake_s3: http://h:4\nlake_secrets: /l\n");
  }

  public Path root() {
    return root;
  }

  /** Writes environment.yaml for Connect workers: the address, and the given lines after it. */
  public BundleFolder environment(String env, String url, String rest) {
    return file(
        "environments/" + env + "/environment.yaml",
        "target: connect\nconnect:\n  url: \"" + url + "\"\n" + rest + "\n");
  }

  /**
   * Writes a connector with these entries of its config. A connector of Debezium for MySQL also
   * gets the options without which none starts.
   */
  public BundleFolder connector(String name, String config) {
    return bareConnector(name, config + missing(name, config));
  }

  /** Writes a connector with exactly these entries of its config. */
  public BundleFolder bareConnector(String name, String config) {
    return file(name + ".json", "{\"name\": \"" + name + "\", \"config\": {" + config + "}}");
  }

  private static String missing(String name, String config) {
    if (!config.contains("io.debezium.connector.mysql.MySqlConnector")) {
      return "";
    }
    Map<String, String> required = new LinkedHashMap<>();
    required.put("topic.prefix", name);
    required.put("database.server.id", String.valueOf(Math.abs(name.hashCode())));
    required.put("topic.creation.default.partitions", "1");
    required.put("topic.creation.default.replication.factor", "3");
    if (config.contains("\"database.server.name\"")) {
      required.remove("topic.prefix");
    }
    return required.entrySet().stream()
        .filter(entry -> !config.contains("\"" + entry.getKey() + "\""))
        .map(entry -> ", \"" + entry.getKey() + "\": \"" + entry.getValue() + "\"")
        .collect(Collectors.joining());
  }

  /** Writes the configuration of the workers of the environment test. */
  public BundleFolder worker(String properties) {
    return file("environments/test/worker.properties", properties);
  }

  public BundleFolder file(String path, String content) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a file. */
  public BundleFolder without(String path) {
    try {
      Files.delete(root.resolve(path));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the environment test. */
  public Bundle read() {
    return new BundleReader(new BundlePaths(root)).read("test", List.of());
  }

  /** Reads the environment test and applies the lint rules, as a command that connects does. */
  public Bundle load() {
    return load("test");
  }

  /** Reads an environment and applies the lint rules, as a command that connects does. */
  public Bundle load(String env) {
    return new BundleLoader(new BundlePaths(root), warning -> {}).load(env, List.of());
  }

  /** Returns the problems of the environment test, none if it is read without an error. */
  public List<Problem> problems() {
    try {
      load();
      return List.of();
    } catch (ProblemException e) {
      return e.problems();
    }
  }
}
