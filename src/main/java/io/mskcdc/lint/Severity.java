package io.mskcdc.lint;

import java.util.Locale;
import java.util.Optional;

/** When a finding ends a command. */
public enum Severity {
  /** Ends each command that reads the bundle. */
  ERROR,

  /** Ends a command that connects to AWS or to a worker; other commands print a warning. */
  ERROR_WHEN_CONNECTING,

  /** Ends no command. */
  WARNING,

  /** Ends no command, and only {@code lint} prints it. */
  HINT;

  /** Returns the severity of this name; empty for {@code off}. */
  static Optional<Severity> of(String text) {
    return text.equals("off")
        ? Optional.empty()
        : Optional.of(valueOf(text.toUpperCase(Locale.ROOT)));
  }

  /** Returns the severity as {@code lint} prints it, which connects to nothing. */
  public String text() {
    return switch (this) {
      case ERROR -> "error";
      case WARNING -> "warning";
      case ERROR_WHEN_CONNECTING, HINT -> "hint";
    };
  }
}
