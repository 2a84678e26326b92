package io.mskcdc.report;

/** Pieces of Markdown. */
final class Markdown {
  private Markdown() {}

  /** Returns a block of code. */
  static String block(String language, String text) {
    // Longer than any fence that a value may hold.
    return "````" + language + "\n" + text + (text.endsWith("\n") ? "" : "\n") + "````\n";
  }

  /** Returns a text that may stand in a cell of a table. */
  static String cell(String text) {
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ");
  }
}
