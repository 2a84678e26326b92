package io.mskcdc.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.apply.Health;
import io.mskcdc.config.WantedState;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The status of several connectors.
 *
 * @param environment the environment
 * @param connectors one entry for each connector
 */
public record EnvironmentStatusReport(String environment, List<Entry> connectors)
    implements Report {

  /**
   * One connector.
   *
   * @param name its name
   * @param wanted the state that the environment lists; empty if it is not known
   * @param status its status; empty where it is not deployed
   */
  public record Entry(String name, Optional<WantedState> wanted, Optional<StatusReport> status)
      implements Report {

    /**
     * Returns whether the connector is deployed and in the wanted state, tasks included, and is not
     * known to stand still.
     */
    public boolean isAsWanted() {
      return status
          .filter(found -> found.standstill().isEmpty())
          .filter(
              found ->
                  wanted
                      .filter(state -> Health.isHealthy(found.live().status(), state))
                      .isPresent())
          .isPresent();
    }

    private String wantedText() {
      return wanted.map(WantedState::text).orElse("not known");
    }

    @Override
    public String kind() {
      return "status";
    }

    @Override
    public String text(Palette palette) {
      String text =
          status
              .map(found -> found.text(palette))
              .orElse(name + ": not deployed\n  next: mskcdc apply " + name + "\n");
      return isAsWanted() ? text : text + "  wanted: " + wantedText() + "\n";
    }

    @Override
    public void fill(ObjectNode document) {
      document.put("name", name);
      document.put("wanted", wanted.map(WantedState::text).orElse(null));
      document.put("asWanted", isAsWanted());
      document.put("deployed", status.isPresent());
      status.ifPresent(found -> found.fill(document));
    }
  }

  public EnvironmentStatusReport {
    connectors = List.copyOf(connectors);
  }

  /** Returns whether every connector is deployed and in its wanted state. */
  public boolean isAsWanted() {
    return connectors.stream().allMatch(Entry::isAsWanted);
  }

  @Override
  public String kind() {
    return "status";
  }

  @Override
  public String text(Palette palette) {
    return connectors.isEmpty()
        ? "Environment " + environment + " lists no connectors.\n"
        : connectors.stream().map(entry -> entry.text(palette)).collect(Collectors.joining());
  }

  @Override
  public String markdown() {
    StringBuilder out = new StringBuilder("## Status of ").append(environment).append("\n\n");
    if (connectors.isEmpty()) {
      return out.append("No connectors are listed.\n").toString();
    }
    out.append("| connector | wanted | status |\n|---|---|---|\n");
    for (Entry entry : connectors) {
      String status =
          entry
              .status()
              .map(
                  found ->
                      Health.describe(found.live().status())
                          + found.standstill().map(sentence -> ", not seen to move").orElse(""))
              .orElse("not deployed");
      out.append("| `")
          .append(entry.name())
          .append("` | ")
          .append(entry.wantedText())
          .append(" | ")
          .append(entry.isAsWanted() ? status : "**" + status + "**")
          .append(" |\n");
    }
    return out.toString();
  }

  @Override
  public void fill(ObjectNode document) {
    document.put("environment", environment);
    ArrayNode list = document.putArray("connectors");
    connectors.forEach(entry -> entry.fill(list.addObject()));
  }
}
