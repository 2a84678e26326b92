package io.mskcdc.deploy;

import io.mskcdc.apply.Health;
import io.mskcdc.apply.UnfinishedChanges;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.plan.Action;
import io.mskcdc.plan.Plan;
import io.mskcdc.plan.PlannedChange;
import io.mskcdc.runtime.ConnectorStatus;
import io.mskcdc.runtime.LiveConnector;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds changes that have begun and not ended, which a comparison of configurations hides. */
final class UnfinishedHints {
  private UnfinishedHints() {}

  /**
   * Returns a sentence for each connector of a plan that a change is still in progress for, or that
   * is not healthy although nothing is different.
   *
   * @param changes the changes that earlier runs left on this machine
   */
  static List<String> of(Plan plan, UnfinishedChanges changes) {
    return plan.changes().stream().flatMap(planned -> hint(planned, changes).stream()).toList();
  }

  private static Optional<String> hint(PlannedChange planned, UnfinishedChanges changes) {
    if (planned.live().isEmpty() || planned.wanted().isEmpty()) {
      return Optional.empty();
    }
    RenderedConnector wanted = planned.wanted().get();
    ConnectorStatus status = planned.live().map(LiveConnector::status).get();
    if (isInProgress(status)) {
      return Optional.of(
          planned.name()
              + ": a change of it is still in progress ("
              + Health.describe(status)
              + "); apply waits for its end");
    }
    if (planned.action() != Action.NONE) {
      return Optional.empty();
    }
    return Stream.of(
            Optional.of(": an earlier apply did not see this configuration healthy")
                .filter(text -> changes.isUnfinished(wanted)),
            Optional.of(": it is not healthy (" + Health.describe(status) + ")")
                .filter(text -> !Health.isHealthy(status, wanted.state())))
        .flatMap(Optional::stream)
        .findFirst()
        .map(text -> planned.name() + text + "; apply waits until it is");
  }

  private static boolean isInProgress(ConnectorStatus status) {
    return switch (status.state()) {
      case CREATING, UPDATING, PAUSING, RESUMING, RESTARTING, DELETING -> true;
      default -> false;
    };
  }
}
