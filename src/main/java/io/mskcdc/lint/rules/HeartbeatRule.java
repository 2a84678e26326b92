package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.HEARTBEAT_OFF;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import io.mskcdc.lint.Severity;
import java.util.List;

/** Finds connectors whose position grows old while their tables do not change. */
final class HeartbeatRule implements ConnectorRule {
  private static final String INTERVAL = "heartbeat.interval.ms";
  private static final String QUERY = "heartbeat.action.query";

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.warning(
            HEARTBEAT_OFF,
            "`heartbeat.interval.ms` of Debezium connectors",
            "Without a heartbeat, a connector stores its position only with a row. If its tables do not change while others do, the database purges its log past the stored position. The connector cannot continue after a restart then. PostgreSQL keeps its log instead, until the disk is full. `heartbeat.action.query` never runs without an interval.",
            "Write milliseconds, like 5000. Environments whose name begins with `local`, and connectors with `snapshot.mode=initial_only`, are not reported.",
            "Debezium, `heartbeat.interval.ms`"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    OptionValue interval = new OptionValue(connector, INTERVAL);
    boolean isOff = interval.effective("0").filter("0"::equals).isPresent();
    if (!isOff
        || !ConnectorKind.isDebezium(connector)
        || bundle.environment().isLocal()
        || new OptionValue(connector, "snapshot.mode").is("initial_only")) {
      return List.of();
    }
    return interval
        .finding(
            HEARTBEAT_OFF, Severity.WARNING, message(connector), "write milliseconds, like 5000")
        .toList();
  }

  private static String message(RenderedConnector connector) {
    if (connector.config().containsKey(QUERY)) {
      return "there is no heartbeat, so " + QUERY + " never runs";
    }
    boolean keepsLog =
        ConnectorKind.debezium(connector.config()).filter("postgresql"::equals).isPresent();
    return keepsLog
        ? "there is no heartbeat: while the captured tables rest, PostgreSQL keeps its log until the"
            + " disk is full"
        : "there is no heartbeat: while the captured tables rest, the stored position grows old"
            + " until its log is purged";
  }
}
