package io.mskcdc.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Connectors without validation errors.
 *
 * @param names their names
 * @param asked whether the runtime validated them too
 */
public record ValidReport(List<String> names, boolean asked) implements Report {
  @Override
  public String kind() {
    return "validate";
  }

  @Override
  public String text(Palette palette) {
    return names.stream().map(name -> name + verdict()).collect(Collectors.joining());
  }

  @Override
  public String markdown() {
    return names.stream().map(name -> "- `" + name + "`" + verdict()).collect(Collectors.joining());
  }

  private String verdict() {
    return asked
        ? ": valid\n"
        : ": no errors found offline; the target has no validation of its own\n";
  }

  @Override
  public void fill(ObjectNode document) {
    ArrayNode list = document.put("asked", asked).putArray("valid");
    names.forEach(list::add);
  }
}
