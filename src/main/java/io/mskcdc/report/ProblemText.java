package io.mskcdc.report;

import io.mskcdc.problem.Problem;

/** A problem as text. */
public final class ProblemText {
  private ProblemText() {}

  /** Returns what is wrong and, on the next line, what to do. */
  public static String of(Problem problem) {
    return "error " + problem.headline() + "\n  next: " + problem.next() + "\n";
  }
}
