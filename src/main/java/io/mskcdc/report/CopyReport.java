package io.mskcdc.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.migrate.ConnectorCopy.Copied;

/**
 * The files that were written for a new connector.
 *
 * @param copied the files, and what remains to be done by hand
 */
public record CopyReport(Copied copied) implements Report {
  @Override
  public String kind() {
    return "new";
  }

  @Override
  public String text(Palette palette) {
    StringBuilder out = new StringBuilder();
    copied.files().forEach(file -> out.append("wrote ").append(file).append('\n'));
    copied
        .values()
        .forEach(
            (key, value) -> out.append("  ").append(key).append(" = ").append(value).append('\n'));
    copied
        .mentions()
        .forEach(
            key -> out.append("  to do: ").append(key).append(" still has the old topic prefix\n"));
    if (!copied.listed()) {
      out.append("  to do: list it under connectors in ")
          .append(copied.environmentFile())
          .append('\n');
    }
    if (!copied.problems().isEmpty()) {
      out.append("not listed, because of mistakes:\n")
          .append(new ErrorReport(copied.problems()).text(Palette.NONE));
    }
    return out.append("next: change what it captures, then mskcdc plan ")
        .append(copied.name())
        .append('\n')
        .toString();
  }

  @Override
  public void fill(ObjectNode document) {
    document.put("name", copied.name());
    copied.files().forEach(document.putArray("files")::add);
    document.put("listed", copied.listed());
    ObjectNode values = document.putObject("values");
    copied.values().forEach(values::put);
    copied.mentions().forEach(document.putArray("mentions")::add);
    ErrorReport.fill(document.putArray("problems"), copied.problems());
  }
}
