package io.mskcdc.apply;

import io.mskcdc.plan.Action;
import io.mskcdc.problem.Problem;
import io.mskcdc.runtime.ConnectorStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What became of one connector.
 *
 * @param name the connector
 * @param action what was to be done with it
 * @param result how it ended
 * @param status its last status, where it is known
 * @param took the time from the first write to the end
 * @param problems why it failed; empty otherwise
 */
public record Outcome(
    String name,
    Action action,
    Result result,
    Optional<ConnectorStatus> status,
    Duration took,
    List<Problem> problems) {

  /** How the work on a connector ended. */
  public enum Result {
    /** Written, and healthy. */
    APPLIED,
    /** Nothing was different, and it is healthy. */
    UNCHANGED,
    /** See the problems. */
    FAILED,
    /**
     * See the problems; what ran before runs again, because of this tool or of the service itself,
     * or a creation is left stopped.
     */
    ROLLED_BACK,
    /** An earlier connector failed. */
    NOT_ATTEMPTED
  }

  public Outcome {
    problems = List.copyOf(problems);
  }

  /** Returns whether the connector is as it is wanted. */
  public boolean isGood() {
    return result == Result.APPLIED || result == Result.UNCHANGED;
  }
}
