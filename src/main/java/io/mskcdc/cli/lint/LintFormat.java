package io.mskcdc.cli.lint;

import java.util.Locale;

/** The formats of lint. */
enum LintFormat {
  TEXT,
  JSON,
  MARKDOWN,
  SARIF,
  GITHUB;

  /** Returns the name as it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
