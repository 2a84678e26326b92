package io.mskcdc.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;

/**
 * The files of a new repository.
 *
 * @param files their paths in the folder
 */
public record RepositoryReport(Path folder, List<String> files) implements Report {
  @Override
  public String kind() {
    return "init";
  }

  @Override
  public String text(Palette palette) {
    StringBuilder out = new StringBuilder();
    files.forEach(file -> out.append("wrote ").append(folder.resolve(file)).append('\n'));
    return out.append("next: git init ")
        .append(folder)
        .append(", and follow its README.md\n")
        .toString();
  }

  @Override
  public void fill(ObjectNode document) {
    document.put("folder", folder.toString());
    files.forEach(document.putArray("files")::add);
  }
}
