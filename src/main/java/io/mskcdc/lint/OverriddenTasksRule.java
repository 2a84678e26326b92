package io.mskcdc.lint;

import static io.mskcdc.problem.ErrorCode.TASKS_OVERRIDDEN;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.WorkerCapacity;
import java.util.List;

/**
 * Finds automatic scaling of Debezium's connector for MySQL on MSK Connect. The connector reads one
 * binlog with one task, and the service sets tasks.max when it scales.
 */
final class OverriddenTasksRule implements ConnectorRule {
  private static final String DEBEZIUM_MYSQL = "io.debezium.connector.mysql.";

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    boolean scales =
        connector
            .settings()
            .filter(settings -> settings.capacity() instanceof WorkerCapacity.Autoscaled)
            .isPresent();
    if (!scales || !connector.connectorClass().startsWith(DEBEZIUM_MYSQL)) {
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
