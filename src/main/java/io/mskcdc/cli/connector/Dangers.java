package io.mskcdc.cli.connector;

import static io.mskcdc.problem.ErrorCode.DANGER_NOT_ACCEPTED;

import io.mskcdc.cli.option.CommonOptions;
import io.mskcdc.config.Bundle;
import io.mskcdc.plan.Acceptance;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;

/** Refuses what is dangerous and not accepted, and reports what is accepted for nothing. */
final class Dangers {
  private Dangers() {}

  /** Refuses. */
  static void requireAccepted(Acceptance acceptance, Bundle bundle) {
    if (acceptance.open().isEmpty()) {
      return;
    }
    throw new ProblemException(
        acceptance.open().stream()
            .map(
                open ->
                    new Problem(
                        DANGER_NOT_ACCEPTED,
                        bundle.paths().shown(open.connector().file()),
                        open.danger().key(),
                        open.danger().code().code() + ": " + open.danger().cost(),
                        "take the change back, or accept it: once with --accept "
                            + open.danger().code().code()
                            + ", or under accept in the connector's file"))
            .toList());
  }

  /** Reports. */
  static void tellUnneeded(Acceptance acceptance, Bundle bundle, CommonOptions options) {
    for (Acceptance.Unneeded unneeded : acceptance.unneeded()) {
      options.tell(
          unneeded.connector() == null
              ? "warning --accept " + unneeded.rule() + ": nothing needs it"
              : "warning "
                  + bundle.paths().shown(unneeded.connector().file())
                  + ", accept: nothing needs "
                  + unneeded.rule()
                  + " (any more); remove the entry");
    }
  }
}
