package io.mskcdc.cli.option;

import io.mskcdc.deploy.ChangeReview;
import io.mskcdc.report.Palette;
import io.mskcdc.report.Report;

/** Shows a change on the terminal, and requests approval there. */
public final class TerminalReview implements ChangeReview {
  private final EnvironmentOptions options;
  private final Approval approval;
  private final Terminal terminal;
  private final boolean printed;

  private TerminalReview(
      EnvironmentOptions options, Approval approval, Terminal terminal, boolean printed) {
    this.options = options;
    this.approval = approval;
    this.terminal = terminal;
    this.printed = printed;
  }

  /** Shows changes as a part of a text result. The output for programs stays a single document. */
  public static TerminalReview amongResults(
      EnvironmentOptions options, Approval approval, Terminal terminal) {
    return new TerminalReview(options, approval, terminal, options.isText());
  }

  /** Shows changes as progress. */
  public static TerminalReview asProgress(
      EnvironmentOptions options, Approval approval, Terminal terminal) {
    return new TerminalReview(options, approval, terminal, false);
  }

  @Override
  public void show(Report change) {
    if (printed) {
      options.print(change);
    } else {
      options.printProgress(change.text(Palette.NONE).stripTrailing());
    }
  }

  @Override
  public boolean isApproved() {
    return approval.isGiven(options, terminal);
  }
}
