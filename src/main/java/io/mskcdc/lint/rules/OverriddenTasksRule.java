package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.TASKS_OVERRIDDEN;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.WorkerCapacity;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import java.util.List;

/**
 * Finds automatic scaling on MSK Connect of connectors that have one task. The service sets
 * tasks.max when it scales.
 */
final class OverriddenTasksRule implements ConnectorRule {
  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            TASKS_OVERRIDDEN,
            "autoscaled capacity on MSK Connect, of Debezium for MySQL, MariaDB, PostgreSQL, Oracle and Db2",
            "Where MSK Connect scales, it overrides `tasks.max`. These connectors have one task and gain nothing.",
            "Write `mcuCount` and `workerCount: 1`.",
            "AWS, MSK Connect capacity"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    boolean scales =
        connector
            .settings()
            .filter(settings -> settings.capacity() instanceof WorkerCapacity.Autoscaled)
            .isPresent();
    if (!scales || !ConnectorKind.runsOneTask(connector)) {
      return List.of();
    }
    return List.of(
        Finding.error(
            TASKS_OVERRIDDEN,
            bundle.environment().settingAt(connector.name(), "capacity"),
            "capacity.autoScaling",
            "MSK Connect overrides tasks.max where it scales, and this connector has one task",
            "write mcuCount and workerCount: 1 under capacity"));
  }
}
