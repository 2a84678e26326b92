package io.mskcdc.cli;

import io.mskcdc.apply.ApplyListener;
import java.io.PrintWriter;

/** Prints what happens, a line for each event. */
final class Progress {
  private Progress() {}

  /** Returns a listener that prints to a writer. */
  static ApplyListener to(PrintWriter err) {
    return (connector, text) -> {
      err.println(connector + ": " + text);
      err.flush();
    };
  }
}
