package io.mskcdc.lint.rules;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.config.BundleFolder;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.MskEnvironment;
import io.mskcdc.lint.EnvironmentLint;
import io.mskcdc.lint.LintEntry;
import io.mskcdc.problem.ErrorCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Lints one connector, with each option in a line of its file. */
final class LintedFile {
  private static final int FIRST_LINE = 2;

  private static final Map<String, String> CLASSES =
      Map.of(
          "mysql", "io.debezium.connector.mysql.MySqlConnector",
          "mariadb", "io.debezium.connector.mariadb.MariaDbConnector",
          "postgresql", "io.debezium.connector.postgresql.PostgresConnector",
          "sqlserver", "io.debezium.connector.sqlserver.SqlServerConnector",
          "oracle", "io.debezium.connector.oracle.OracleConnector",
          "mongodb", "io.debezium.connector.mongodb.MongoDbConnector",
          "spanner", "io.debezium.connector.spanner.SpannerConnector",
          "jdbc-sink", "io.debezium.connector.jdbc.JdbcSinkConnector");

  private final BundleFolder bundle;

  /** A connector of an environment with Connect workers and without a login. */
  LintedFile(Path folder) {
    bundle = new BundleFolder(folder);
  }

  /** Moves it to an environment on MSK Connect with the login by IAM. */
  LintedFile onMsk() {
    new MskEnvironment(bundle).write();
    return this;
  }

  /** Moves it to an environment on MSK Connect with another worker configuration. */
  LintedFile onMsk(String worker) {
    new MskEnvironment(bundle).worker(worker).write();
    return this;
  }

  /**
   * Returns the findings of a code, as {@code severity key}, separated by commas. Each must point
   * to the key's value, to the key itself if the key is wrong, or to the connector's class if the
   * key is absent.
   *
   * @param connector the class and options, like {@code mysql & a=b & c=d}
   */
  String findings(ErrorCode code, String connector) {
    List<String> keys = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (String part : connector.split(" & ")) {
      int equals = part.indexOf('=');
      String key = equals < 0 ? "connector.class" : part.substring(0, equals).strip();
      String value =
          equals < 0
              ? CLASSES.getOrDefault(part.strip(), part.strip())
              : part.substring(equals + 1);
      keys.add(key);
      lines.add("\"" + key + "\": \"" + value.replace("\\", "\\\\") + "\"");
    }
    bundle.file(
        "shop.json", "{\"name\": \"shop\", \"config\": {\n" + String.join(",\n", lines) + "\n}}");
    List<LintEntry> found =
        EnvironmentLint.of(new BundlePaths(bundle.root()), "test", Rules.ALL).entries().stream()
            .filter(entry -> entry.code() == code)
            .toList();
    found.forEach(entry -> assertThat(entry).satisfies(each -> checkPlace(each, keys)));
    return found.stream()
        .map(entry -> entry.severity().text() + " " + entry.key())
        .sorted()
        .collect(joining(", "));
  }

  private static void checkPlace(LintEntry entry, List<String> keys) {
    boolean isAboutKey =
        entry.code() == ErrorCode.KEY_RENAMED || entry.code() == ErrorCode.KEY_UNKNOWN;
    int index =
        IntStream.range(0, keys.size())
            .filter(
                i ->
                    keys.get(i).equals(entry.key())
                        || isAboutKey && keys.get(i).startsWith(entry.key() + "."))
            .findFirst()
            .orElse(keys.indexOf("connector.class"));
    assertThat(entry.file()).endsWith("shop.json");
    assertThat(entry.line()).isEqualTo(index + FIRST_LINE);
    assertThat(entry.column())
        .isEqualTo(isAboutKey ? 1 : keys.get(index).length() + "\"\": ".length() + 1);
  }
}
