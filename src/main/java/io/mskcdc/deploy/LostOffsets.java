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
import io.mskcdc.runtime.LiveConnector;
import io.mskcdc.runtime.RunState;
import java.util.List;
import java.util.Optional;

/** Finds stopped source connectors without an offset, which a comparison does not show. */
final class LostOffsets {
  private LostOffsets() {}

  /** Returns a sentence for each connector of a plan that starts from the beginning. */
  static List<String> of(Plan plan, ConnectRuntime runtime) {
    return plan.changes().stream()
        .filter(LostOffsets::isStarted)
        .flatMap(change -> of(change.live().orElseThrow(), runtime).stream())
        .toList();
  }

  /** Returns a sentence for a stopped connector if a start reads its source from the beginning. */
  static Optional<String> of(LiveConnector stopped, ConnectRuntime runtime) {
    return hasNoOffset(stopped, runtime)
        ? Optional.of(
            stopped.name()
                + ": no offset is stored for it, so it reads its source from the beginning")
        : Optional.empty();
  }

  private static boolean isStarted(PlannedChange change) {
    return change.live().filter(live -> live.status().state() == RunState.STOPPED).isPresent()
        && change
            .wanted()
            .map(RenderedConnector::state)
            .filter(state -> state == WantedState.RUNNING)
            .isPresent();
  }

  private static boolean hasNoOffset(LiveConnector live, ConnectRuntime runtime) {
    if (!runtime.can(Capability.OFFSETS) || SourceConnectors.of(live.config()).isEmpty()) {
      return false;
    }
    try {
      return SourcePosition.isMissing(runtime.offsets(live.name()));
    } catch (ProblemException e) {
      // The preflight of apply reports it.
      return false;
    }
  }
}
