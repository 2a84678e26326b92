package io.mskcdc.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The connectors that the runtime would take.
 *
 * @param names their names
 */
public record ValidReport(List<String> names) implements Report {
  @Override
  public String kind() {
    return "validate";
  }

  @Override
  public String text(Palette palette) {
    return names.stream().map(name -> name + ": valid\n").collect(Collectors.joining());
  }

  @Override
  public String markdown() {
    return names.stream().map(name -> "- `" + name + "`: valid\n").collect(Collectors.joining());
  }

  @Override
  public void fill(ObjectNode document) {
    ArrayNode list = document.putArray("valid");
    names.forEach(list::add);
  }
}
