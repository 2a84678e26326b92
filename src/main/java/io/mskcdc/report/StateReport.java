package io.mskcdc.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.apply.Health;
import io.mskcdc.apply.HealthWatch.Healthy;

/**
 * A connector whose state was changed.
 *
 * @param verb the change, such as {@code paused}
 * @param name the connector
 * @param reached how the wait for its new state ended
 */
public record StateReport(String verb, String name, Healthy reached) implements Report {
  @Override
  public String kind() {
    return "state";
  }

  @Override
  public String text(Palette palette) {
    return name + ": " + sentence() + "\n";
  }

  @Override
  public String markdown() {
    return "`" + name + "`: " + sentence() + "\n";
  }

  private String sentence() {
    return verb
        + " ("
        + Health.describe(reached.status())
        + ")"
        + reached.caveat().map(text -> "; " + text).orElse("");
  }

  @Override
  public void fill(ObjectNode document) {
    document.put("name", name);
    document.put("done", verb);
    StatusReport.fill(document.putObject("status"), reached.status());
    reached.caveat().ifPresent(text -> document.put("note", text));
  }
}
