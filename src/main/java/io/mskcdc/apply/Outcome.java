package io.mskcdc.apply;

import io.mskcdc.plan.Action;
import io.mskcdc.problem.Problem;
import io.mskcdc.runtime.ConnectorStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The result of applying a plan to one connector.
 *
 * @param name the connector
 * @param action the planned action
 * @param result the result
 * @param status its last status, where it is known
 * @param took the time from the first write to the end
 * @param note what the result leaves open, a sentence without its end: what was not seen although
 *     the status is good, or that a change that failed was written
 * @param problems the causes of a failure; empty otherwise
 */
public record Outcome(
    String name,
    Action action,
    Result result,
    Optional<ConnectorStatus> status,
    Optional<String> note,
    Duration took,
    List<Problem> problems) {

  /** The kinds of results. */
  public enum Result {
    /** Written, and healthy. */
    APPLIED,
    /** Without differences, and healthy. */
    UNCHANGED,
    /** See the problems. */
    FAILED,
    /**
     * See the problems. The previous configuration runs again, restored by this tool or by the
     * service, or the new connector is stopped.
     */
    ROLLED_BACK,
    /**
     * See the problems. The previous configuration is written again, or the new connector's stop is
     * requested, but nobody saw that it took effect.
     */
    ROLLBACK_NOT_VERIFIED,
    /** See the problems. Which configuration is live after a rollback that failed is not known. */
    ROLLBACK_FAILED,
    /** An earlier connector failed. */
    NOT_ATTEMPTED
  }

  public Outcome {
    problems = List.copyOf(problems);
  }

  /** Returns whether the connector is in the wanted state. */
  public boolean isGood() {
    return result == Result.APPLIED || result == Result.UNCHANGED;
  }
}
