package io.mskcdc.cli.option;

import io.mskcdc.report.Format;
import io.mskcdc.report.Report;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options of a command that prints one report and works on no environment. */
public final class ReportOutput {
  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "The format: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format;

  @Option(names = "--debug", description = "Print the stack trace of an error.")
  private boolean debug;

  /** Prints the result of the command to its output, in the requested format. */
  public void print(Report report) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(format.write(report, TerminalColours.ofProcess()));
    out.flush();
  }

  /** Prints a file's content to the command's output. */
  public void printText(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(text);
    out.flush();
  }

  /** Prints a report on the command's result to its error output, in the requested format. */
  public void printBeside(Report report) {
    PrintWriter err = spec.commandLine().getErr();
    err.print(format.write(report, TerminalColours.ofProcess()));
    err.flush();
  }
}
