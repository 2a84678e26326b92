package io.mskcdc.deploy;

import io.mskcdc.problem.ProblemException;
import io.mskcdc.report.Report;

/** Shows a change before it is made, and asks for approval. */
public interface ChangeReview {

  /** Shows what is about to change. Called before {@link #isApproved}. */
  void show(Report change);

  /**
   * Asks for approval of what was shown.
   *
   * @return whether to make the change
   * @throws ProblemException when approval is required and there is no terminal
   */
  boolean isApproved();
}
