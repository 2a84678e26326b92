package io.mskcdc.deploy;

import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.WantedState;
import io.mskcdc.offsets.SourcePosition;
import io.mskcdc.plan.Plan;
import io.mskcdc.plan.PlannedChange;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.runtime.Capability;
import io.mskcdc.runtime.ConnectRuntime;
import io.mskcdc.runtime.RunState;
import java.util.List;

/** Finds stopped source connectors without an offset, which a comparison does not show. */
final class LostOffsets {
  private LostOffsets() {}

  /** Returns a sentence for each connector of a plan that starts from the beginning. */
  static List<String> of(Plan plan, ConnectRuntime runtime) {
    return plan.changes().stream()
        .filter(change -> isStarted(change) && hasNoOffset(change, runtime))
        .map(
            change ->
                change.name()
                    + ": no offset is stored for it, so it reads its source from the beginning")
        .toList();
  }

  private static boolean isStarted(PlannedChange change) {
    return change.live().filter(live -> live.status().state() == RunState.STOPPED).isPresent()
        && change
            .wanted()
            .map(RenderedConnector::state)
            .filter(state -> state == WantedState.RUNNING)
            .isPresent();
  }

  private static boolean hasNoOffset(PlannedChange change, ConnectRuntime runtime) {
    if (!runtime.can(Capability.OFFSETS)
        || SourceConnectors.of(change.wanted().orElseThrow().config()).isEmpty()) {
      return false;
    }
    try {
      return SourcePosition.isMissing(runtime.offsets(change.name()));
    } catch (ProblemException e) {
      // The preflight of apply reports it.
      return false;
    }
  }
}
