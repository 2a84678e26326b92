package io.mskcdc.lint.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.BundleFolder;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.BundleReader;
import io.mskcdc.config.MskEnvironment;
import io.mskcdc.lint.EnvironmentLint;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.LintEntry;
import io.mskcdc.lint.Linter;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A connector for a test of rules, in the form {@code mysql; errors.tolerance=all}: a kind or a
 * class, and entries of its configuration. These entries are special:
 *
 * <ul>
 *   <li>{@code env:local} names the environment;
 *   <li>{@code auth:iam} is how its environment's clients log in;
 *   <li>{@code msk:2.7.1} lets it run on MSK Connect of this version;
 *   <li>{@code capacity:{mcuCount: 1, workerCount: 2}} is its capacity there;
 *   <li>{@code worker:key=value} is a property of its worker.
 * </ul>
 */
final class LintedConnector {
  private static final Map<String, String> CLASSES =
      Map.ofEntries(
          Map.entry("mysql", "io.debezium.connector.mysql.MySqlConnector"),
          Map.entry("mariadb", "io.debezium.connector.mariadb.MariaDbConnector"),
          Map.entry("postgresql", "io.debezium.connector.postgresql.PostgresConnector"),
          Map.entry("sqlserver", "io.debezium.connector.sqlserver.SqlServerConnector"),
          Map.entry("oracle", "io.debezium.connector.oracle.OracleConnector"),
          Map.entry("spanner", "io.debezium.connector.spanner.SpannerConnector"),
          Map.entry("mongodb", "io.debezium.connector.mongodb.MongoDbConnector"),
          Map.entry("jdbc-sink", "io.debezium.connector.jdbc.JdbcSinkConnector"),
          Map.entry("s3-sink", "io.confluent.connect.s3.S3SinkConnector"),
          Map.entry("jdbc-source", "io.confluent.connect.jdbc.JdbcSourceConnector"),
          Map.entry("other", "com.example.Replicator"));

  private static final String JSON = "org.apache.kafka.connect.json.JsonConverter";
  private static final String CLASS = "connector.class";

  private final BundleFolder folder;
  private final BundlePaths paths;
  private final Map<String, String> lines = new LinkedHashMap<>();
  private final StringBuilder worker =
      new StringBuilder("key.converter=" + JSON + "\nvalue.converter=" + JSON + "\n");
  private String environment = "test";
  private String connectVersion = "";
  private String authentication = "";
  private String capacity = "{mcuCount: 1, workerCount: 1}";

  LintedConnector(Path temp, String text) {
    folder = new BundleFolder(temp);
    paths = new BundlePaths(folder.root());
    for (String entry : text.split(";\\s+")) {
      add(entry.strip());
    }
    write();
  }

  private void add(String entry) {
    if (lines.isEmpty()) {
      lines.put(CLASS, CLASSES.getOrDefault(entry, entry));
    } else if (entry.startsWith("env:")) {
      environment = entry.substring("env:".length());
    } else if (entry.startsWith("msk:")) {
      connectVersion = entry.substring("msk:".length());
    } else if (entry.startsWith("auth:")) {
      authentication = "auth: " + entry.substring("auth:".length()) + "\n";
    } else if (entry.startsWith("capacity:")) {
      capacity = entry.substring("capacity:".length());
    } else if (entry.startsWith("worker:")) {
      worker.append(entry.substring("worker:".length())).append('\n');
    } else {
      String[] parts = entry.split("=", 2);
      lines.put(parts[0], parts[1]);
    }
  }

  private void write() {
    List<String> config = new ArrayList<>();
    lines.forEach(
        (key, value) -> config.add("\"%s\": \"%s\"".formatted(key, value.replace("\\", "\\\\"))));
    folder.bareConnector("shop", "\n" + String.join(",\n", config) + "\n");
    if (connectVersion.isEmpty()) {
      folder
          .environment(environment, "http://h:1", authentication + "connectors: [{name: shop}]")
          .file("environments/" + environment + "/worker.properties", worker.toString());
    } else {
      new MskEnvironment(folder)
          .defaults("3.7.x", connectVersion)
          .defaults("{mcuCount: 1, workerCount: 1}", capacity)
          .worker(worker + "offset.storage.topic=shop-offsets\n")
          .write();
    }
  }

  /** Returns the findings with a code. */
  List<Finding> findings(String code) {
    Bundle bundle = new BundleReader(paths).read(environment, List.of());
    return Linter.lint(bundle, Rules.ALL).findings().stream()
        .filter(finding -> finding.code().code().equals(code))
        .toList();
  }

  /** Returns the codes of all findings, with those of reading. */
  List<String> codes() {
    return codes(paths, environment);
  }

  /**
   * Returns the codes of all findings in an environment, with those of reading and why it was not
   * checked.
   */
  static List<String> codes(BundlePaths paths, String environment) {
    EnvironmentLint lint = EnvironmentLint.of(paths, List.of(environment), Rules.ALL).get(0);
    return Stream.concat(
            lint.entries().stream().map(LintEntry::code),
            lint.skipped().stream().map(Problem::code))
        .map(ErrorCode::code)
        .toList();
  }

  /** Returns the findings with a code, as {@code severity key file:line:column}. */
  List<String> found(String code) {
    return findings(code).stream().map(this::shown).toList();
  }

  /**
   * Returns the findings with a code, as {@code severity key}, sorted and with commas between them.
   * Checks that each points to the key's value, to the key itself if the key is wrong, or to the
   * class if the configuration does not have the key.
   */
  String summary(ErrorCode code) {
    List<Finding> findings = findings(code.code());
    boolean isAboutKeys = code == ErrorCode.KEY_RENAMED || code == ErrorCode.KEY_UNKNOWN;
    for (Finding finding : findings) {
      String expected =
          isAboutKeys
              ? "connector-configs/shop.json:" + lineOfKey(finding.key()) + ":1"
              : expected("", finding.key()).split(" ")[2];
      assertThat(paths.shown(finding.location())).isEqualTo(expected);
    }
    return findings.stream()
        .map(finding -> finding.severity().text() + " " + finding.key())
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /** An alias that is not listed is reported at the first of its keys. */
  private int lineOfKey(String key) {
    List<String> keys = List.copyOf(lines.keySet());
    String written =
        keys.stream()
            .filter(each -> each.equals(key) || each.startsWith(key + "."))
            .findFirst()
            .orElseThrow();
    return keys.indexOf(written) + 2;
  }

  private String shown(Finding finding) {
    return finding.severity().text() + " " + finding.key() + " " + paths.shown(finding.location());
  }

  /**
   * Returns a finding about a key, as {@link #found} shows it: at the key's value, or at the class
   * if the configuration does not have the key.
   */
  String expected(String severity, String key) {
    String written = lines.containsKey(key) ? key : CLASS;
    int line = new ArrayList<>(lines.keySet()).indexOf(written) + 2;
    int column = written.length() + "\"\": ".length() + 1;
    return severity + " " + key + " connector-configs/shop.json:" + line + ":" + column;
  }
}
