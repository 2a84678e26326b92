package io.mskcdc.report;

/** How a report is written. */
public enum Format {
  TEXT,
  JSON,
  MARKDOWN;

  /** Returns a report in this format, ending with a line feed. */
  public String write(Report report, Palette palette) {
    return switch (this) {
      case TEXT -> report.text(palette);
      case JSON -> report.json();
      case MARKDOWN -> report.markdown();
    };
  }
}
