package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.HOST_WITHOUT_BINLOG;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import io.mskcdc.lint.Severity;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds addresses of RDS from which nobody can read the log of changes. */
final class HostWithoutBinlogRule implements ConnectorRule {
  private static final String HOST = "database.hostname";
  private static final Set<String> DATABASES = Set.of("mysql", "mariadb", "postgresql");

  private static final Pattern RDS =
      Pattern.compile(
          "[^.]+\\.(?:endpoint\\.)?(cluster-ro|cluster-custom|proxy)-[a-z0-9]+"
              + "\\.[a-z0-9-]+\\.rds\\.amazonaws\\.com(?:\\.cn)?");

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            HOST_WITHOUT_BINLOG,
            "`database.hostname` of Debezium for MySQL, MariaDB and PostgreSQL on RDS and Aurora",
            "A reader of Aurora has no binlog and no logical slot, and RDS Proxy does not pass on the replication protocol. A custom endpoint may lead to a reader, which is a warning.",
            "Write the cluster's writer endpoint, `name.cluster-….rds.amazonaws.com`, or the instance's.",
            "AWS, Aurora endpoints; AWS, RDS Proxy limitations"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    ConnectorOptions options = new ConnectorOptions(connector);
    if (ConnectorKind.debezium(connector.config()).filter(DATABASES::contains).isEmpty()) {
      return List.of();
    }
    return options
        .value(HOST)
        .flatMap(HostWithoutBinlogRule::kind)
        .map(kind -> finding(options, kind))
        .stream()
        .toList();
  }

  /**
   * Returns what an address of RDS leads to, if that has no log of changes: {@code proxy}, {@code
   * cluster-ro}, or {@code cluster-custom}, which only may have none.
   */
  static Optional<String> kind(String host) {
    Matcher address = RDS.matcher(host.toLowerCase(Locale.ROOT));
    return address.matches() ? Optional.of(address.group(1)) : Optional.empty();
  }

  private static Finding finding(ConnectorOptions options, String kind) {
    return switch (kind) {
      case "proxy" ->
          finding(options, Severity.ERROR, "RDS Proxy does not pass on the replication protocol");
      case "cluster-ro" ->
          finding(options, Severity.ERROR, "a reader of Aurora has no log of changes to read");
      default ->
          finding(
              options,
              Severity.WARNING,
              "a custom endpoint may lead to a reader, which has no log of changes to read");
    };
  }

  private static Finding finding(ConnectorOptions options, Severity severity, String message) {
    return options.finding(
        HOST_WITHOUT_BINLOG,
        severity,
        HOST,
        message,
        "write the cluster's writer endpoint, name.cluster-….rds.amazonaws.com");
  }
}
