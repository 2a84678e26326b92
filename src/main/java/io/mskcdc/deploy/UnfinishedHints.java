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
    String seen;
    if (changes.isUnfinished(wanted)) {
      seen = "an earlier apply did not see this configuration healthy";
    } else if (!Health.isHealthy(status, wanted.state())) {
      seen = "it is not healthy (" + Health.describe(status) + ")";
    } else {
      return Optional.empty();
    }
    return Optional.of(
        planned.name()
            + ": "
            + seen
            + "; apply waits until it is"
            + Health.wayToTasks(planned.name(), status).map(way -> "; " + way).orElse(""));
  }

  private static boolean isInProgress(ConnectorStatus status) {
    return switch (status.state()) {
      case CREATING, UPDATING, PAUSING, RESUMING, RESTARTING, DELETING -> true;
      default -> false;
    };
  }
}
