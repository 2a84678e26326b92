package io.mskcdc.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.text.PrettyJson;

/** Writes a report as JSON. */
final class JsonText {
  /**
   * The version of every JSON report. It changes when a key is removed or gets another meaning. New
   * keys do not change it.
   */
  static final int VERSION = 1;

  private JsonText() {}

  /** Returns a report as a document with its {@code kind} and {@code version}. */
  static String of(Report report) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("kind", report.kind());
    document.put("version", VERSION);
    report.fill(document);
    return PrettyJson.of(document);
  }
}
