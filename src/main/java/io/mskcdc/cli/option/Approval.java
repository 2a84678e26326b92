package io.mskcdc.cli.option;

import static io.mskcdc.problem.ErrorCode.APPROVAL_MISSING;

import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import picocli.CommandLine.Option;

/** The option of every command that asks before it changes an environment other than local. */
public final class Approval {
  @Option(
      names = "--auto-approve",
      description = "Do not ask before changing an environment other than local.")
  private boolean given;

  /**
   * Requests approval, unless the environment is local or {@code --auto-approve} is given.
   *
   * @return whether the command may continue
   * @throws ProblemException when there is no terminal
   */
  boolean isGiven(EnvironmentOptions options, Terminal terminal) {
    String env = options.env();
    if (given || env.equals(EnvironmentOptions.LOCAL)) {
      return true;
    }
    if (terminal.answer().isEmpty()) {
      throw new ProblemException(
          Problem.of(
              APPROVAL_MISSING,
              "environment " + env,
              "approval is required and there is no terminal; nothing was changed",
              "review the plan, then run the command with --auto-approve"));
    }
    options.printProgress("Change environment " + env + " like this? Type 'yes' to approve:");
    boolean yes = "yes".equals(terminal.answer().get().get());
    if (!yes) {
      options.printProgress("nothing was changed");
    }
    return yes;
  }
}
