package io.mskcdc.report;

import io.mskcdc.apply.Health;
import io.mskcdc.apply.Outcome;
import io.mskcdc.plan.Action;
import io.mskcdc.runtime.ConnectorStatus;

/** What became of a plan, as text. */
public final class OutcomeText {
  private OutcomeText() {}

  /** Returns a line for one connector. */
  public static String of(Outcome outcome) {
    String status = outcome.status().map(OutcomeText::status).orElse("");
    return outcome.name()
        + ": "
        + switch (outcome.result()) {
          case APPLIED ->
              (outcome.action() == Action.CREATE ? "created" : "updated")
                  + ", healthy after "
                  + outcome.took().toSeconds()
                  + " s ("
                  + status
                  + ")";
          case UNCHANGED -> "nothing is different, nothing was written (" + status + ")";
          case FAILED -> "failed";
          case NOT_ATTEMPTED -> "not attempted, because an earlier one failed";
        }
        + "\n";
  }

  private static String status(ConnectorStatus status) {
    return Health.describe(status);
  }
}
