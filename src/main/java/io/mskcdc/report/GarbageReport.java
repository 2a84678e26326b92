package io.mskcdc.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.msk.Leftover;
import io.mskcdc.report.Palette.Tone;
import java.util.List;

/**
 * The custom plugins and worker configurations that a bundle created on MSK Connect.
 *
 * @param leftovers all of them, each with the reason to keep it if there is one
 * @param dryRun whether the unused ones are only listed and not removed
 */
public record GarbageReport(List<Leftover> leftovers, boolean dryRun) implements Report {
  /** Returns those that are not kept. */
  public List<Leftover> removable() {
    return leftovers.stream().filter(Leftover::isRemovable).toList();
  }

  @Override
  public String kind() {
    return "plugin-gc";
  }

  @Override
  public String text(Palette palette) {
    StringBuilder text = new StringBuilder();
    for (Leftover one : leftovers) {
      String line = one.kind().text() + " " + one.name();
      text.append(
          one.isRemovable()
              ? palette.paint(Tone.REMOVED, "- " + line) + "\n"
              : "  " + line + "  # " + one.kept() + "\n");
    }
    return text.append(summary()).append('\n').toString();
  }

  private String summary() {
    int count = removable().size();
    return count + (dryRun ? " to remove, " : " removed, ") + (leftovers.size() - count) + " kept";
  }

  @Override
  public String markdown() {
    StringBuilder text = new StringBuilder();
    for (Leftover one : leftovers) {
      text.append("- ")
          .append(one.isRemovable() ? (dryRun ? "to remove: " : "removed: ") : "kept: ")
          .append(one.kind().text())
          .append(" `")
          .append(one.name())
          .append('`')
          .append(one.isRemovable() ? "" : " (" + one.kept() + ")")
          .append('\n');
    }
    return text.append('\n').append(summary()).append('\n').toString();
  }

  @Override
  public void fill(ObjectNode document) {
    document.put("dryRun", dryRun);
    document.putArray("removed");
    document.putArray("kept");
    for (Leftover one : leftovers) {
      ObjectNode entry =
          document
              .withArray(one.isRemovable() ? "removed" : "kept")
              .addObject()
              .put("kind", one.kind().text())
              .put("name", one.name())
              .put("arn", one.arn());
      if (!one.isRemovable()) {
        entry.put("reason", one.kept());
      }
    }
  }
}
