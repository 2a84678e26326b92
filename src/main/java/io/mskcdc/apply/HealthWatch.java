package io.mskcdc.apply;

import static io.mskcdc.problem.ErrorCode.CONNECTOR_DISAPPEARED;
import static io.mskcdc.problem.ErrorCode.CONNECTOR_FAILED;
import static io.mskcdc.problem.ErrorCode.CONNECTOR_NOT_HEALTHY;
import static io.mskcdc.problem.ErrorCode.TASK_FAILED;

import io.mskcdc.catalog.ExclusiveValue;
import io.mskcdc.config.WantedState;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.runtime.ConnectRuntime;
import io.mskcdc.runtime.ConnectorStatus;
import io.mskcdc.runtime.LiveConnector;
import io.mskcdc.runtime.RunState;
import io.mskcdc.runtime.TaskStatus;
import io.mskcdc.time.Poller;
import io.mskcdc.time.Polling;
import io.mskcdc.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Waits until a connector has been healthy for some time without a break. A change of a state or of
 * the worker that runs a task restarts the count.
 */
public final class HealthWatch {
  private final ConnectRuntime runtime;
  private final Duration timeout;
  private final Duration stableFor;
  private final Time time;

  /**
   * @param timeout how long to wait in all
   * @param stableFor how long a connector must be healthy without a break
   */
  public HealthWatch(ConnectRuntime runtime, Duration timeout, Duration stableFor) {
    this(runtime, timeout, stableFor, Time.SYSTEM);
  }

  HealthWatch(ConnectRuntime runtime, Duration timeout, Duration stableFor, Time time) {
    this.runtime = runtime;
    this.timeout = timeout;
    this.stableFor = stableFor;
    this.time = time;
  }

  /**
   * Waits, counting from now.
   *
   * @param progress receives each change of the status
   * @return the status in which the connector was healthy for long enough
   * @throws ProblemException with the cause when it or a task has failed, or is not healthy in time
   */
  public ConnectorStatus await(String name, WantedState wanted, Consumer<String> progress) {
    return poller(timeout)
        .until(
            name,
            new Observation(name, wanted, progress),
            this::isStable,
            last -> new ProblemException(late(name, wanted, last)))
        .status();
  }

  /**
   * Waits until a connector's status differs from the given status.
   *
   * @return whether it did within the time limit
   */
  boolean awaitChange(String name, ConnectorStatus from, Duration limit) {
    return poller(limit)
        .holds(
            name,
            () -> runtime.connector(name).map(LiveConnector::status),
            status -> status.filter(from::equals).isEmpty());
  }

  private boolean isStable(Sighting sighting) {
    return sighting.healthyFor() != null && sighting.healthyFor().compareTo(stableFor) >= 0;
  }

  private Poller poller(Duration limit) {
    return new Poller(new Polling(runtime.polling().interval(), limit), time);
  }

  /** Returns a problem for a failed connector, or else one for each failed task. */
  private List<Problem> failures(String name, ConnectorStatus status) {
    if (status.state() == RunState.FAILED) {
      return List.of(
          failure(CONNECTOR_FAILED, name, "the connector failed: ", status.trace(), null));
    }
    return status.tasks().stream()
        .filter(task -> task.state() == RunState.FAILED)
        .map(
            task ->
                failure(TASK_FAILED, name, "task " + task.id() + " failed: ", task.trace(), task))
        .toList();
  }

  private Problem failure(ErrorCode code, String name, String what, String trace, TaskStatus task) {
    String worker = task == null || task.worker() == null ? "the workers" : task.worker();
    return Problem.of(
        code,
        name,
        what + TraceCause.of(trace).text(),
        sharedWith(name, trace)
            + "correct what the cause names and apply again; the log of "
            + worker
            + " has the details");
  }

  /** MySQL tells the client whose server id another client has, but not the other client. */
  private String sharedWith(String name, String trace) {
    if (trace == null || !trace.contains("same server_uuid/server_id")) {
      return "";
    }
    List<LiveConnector> live = runtime.connectors();
    Set<ExclusiveValue> own =
        live.stream()
            .filter(connector -> connector.name().equals(name))
            .flatMap(failed -> ExclusiveValue.of(failed.config()).stream())
            .collect(Collectors.toSet());
    return live.stream()
        .filter(other -> !other.name().equals(name))
        .flatMap(
            other ->
                ExclusiveValue.of(other.config()).stream()
                    .filter(own::contains)
                    .map(
                        value ->
                            "the connector %s has the same %s; "
                                .formatted(other.name(), value.key())))
        .collect(Collectors.joining());
  }

  private static ProblemException disappeared(String name) {
    return new ProblemException(
        Problem.of(
            CONNECTOR_DISAPPEARED,
            name,
            "another client deleted the connector during the wait",
            "find the client that deletes it, then apply again"));
  }

  private Problem late(String name, WantedState wanted, Sighting last) {
    return Problem.of(
        CONNECTOR_NOT_HEALTHY,
        name,
        "not "
            + wanted.text()
            + " and stable within "
            + timeout.toSeconds()
            + " s; last seen: "
            + Health.describe(last.status())
            + missing(last),
        "look at the workers' logs; if it only needs longer, apply again with a longer --timeout");
  }

  /** Returns what was missing, unless the status shows it. */
  private String missing(Sighting last) {
    return last.healthyFor() == null
        ? ""
        : ", without a change for only %d of the %d s of --stable-for"
            .formatted(last.healthyFor().toSeconds(), stableFor.toSeconds());
  }

  /**
   * One read of a connector.
   *
   * @param healthyFor how long it has been healthy without a change; null if it is not
   */
  private record Sighting(ConnectorStatus status, Duration healthyFor) {}

  /** Reads a connector, and measures how long it has been healthy without a change. */
  private final class Observation implements Supplier<Sighting> {
    private final String name;
    private final WantedState wanted;
    private final Consumer<String> progress;
    private ConnectorStatus previous;
    private Duration healthySince;

    Observation(String name, WantedState wanted, Consumer<String> progress) {
      this.name = name;
      this.wanted = wanted;
      this.progress = progress;
    }

    @Override
    public Sighting get() {
      ConnectorStatus status =
          runtime.connector(name).map(LiveConnector::status).orElseThrow(() -> disappeared(name));
      boolean same = status.equals(previous);
      previous = status;
      if (!same) {
        progress.accept(Health.describe(status));
      }
      if (Health.isHealthy(status, wanted)) {
        Duration now = time.now();
        healthySince = healthySince == null || !same ? now : healthySince;
        return new Sighting(status, now.minus(healthySince));
      }
      healthySince = null;
      // The first sighting may show a failure of the configuration before.
      if (status.hasFailed() && same) {
        throw new ProblemException(failures(name, status));
      }
      return new Sighting(status, null);
    }
  }
}
