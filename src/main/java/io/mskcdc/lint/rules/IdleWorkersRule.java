package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.WORKERS_IDLE;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.WorkerCapacity;
import io.mskcdc.config.WorkerSettings;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import java.util.List;
import java.util.Optional;

/** Finds several workers on MSK Connect for connectors that have one task. */
final class IdleWorkersRule implements ConnectorRule {
  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            WORKERS_IDLE,
            "`workerCount` on MSK Connect, of Debezium for MySQL, MariaDB, PostgreSQL, Oracle and Db2",
            "These connectors have one task. The other workers cost and do nothing.",
            "Write `workerCount: 1`.",
            "AWS, MSK Connect capacity"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    Optional<WorkerCapacity> capacity = connector.settings().map(WorkerSettings::capacity);
    if (!ConnectorKind.runsOneTask(connector)
        || !(capacity.orElse(null) instanceof WorkerCapacity.Provisioned provisioned)
        || provisioned.workerCount() == 1) {
      return List.of();
    }
    return List.of(
        Finding.error(
            WORKERS_IDLE,
            bundle.environment().settingAt(connector.name(), "capacity"),
            "capacity.workerCount",
            "this connector has one task, so "
                + (provisioned.workerCount() - 1)
                + " of "
                + provisioned.workerCount()
                + " workers cost and do nothing",
            "write workerCount: 1; for more power, raise mcuCount"));
  }
}
