package io.mskcdc.problem;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Ends a command with one or more {@link Problem}s; the command line prints them and exits with 1.
 */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /** Carries the problems found; at least one. */
  public ProblemException(List<Problem> problems) {
    super(problems.stream().map(Problem::headline).collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  /** Carries one problem. */
  public ProblemException(Problem problem) {
    this(List.of(problem));
  }

  /** Carries one problem and its cause, which is shown only on request. */
  public ProblemException(Problem problem, Throwable cause) {
    this(List.of(problem));
    initCause(cause);
  }

  /**
   * Ends the command if there is a problem.
   *
   * @throws ProblemException with the problem
   */
  public static void throwIfPresent(Optional<Problem> problem) {
    if (problem.isPresent()) {
      throw new ProblemException(problem.get());
    }
  }

  /** Returns the problems, in the order they were found. */
  public List<Problem> problems() {
    return problems;
  }
}
