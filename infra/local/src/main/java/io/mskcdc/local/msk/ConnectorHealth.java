package io.mskcdc.local.msk;

import io.mskcdc.local.msk.WorkerRest.Status;
import java.time.Duration;
import java.util.Optional;

/**
 * Waits for a state of a connector and all of its tasks.
 *
 * @param stableFor how long the state must hold; right after a change Connect may still report the
 *     state before
 */
record ConnectorHealth(WorkerRest rest, Duration stableFor, Duration timeout) {
  private static final long POLL_MILLIS = 250;

  /**
   * Returns when the connector and its tasks have held a state.
   *
   * @throws OperationException if the connector or a task stays FAILED, or the time limit expires
   */
  void await(String wanted) throws OperationException, InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    long since = System.nanoTime();
    String verdict = "";
    String seen = "nothing";
    while (System.nanoTime() < deadline) {
      Optional<Status> status = rest.status();
      Optional<String> failure = status.flatMap(Status::failure);
      String now = verdict(status, failure, wanted);
      if (!now.equals(verdict)) {
        verdict = now;
        since = System.nanoTime();
      }
      boolean held = System.nanoTime() - since >= stableFor.toNanos();
      if (held && verdict.equals(wanted)) {
        return;
      }
      if (held && verdict.equals("FAILED")) {
        throw OperationException.failed(failure.orElseThrow());
      }
      seen = status.map(ConnectorHealth::states).orElse("no connector");
      Thread.sleep(POLL_MILLIS);
    }
    throw OperationException.unknown(
        String.format(
            "The connector was not %s within %d s: %s", wanted, timeout.toSeconds(), seen));
  }

  // Empty while the connector is between two states.
  private static String verdict(Optional<Status> status, Optional<String> failure, String wanted) {
    if (status.filter(found -> found.isAll(wanted)).isPresent()) {
      return wanted;
    }
    return failure.isPresent() ? "FAILED" : "";
  }

  private static String states(Status status) {
    return String.format(
        "connector %s, tasks %s",
        status.state(), status.tasks().stream().map(WorkerRest.Task::state).toList());
  }
}
