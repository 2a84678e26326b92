package io.mskcdc.cli.option;

import static io.mskcdc.problem.ErrorCode.APPROVAL_MISSING;

import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import picocli.CommandLine.Option;

/** The option of every command that changes other environments than local only when told to. */
public final class Approval {
  @Option(
      names = "--auto-approve",
      description = "Do not ask; environments other than local ask otherwise.")
  private boolean given;

  /**
   * Asks, where somebody has to be asked.
   *
   * @return whether to go on
   * @throws ProblemException when nobody can be asked
   */
  public boolean isGiven(CommonOptions options, Terminal terminal) {
    if (given || options.isLocal()) {
      return true;
    }
    if (terminal.answer().isEmpty()) {
      throw new ProblemException(
          Problem.of(
              APPROVAL_MISSING,
              "environment " + options.env,
              "there is no terminal to ask for approval, nothing was changed",
              "look at the plan, then run the command with --auto-approve"));
    }
    options.tell("Change environment " + options.env + " like this? Only 'yes' is a yes:");
    boolean yes = "yes".equals(terminal.answer().get().get());
    if (!yes) {
      options.tell("nothing was changed");
    }
    return yes;
  }
}
