package io.mskcdc.apply;

import static io.mskcdc.problem.ErrorCode.CONNECTOR_ABSENT;
import static io.mskcdc.problem.ErrorCode.CONNECTOR_DISAPPEARED;
import static io.mskcdc.problem.ErrorCode.CONNECTOR_FAILED;
import static io.mskcdc.problem.ErrorCode.CONNECTOR_NOT_HEALTHY;
import static io.mskcdc.problem.ErrorCode.CONNECT_OTHER_CLUSTER;
import static io.mskcdc.problem.ErrorCode.TASK_FAILED;
import static io.mskcdc.problem.ErrorCode.WRITE_NOT_KEPT;

import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.runtime.ConnectRuntime;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Notices that the address of the workers leads to those of another Kafka cluster during a command:
 * what is absent or different there looks like another client's deletion or change.
 */
public final class ClusterWatch {
  /** Notices nothing. */
  static final ClusterWatch NONE = new ClusterWatch(Optional::empty, Optional.empty());

  /** What a connector that another client has changed shows too. */
  private static final Set<ErrorCode> OF_WHAT_RUNS =
      EnumSet.of(TASK_FAILED, CONNECTOR_FAILED, CONNECTOR_NOT_HEALTHY);

  /** Changes of another client, which an answer of another cluster looks like. */
  private static final Set<ErrorCode> OF_ANOTHER_CLIENT =
      EnumSet.of(WRITE_NOT_KEPT, CONNECTOR_DISAPPEARED, CONNECTOR_ABSENT);

  private final Supplier<Optional<String>> reading;
  private final Optional<String> before;

  private ClusterWatch(Supplier<Optional<String>> reading, Optional<String> before) {
    this.reading = reading;
    this.before = before;
  }

  /** Reads which cluster answers now. */
  public static ClusterWatch begin(ConnectRuntime runtime) {
    return new ClusterWatch(runtime::cluster, runtime.cluster());
  }

  /** Returns whether a problem is one of a connector that was read, whoever configured it. */
  static boolean isOfWhatRuns(Problem problem) {
    return OF_WHAT_RUNS.contains(problem.code());
  }

  /**
   * Checks that the same cluster answers.
   *
   * @throws ProblemException if another one does
   */
  public void require(String connector) {
    ProblemException.throwIfPresent(other(connector));
  }

  /** Returns the problems of a failure, or what remains of them if another cluster answers. */
  public List<Problem> explained(String connector, List<Problem> problems) {
    boolean mayBe =
        problems.stream()
            .allMatch(
                problem -> isOfWhatRuns(problem) || OF_ANOTHER_CLIENT.contains(problem.code()));
    Optional<Problem> other = mayBe ? other(connector) : Optional.empty();
    return other.isEmpty()
        ? problems
        : Stream.concat(other.stream(), problems.stream().filter(ClusterWatch::isOfWhatRuns))
            .toList();
  }

  /** Like {@link #explained(String, List)}, of an exception. */
  public ProblemException explained(String connector, ProblemException failure) {
    List<Problem> problems = explained(connector, failure.problems());
    if (problems.equals(failure.problems())) {
      return failure;
    }
    ProblemException explained = new ProblemException(problems);
    explained.initCause(failure);
    return explained;
  }

  private Optional<Problem> other(String connector) {
    if (before.isEmpty()) {
      return Optional.empty();
    }
    return reading
        .get()
        .filter(now -> !now.equals(before.get()))
        .map(
            now ->
                Problem.of(
                    CONNECT_OTHER_CLUSTER,
                    connector,
                    "the workers that answer now are others than before: their Kafka cluster is %s,"
                            .formatted(now)
                        + " and was %s when the command began".formatted(before.get()),
                    "find out where connect.url leads, then look at what is live there with mskcdc"
                        + " plan"));
  }
}
