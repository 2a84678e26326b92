package io.mskcdc.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.config.EnvironmentUpdate.Change;
import java.util.List;

/**
 * The values that were written into environment.yaml.
 *
 * @param file the file, as messages show it
 */
public record EnvironmentUpdateReport(String file, List<Change> changes) implements Report {
  @Override
  public String kind() {
    return "environment-update";
  }

  @Override
  public String text(Palette palette) {
    if (changes.isEmpty()) {
      return file + " has all values of the outputs\n";
    }
    StringBuilder out = new StringBuilder("wrote ").append(file).append('\n');
    for (Change change : changes) {
      String line =
          change
              .before()
              .map(before -> "~ " + change.key() + " = " + before + " -> " + change.after())
              .orElse("+ " + change.key() + " = " + change.after());
      out.append("  ").append(line).append('\n');
    }
    return out.toString();
  }

  @Override
  public void fill(ObjectNode document) {
    document.put("file", file);
    ArrayNode list = document.putArray("changes");
    for (Change change : changes) {
      ObjectNode entry = list.addObject();
      entry.put("key", change.key());
      change.before().ifPresent(before -> entry.put("before", before));
      entry.put("after", change.after());
    }
  }
}
