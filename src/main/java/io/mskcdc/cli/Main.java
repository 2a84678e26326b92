package io.mskcdc.cli;

import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.Terminal;
import io.mskcdc.deploy.TargetConnections;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** The entry point of the command line. */
public final class Main {
  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    // Reports are compared and parsed, and some locales have digits of their own.
    Locale.setDefault(Locale.ROOT);
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int exitCode;
    try (TargetConnections connections = new TargetConnections()) {
      CommandFactory factory = new CommandFactory(Terminal.ofProcess(), connections);
      exitCode =
          configured(MskcdcCommand.sufficientFor(args, factory))
              .setOut(out)
              .setErr(err)
              .execute(args);
    }
    System.exit(end(exitCode, out, err));
  }

  /** Returns the exit code; a result that could not be written completely is a failure. */
  static int end(int exitCode, PrintWriter out, PrintWriter err) {
    boolean lost = out.checkError();
    if (lost) {
      err.print(ErrorHandler.outputNotWritten(exitCode));
    }
    err.flush();
    return lost ? ExitCode.FAILED : exitCode;
  }

  /** Returns the parser with its commands and error handling. */
  public static CommandLine commandLine(Terminal terminal, TargetConnections connections) {
    return configured(MskcdcCommand.withAll(new CommandFactory(terminal, connections)));
  }

  private static CommandLine configured(CommandLine commandLine) {
    return commandLine
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(int.class, text -> number(text, Integer::valueOf))
        .registerConverter(long.class, text -> number(text, Long::valueOf))
        .registerConverter(Long.class, text -> number(text, Long::valueOf))
        .setExecutionStrategy(Main::execute)
        .setParameterExceptionHandler(ErrorHandler::usage)
        .setExecutionExceptionHandler(ErrorHandler::execution);
  }

  /** An error of Java, such as a full stack or heap, is reported like an exception. */
  private static int execute(ParseResult parsed) {
    try {
      return new CommandLine.RunLast().execute(parsed);
    } catch (StackOverflowError | OutOfMemoryError e) {
      ParseResult last = parsed;
      while (last.hasSubcommand()) {
        last = last.subcommand();
      }
      CommandLine command = last.commandSpec().commandLine();
      throw new ExecutionException(command, e.toString(), new IllegalStateException(e));
    }
  }

  /** The parser's own message names the type of Java: "is not a long". */
  private static <T> T number(String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + text + "' is not a whole number in range");
    }
  }
}
