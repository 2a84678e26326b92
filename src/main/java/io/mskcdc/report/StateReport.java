package io.mskcdc.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.apply.Health;
import io.mskcdc.runtime.ConnectorStatus;

/**
 * A connector whose state was changed.
 *
 * @param verb the change, such as {@code paused}
 * @param name the connector
 * @param status its status after the change
 */
public record StateReport(String verb, String name, ConnectorStatus status) implements Report {
  @Override
  public String kind() {
    return "state";
  }

  @Override
  public String text(Palette palette) {
    return name + ": " + verb + " (" + Health.describe(status) + ")\n";
  }

  @Override
  public String markdown() {
    return "`" + name + "`: " + verb + " (" + Health.describe(status) + ")\n";
  }

  @Override
  public void fill(ObjectNode document) {
    document.put("name", name);
    document.put("done", verb);
    StatusReport.fill(document.putObject("status"), status);
  }
}
