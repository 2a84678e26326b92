package io.mskcdc.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.problem.Check;
import io.mskcdc.problem.Check.State;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What connectors need, and what of it is missing.
 *
 * @param entries a connector each
 */
public record PreflightReport(List<Entry> entries) implements Report {
  public PreflightReport {
    entries = List.copyOf(entries);
  }

  /**
   * The checks of a connector.
   *
   * @param name the connector
   * @param checks its checks, in the order in which they are to be mended
   */
  public record Entry(String name, List<Check> checks) {
    public Entry {
      checks = List.copyOf(checks);
    }

    private String summary() {
      return Arrays.stream(State.values())
          .map(state -> count(state) + " " + state.name().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(", "));
    }

    private long count(State state) {
      return checks.stream().filter(check -> check.state() == state).count();
    }
  }

  /** Returns whether no check failed. */
  public boolean isReady() {
    return entries.stream().flatMap(entry -> entry.checks().stream()).noneMatch(Check::isFailed);
  }

  @Override
  public String kind() {
    return "preflight";
  }

  private static String mark(State state) {
    return switch (state) {
      case OK -> "✓";
      case WARNING -> "!";
      case FAILED -> "✗";
      case UNKNOWN -> "?";
    };
  }

  private static String mark(State state, Palette palette) {
    return switch (state) {
      case OK -> palette.paint(Palette.Tone.ADDED, mark(state));
      case FAILED -> palette.paint(Palette.Tone.REMOVED, mark(state));
      case WARNING, UNKNOWN -> palette.paint(Palette.Tone.CHANGED, mark(state));
    };
  }

  private static String line(Check check) {
    return check.title() + (check.seen().isEmpty() ? "" : ": " + check.seen());
  }

  @Override
  public String text(Palette palette) {
    StringBuilder out = new StringBuilder();
    for (Entry entry : entries) {
      out.append(entry.name()).append(": ").append(entry.summary()).append('\n');
      for (Check check : entry.checks()) {
        out.append("  ")
            .append(mark(check.state(), palette))
            .append(' ')
            .append(line(check))
            .append('\n');
        check.statements().forEach(each -> out.append("      ").append(each).append('\n'));
        if (!check.advice().isEmpty()) {
          out.append("      (").append(check.advice()).append(")\n");
        }
      }
    }
    return out.toString();
  }

  @Override
  public String markdown() {
    StringBuilder out = new StringBuilder();
    for (Entry entry : entries) {
      out.append("**").append(entry.name()).append("**: ").append(entry.summary()).append("\n\n");
      out.append("| | check | seen | what mends it |\n|---|---|---|---|\n");
      for (Check check : entry.checks()) {
        out.append("| ")
            .append(mark(check.state()))
            .append(" | ")
            .append(Markdown.cell(check.title()))
            .append(" | ")
            .append(Markdown.cell(check.seen()))
            .append(" | ")
            .append(mends(check))
            .append(" |\n");
      }
      out.append('\n');
    }
    return out.toString();
  }

  /** Two backticks, because an SQL name has one on each side. */
  private static String mends(Check check) {
    String statements =
        check.statements().stream()
            .map(statement -> "`` " + Markdown.cell(statement) + " ``")
            .collect(Collectors.joining("<br>"));
    return check.advice().isEmpty()
        ? statements
        : statements + (statements.isEmpty() ? "" : "<br>") + Markdown.cell(check.advice());
  }

  @Override
  public void fill(ObjectNode document) {
    document.put("ready", isReady());
    ArrayNode connectors = document.putArray("connectors");
    for (Entry entry : entries) {
      ObjectNode node = connectors.addObject().put("name", entry.name());
      ArrayNode checks = node.putArray("checks");
      for (Check check : entry.checks()) {
        ObjectNode each =
            checks
                .addObject()
                .put("id", check.id())
                .put("title", check.title())
                .put("state", check.state().name().toLowerCase(Locale.ROOT))
                .put("seen", check.seen());
        check.statements().forEach(each.putArray("statements")::add);
        each.put("advice", check.advice());
      }
    }
  }
}
