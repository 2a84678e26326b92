package io.mskcdc.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.mask.ColumnOutcome;
import io.mskcdc.mask.ColumnOutcome.Kind;
import io.mskcdc.mask.MaskCheck;
import io.mskcdc.mask.TableOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What happens to each captured column of a connector.
 *
 * @param check the result of the comparison
 */
public record MaskCheckReport(MaskCheck check) implements Report {
  /** The columns of the text: name, type, key, what happens, and who decided. */
  private static final int CELLS = 5;

  @Override
  public String kind() {
    return "mask-check";
  }

  /** Returns whether somebody decided about every column. */
  public boolean isComplete() {
    return check.isComplete();
  }

  @Override
  public String text(Palette palette) {
    StringBuilder out = new StringBuilder(summary()).append('\n');
    int[] widths = widths();
    for (TableOutcome table : check.tables()) {
      out.append(table.name()).append(table.isWithheld() ? ": withheld\n" : "\n");
      for (ColumnOutcome column : table.columns()) {
        out.append("  ").append(padded(cells(column), widths)).append('\n');
      }
    }
    check
        .warnings()
        .forEach(
            warning ->
                out.append(palette.paint(Palette.Tone.CHANGED, "warning"))
                    .append(' ')
                    .append(warning)
                    .append('\n'));
    return out + new ErrorReport(check.problems()).text(palette);
  }

  private String summary() {
    return "%s: %d columns in %d tables: %d clear, %d masked, %d undecided"
        .formatted(
            check.connector(),
            check.tables().stream().mapToInt(table -> table.columns().size()).sum(),
            check.tables().size(),
            count(Kind.CLEAR),
            count(Kind.MASKED),
            count(Kind.UNDECIDED));
  }

  private int count(Kind kind) {
    return check.tables().stream().mapToInt(table -> table.of(kind).size()).sum();
  }

  private int[] widths() {
    int[] widths = new int[CELLS];
    for (TableOutcome table : check.tables()) {
      for (ColumnOutcome column : table.columns()) {
        List<String> cells = cells(column);
        for (int i = 0; i < CELLS; i++) {
          widths[i] = Math.max(widths[i], cells.get(i).length());
        }
      }
    }
    return widths;
  }

  private static String padded(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < CELLS; i++) {
      if (widths[i] > 0) {
        line.append(cells.get(i)).append(" ".repeat(widths[i] - cells.get(i).length() + 2));
      }
    }
    return line.toString().stripTrailing();
  }

  private static List<String> cells(ColumnOutcome column) {
    return List.of(
        printable(column.column().name()),
        column.column().type(),
        column.inKey() ? column.inRow() ? "key" : "key only" : "",
        effect(column),
        by(column));
  }

  private static String effect(ColumnOutcome column) {
    List<String> effects = new ArrayList<>();
    effects.add(
        switch (column.kind()) {
          case CLEAR -> "clear";
          case MASKED -> column.treatment();
          case UNDECIDED -> "undecided: " + column.treatment();
        });
    column.within().forEach(within -> effects.add("within it " + within.method()));
    return String.join(", ", effects);
  }

  private static String by(ColumnOutcome column) {
    List<String> patterns = new ArrayList<>();
    if (!column.pattern().isEmpty()) {
      patterns.add(column.pattern());
    }
    column.within().forEach(within -> patterns.add(within.pattern()));
    return String.join(", ", patterns);
  }

  /** A name may hold line feeds. */
  private static String printable(String name) {
    return name.replaceAll("\\p{Cntrl}", "?");
  }

  @Override
  public String markdown() {
    StringBuilder out = new StringBuilder(summary()).append("\n\n");
    out.append("| table | column | type | key | what happens | by |\n|---|---|---|---|---|---|\n");
    for (TableOutcome table : check.tables()) {
      for (ColumnOutcome column : table.columns()) {
        out.append(
            cells(column).stream()
                .map(Markdown::cell)
                .collect(
                    Collectors.joining(" | ", "| " + Markdown.cell(table.name()) + " | ", " |\n")));
      }
    }
    out.append('\n');
    check.warnings().forEach(warning -> out.append("- **warning** ").append(warning).append('\n'));
    return out + new ErrorReport(check.problems()).markdown();
  }

  @Override
  public void fill(ObjectNode document) {
    document.put("connector", check.connector()).put("complete", check.isComplete());
    ArrayNode tables = document.putArray("tables");
    for (TableOutcome table : check.tables()) {
      ObjectNode node = tables.addObject();
      node.put("table", table.name()).put("withheld", table.isWithheld());
      ArrayNode columns = node.putArray("columns");
      table.columns().forEach(column -> fill(columns.addObject(), column));
    }
    ArrayNode warnings = document.putArray("warnings");
    check.warnings().forEach(warnings::add);
    ErrorReport.fill(document.putArray("problems"), check.problems());
  }

  private static void fill(ObjectNode node, ColumnOutcome column) {
    node.put("column", column.column().name())
        .put("type", column.column().type())
        .put("inKey", column.inKey())
        .put("inRow", column.inRow())
        .put("generated", column.column().isGenerated())
        .put("decision", column.kind().name())
        .put("treatment", column.treatment())
        .put("pattern", column.pattern());
    column.personal().ifPresent(data -> node.put("looksLike", data.toString()));
    ArrayNode within = node.putArray("within");
    column
        .within()
        .forEach(
            rule -> within.addObject().put("method", rule.method()).put("pattern", rule.pattern()));
  }
}
