package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.TASKS_UNUSED;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import io.mskcdc.lint.Severity;
import java.util.List;
import java.util.Optional;

/** Finds several tasks for Debezium connectors that have one. */
final class UnusedTasksRule implements ConnectorRule {
  private static final String TASKS = "tasks.max";

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            TASKS_UNUSED,
            "`tasks.max` above 1 of Debezium for MySQL, MariaDB, PostgreSQL, Oracle and Db2",
            "These connectors read one log with one task. With a higher number, all but PostgreSQL's refuse to create their task, and the connector runs without one. PostgreSQL's ignores the number, which is a warning.",
            "Write `\"tasks.max\": \"1\"`. To read in parallel, share the tables among several connectors.",
            "Debezium 3.6.1, BinlogConnector, OracleConnector"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    ConnectorOptions options = new ConnectorOptions(connector);
    Optional<String> database = ConnectorKind.debezium(connector.config());
    if (!ConnectorKind.hasOneTask(connector)
        || options.integer(TASKS).filter(tasks -> tasks > 1).isEmpty()) {
      return List.of();
    }
    boolean isIgnored = database.filter("postgresql"::equals).isPresent();
    return List.of(
        options.finding(
            TASKS_UNUSED,
            isIgnored ? Severity.WARNING : Severity.ERROR,
            TASKS,
            isIgnored
                ? "this connector has one task, and ignores a higher number"
                : "this connector has one task, and creates none if more are allowed",
            "write 1"));
  }
}
