package io.mskcdc.cli;

import static io.mskcdc.problem.ErrorCode.INTERNAL;
import static io.mskcdc.problem.ErrorCode.OUTPUT_NOT_WRITTEN;
import static io.mskcdc.problem.ErrorCode.USAGE;

import io.mskcdc.cli.option.EnvironmentOptions;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.SuggestedCommands;
import io.mskcdc.cli.option.TerminalColours;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.report.ErrorReport;
import io.mskcdc.report.Format;
import io.mskcdc.report.Palette;
import io.mskcdc.text.OneLine;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Prints the exceptions of commands and chooses the exit code. */
final class ErrorHandler {
  private ErrorHandler() {}

  /** Prints a usage error. */
  static int usage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("error [" + USAGE.code() + "] " + e.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
    err.println("  next: " + command.getCommandSpec().qualifiedName() + " --help");
    err.flush();
    return ExitCode.USAGE;
  }

  /**
   * Returns the text of the error that the result could not be written.
   *
   * @param exitCode the exit code of the command itself
   */
  static String outputNotWritten(int exitCode) {
    return new ErrorReport(
            List.of(
                Problem.of(
                    OUTPUT_NOT_WRITTEN,
                    "stdout",
                    "the result could not be written completely; "
                        + (exitCode == ExitCode.FAILED
                            ? "the exit code of the command itself is 1, too"
                            : "the command has done its work"),
                    "write it elsewhere, or look at the state with: mskcdc status")))
        .text(TerminalColours.ofProcess());
  }

  /** Prints the exception that ended a command. Prints its stack trace with --debug only. */
  static int execution(Exception e, CommandLine command, ParseResult result) {
    if (e instanceof ParameterException usage) {
      return usage(usage, new String[0]);
    }
    PrintWriter err = command.getErr();
    ParseResult matched = command.getParseResult();
    List<Problem> problems =
        e instanceof ProblemException known
            ? known.problems()
            : List.of(
                Problem.of(
                    INTERNAL,
                    "mskcdc",
                    e.toString(),
                    "run the command again with --debug, and report the output"));
    ErrorReport report = new ErrorReport(problems);
    String environment = environment(matched);
    Path configs = matched.matchedOptionValue("--configs", null);
    Path offsets = matched.matchedOptionValue("--offsets-dir", null);
    err.print(
        SuggestedCommands.in(
            environment,
            configs,
            offsets,
            OneLine.visible(report.text(TerminalColours.ofProcess()))));
    if (isJson(matched)) {
      command
          .getOut()
          .print(
              SuggestedCommands.inJson(
                  environment,
                  configs,
                  offsets,
                  OneLine.visible(Format.JSON.write(report, Palette.NONE))));
      command.getOut().flush();
    }
    if (matched.hasMatchedOption("--debug")) {
      e.printStackTrace(err);
    }
    err.flush();
    return ExitCode.FAILED;
  }

  /** Some commands have no environment, and lint may have several. */
  private static String environment(ParseResult matched) {
    return matched.matchedOptionValue("--env", (Object) EnvironmentOptions.LOCAL)
            instanceof String one
        ? one
        : EnvironmentOptions.LOCAL;
  }

  /** Commands have formats of their own beside those of reports. */
  private static boolean isJson(ParseResult matched) {
    Object format = matched.matchedOptionValue("--output", (Object) Format.TEXT);
    return Format.JSON.toString().equals(format.toString());
  }
}
