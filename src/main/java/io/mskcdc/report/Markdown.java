package io.mskcdc.report;

/** Writes elements of Markdown. */
final class Markdown {
  private Markdown() {}

  /** Returns a code block. */
  static String block(String language, String text) {
    // Four backticks, because a value may hold a fence of three.
    return "````" + language + "\n" + text + (text.endsWith("\n") ? "" : "\n") + "````\n";
  }

  /** Returns a text escaped for a cell of a table. */
  static String cell(String text) {
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ");
  }
}
