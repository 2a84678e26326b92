package io.mskcdc.report;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a command was asked for, in three forms. */
public interface Report {
  /** Returns what it is, like {@code plan}. */
  String kind();

  /** Returns it for people, ending with a line feed. */
  String text(Palette palette);

  /** Returns it for a comment on a change, as Markdown. */
  String markdown();

  /** Fills in what it holds for programs; {@link JsonText} adds the kind and the version. */
  void fill(ObjectNode document);

  /** Returns it for programs. */
  default String json() {
    return JsonText.of(this);
  }
}
