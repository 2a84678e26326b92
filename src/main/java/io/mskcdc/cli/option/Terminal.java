package io.mskcdc.cli.option;

import java.io.Console;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The person at the other end, where there is one.
 *
 * @param answer reads a line of the person's; empty where nobody can be asked
 */
public record Terminal(Optional<Supplier<String>> answer) {

  /** Returns this process's terminal; none when its input or output is not one. */
  public static Terminal ofProcess() {
    Console console = System.console();
    return new Terminal(Optional.ofNullable(console).map(found -> found::readLine));
  }
}
