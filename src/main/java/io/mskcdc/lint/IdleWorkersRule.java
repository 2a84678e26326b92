package io.mskcdc.lint;

import static io.mskcdc.problem.ErrorCode.WORKERS_IDLE;

import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.WorkerCapacity;
import io.mskcdc.config.WorkerSettings;
import java.util.List;
import java.util.Optional;

/** Finds several workers on MSK Connect for connectors that have one task. */
final class IdleWorkersRule implements ConnectorRule {
  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    Optional<WorkerCapacity> capacity = connector.settings().map(WorkerSettings::capacity);
    boolean hasOneTask =
        SourceConnectors.of(connector.config()).filter(SourceConnector::hasOneTask).isPresent();
    if (!hasOneTask
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
