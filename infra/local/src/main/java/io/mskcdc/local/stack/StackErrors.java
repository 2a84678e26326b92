package io.mskcdc.local.stack;

import io.mskcdc.local.process.StackException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Prints the message of a {@link StackException} and returns exit code 1. */
public final class StackErrors implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed)
      throws Exception {
    if (!(e instanceof StackException)) {
      throw e;
    }
    command.getErr().println("error: " + e.getMessage());
    return 1;
  }
}
