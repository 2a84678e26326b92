package io.mskcdc.deploy;

import java.util.function.Supplier;

/** Runs an action if a signal ends the process during some work. */
final class Interruption {
  private Interruption() {}

  /** Does the work. A signal meanwhile runs the action. */
  static <T> T during(Supplier<T> work, Runnable onSignal) {
    Thread hook = new Thread(onSignal, "interruption");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.get();
    } finally {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The process is ending, and the action runs.
      }
    }
  }
}
