package io.mskcdc.http;

import io.mskcdc.problem.ProblemException;

/** The result of sending a request once. */
public sealed interface Attempt<T> {

  /** A response that ends the request. */
  record Answered<T>(T value) implements Attempt<T> {}

  /**
   * A failure that another attempt may overcome.
   *
   * @param reason the reason in a few words, for the line that is printed while waiting
   * @param mayBeApplied whether the service may have carried out the request
   * @param problem the problem to throw where no time is left for another attempt
   */
  record Failed<T>(String reason, boolean mayBeApplied, ProblemException problem)
      implements Attempt<T> {}
}
