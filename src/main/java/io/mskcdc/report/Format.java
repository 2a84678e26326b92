package io.mskcdc.report;

import java.util.Locale;

/** The format of a report. */
public enum Format {
  TEXT,
  JSON,
  MARKDOWN;

  /** Returns the name as it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns a report in this format, ending with a line feed. */
  public String write(Report report, Palette palette) {
    return switch (this) {
      case TEXT -> report.text(palette);
      case JSON -> report.json();
      case MARKDOWN -> report.markdown();
    };
  }
}
