package io.mskcdc.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.migrate.Importer.Imported;
import java.util.stream.Collectors;

/**
 * The files that were written for a running connector.
 *
 * @param imported the files, and what remains to be done by hand
 */
public record ImportReport(Imported imported) implements Report {
  @Override
  public String kind() {
    return "import";
  }

  @Override
  public String text(Palette palette) {
    StringBuilder out = new StringBuilder("wrote ").append(imported.file()).append('\n');
    imported
        .secrets()
        .forEach(
            (key, reference) ->
                out.append("  to do: ")
                    .append(key)
                    .append(" is a secret; store its value where ")
                    .append(reference)
                    .append(" finds it\n"));
    imported
        .problems()
        .forEach(
            problem ->
                out.append("  to do: ")
                    .append(problem.headline())
                    .append("\n    next: ")
                    .append(problem.next())
                    .append('\n'));
    if (!imported.unplaced().isEmpty()) {
      out.append("  to do: write into environment.yaml: ")
          .append(String.join(", ", imported.unplaced()))
          .append("; docs/msk-connect.md lists the keys\n");
    }
    if (!imported.listed()) {
      out.append("  to do: ")
          .append(imported.problems().isEmpty() && imported.unplaced().isEmpty() ? "" : "then ")
          .append("list it under connectors in ")
          .append(imported.environmentFile().orElse("environment.yaml of its environments"))
          .append(
              imported.entry().size() == 1
                  ? ": " + imported.entry().get(0)
                  : imported.entry().stream().collect(Collectors.joining("\n    ", ":\n    ", "")))
          .append('\n');
    }
    return out.toString();
  }

  @Override
  public void fill(ObjectNode document) {
    document.put("file", imported.file());
    document.put("listed", imported.listed());
    ErrorReport.fill(document.putArray("problems"), imported.problems());
    imported.unplaced().forEach(document.putArray("unplaced")::add);
    imported.entry().forEach(document.putArray("entry")::add);
    ArrayNode list = document.putArray("secrets");
    imported
        .secrets()
        .forEach((key, reference) -> list.addObject().put("key", key).put("reference", reference));
  }
}
