package io.mskcdc.cli;

import io.mskcdc.problem.ProblemException;
import io.mskcdc.report.ProblemText;
import java.io.PrintWriter;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns what a command throws into words and an exit code. */
final class Errors {
  private static final String DEBUG = "--debug";

  private Errors() {}

  /** A command line that cannot be understood. */
  static int usage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("error " + e.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
    err.println("  next: " + command.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE;
  }

  /** Anything thrown while a command ran; the stack trace only on request. */
  static int execution(Exception e, CommandLine command, ParseResult result) {
    PrintWriter err = command.getErr();
    if (e instanceof ProblemException known) {
      known.problems().forEach(problem -> err.print(ProblemText.of(problem)));
    } else {
      err.println("error [internal] mskcdc: " + e);
      err.println("  next: run it again with --debug and report what it prints");
    }
    if (Arrays.asList(result.originalArgs().toArray()).contains(DEBUG)) {
      e.printStackTrace(err);
    }
    err.flush();
    return ExitCode.FAILED;
  }
}
