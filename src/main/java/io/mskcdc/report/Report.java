package io.mskcdc.report;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The result of a command, in three formats. */
public interface Report {
  /** Returns the kind of the report, such as {@code plan}. */
  String kind();

  /** Returns the report for a terminal, ending with a line feed. */
  String text(Palette palette);

  /** Returns the report as Markdown, for a comment on a pull request. */
  default String markdown() {
    return Markdown.block("", text(Palette.NONE));
  }

  /** Adds the content to a JSON document. {@link JsonText} adds the kind and the version. */
  void fill(ObjectNode document);

  /** Returns the report as JSON, for programs. */
  default String json() {
    return JsonText.of(this);
  }
}
