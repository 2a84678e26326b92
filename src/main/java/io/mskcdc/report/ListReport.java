package io.mskcdc.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.apply.Health;
import io.mskcdc.config.WantedState;
import io.mskcdc.runtime.ConnectorStatus;
import java.util.List;
import java.util.Optional;

/**
 * The connectors of an environment, listed or live.
 *
 * @param environment the environment
 * @param connectors one entry for each connector
 */
public record ListReport(String environment, List<Entry> connectors) implements Report {

  /**
   * One connector.
   *
   * @param name its name
   * @param listed whether the environment lists the connector
   * @param wanted the state that it lists; empty if it lists none, or if that is not known
   * @param status its status; empty where it is not deployed
   */
  public record Entry(
      String name, boolean listed, Optional<WantedState> wanted, Optional<ConnectorStatus> status) {

    private String wantedText() {
      return wanted.map(WantedState::text).orElse(listed ? "not known" : "not listed");
    }

    private String statusText() {
      return status.map(Health::describe).orElse("not deployed");
    }
  }

  public ListReport {
    connectors = List.copyOf(connectors);
  }

  @Override
  public String kind() {
    return "list";
  }

  @Override
  public String text(Palette palette) {
    if (connectors.isEmpty()) {
      return "There are no connectors.\n";
    }
    int width = connectors.stream().mapToInt(entry -> entry.name().length()).max().orElseThrow();
    String line = "%-" + Math.max(width, "CONNECTOR".length()) + "s  %-10s  %s\n";
    StringBuilder out = new StringBuilder(line.formatted("CONNECTOR", "WANTED", "STATUS"));
    for (Entry entry : connectors) {
      out.append(line.formatted(entry.name(), entry.wantedText(), entry.statusText()));
    }
    return out.toString();
  }

  @Override
  public String markdown() {
    StringBuilder out = new StringBuilder("## Connectors of ").append(environment).append("\n\n");
    out.append("| connector | wanted | status |\n|---|---|---|\n");
    for (Entry entry : connectors) {
      out.append(
          "| `%s` | %s | %s |\n".formatted(entry.name(), entry.wantedText(), entry.statusText()));
    }
    return out.toString();
  }

  @Override
  public void fill(ObjectNode document) {
    document.put("environment", environment);
    ArrayNode list = document.putArray("connectors");
    for (Entry entry : connectors) {
      ObjectNode node = list.addObject().put("name", entry.name());
      entry.wanted().ifPresent(state -> node.put("wanted", state.text()));
      entry.status().ifPresent(status -> StatusReport.fill(node.putObject("status"), status));
    }
  }
}
