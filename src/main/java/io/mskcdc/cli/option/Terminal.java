package io.mskcdc.cli.option;

import java.io.Console;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The terminal on which a command requests approval.
 *
 * @param answer reads a line that a person types; empty where there is no terminal
 */
public record Terminal(Optional<Supplier<String>> answer) {

  /** Returns this process's terminal; none when its input or output is not one. */
  public static Terminal ofProcess() {
    Console console = System.console();
    return new Terminal(Optional.ofNullable(console).map(found -> found::readLine));
  }
}
