package io.mskcdc.report;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A template of DMS tasks.
 *
 * @param format {@code terraform} or {@code cloudformation}
 * @param template the content of the template's file
 */
public record DmsRenderReport(String format, String template) implements Report {
  @Override
  public String kind() {
    return "dms-render";
  }

  @Override
  public String text(Palette palette) {
    return template;
  }

  @Override
  public void fill(ObjectNode document) {
    document.put("format", format).put("template", template);
  }
}
