package io.mskcdc.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.lint.EnvironmentLint;
import io.mskcdc.lint.LintEntry;
import java.util.List;

/**
 * The file that was written for a DMS task. Lines of the other file are not shown: they may contain
 * passwords.
 *
 * @param name the task's name
 * @param found what is wrong with the other file
 * @param left what is still wrong with the file that was written
 */
public record DmsImportReport(String name, EnvironmentLint found, EnvironmentLint left)
    implements Report {

  @Override
  public String kind() {
    return "dms-import";
  }

  @Override
  public String text(Palette palette) {
    StringBuilder out = new StringBuilder();
    append(out, found.entries(), palette);
    out.append("wrote ").append(left.environment()).append('\n');
    if (!left.entries().isEmpty()) {
      out.append("  to do: correct what is left in it\n");
      append(out, left.entries(), palette);
    }
    return out.append("  to do: replace each replace-me in it, and list it under dms in")
        .append(" environment.yaml of its environments: - name: ")
        .append(name)
        .append('\n')
        .toString();
  }

  private static void append(StringBuilder out, List<LintEntry> entries, Palette palette) {
    for (LintEntry entry : entries) {
      out.append(LintReport.headline(entry, palette))
          .append("\n  next: ")
          .append(entry.next())
          .append('\n');
    }
  }

  @Override
  public void fill(ObjectNode document) {
    document.put("name", name).put("file", left.environment());
    fill(document.putArray("found"), found);
    fill(document.putArray("left"), left);
  }

  private static void fill(ArrayNode list, EnvironmentLint lint) {
    lint.entries().forEach(entry -> LintReport.fill(list.addObject(), entry));
  }
}
