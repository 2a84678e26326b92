package io.mskcdc.report;

import static io.mskcdc.plan.DangerCode.OFFSETS_LEFT_BEHIND;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.catalog.SecretKeys;
import io.mskcdc.config.WorkerSettings;
import io.mskcdc.plan.Action;
import io.mskcdc.plan.Change;
import io.mskcdc.plan.Danger;
import io.mskcdc.plan.Difference;
import io.mskcdc.plan.Plan;
import io.mskcdc.plan.PlannedChange;
import io.mskcdc.report.Palette.Tone;
import io.mskcdc.text.OneLine;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The plan of an environment.
 *
 * @param environment the environment
 * @param plan the plan
 * @param unfinished a sentence for each earlier change that has not ended
 */
public record PlanReport(String environment, Plan plan, List<String> unfinished) implements Report {
  @Override
  public String kind() {
    return "plan";
  }

  @Override
  public String text(Palette palette) {
    StringBuilder out = new StringBuilder();
    for (PlannedChange planned : plan.changes()) {
      Change change = planned.change();
      if (change.action() != Action.NONE) {
        out.append(palette.paint(tone(change.action()), change.action().sign()))
            .append(' ')
            .append(change.name())
            .append('\n');
        lines(out, change, palette);
        dangers(out, change, palette);
        out.append('\n');
      }
    }
    out.append(totals()).append('\n');
    unfinished.forEach(sentence -> out.append(sentence).append('\n'));
    return out.append(unlisted("")).toString();
  }

  /** Returns a line that names what runs without being listed; empty if there is nothing. */
  private String unlisted(String quote) {
    return plan.unlisted().isEmpty()
        ? ""
        : plan.unlisted().stream()
            .map(name -> quote + name + quote)
            .collect(Collectors.joining(", ", "Not listed, and left as they are: ", "\n"));
  }

  @Override
  public String markdown() {
    StringBuilder out = new StringBuilder("## Plan for ").append(environment).append("\n\n");
    out.append(totals()).append('\n');
    for (PlannedChange planned : plan.changes()) {
      Change change = planned.change();
      if (change.action() != Action.NONE) {
        StringBuilder lines = new StringBuilder();
        lines(lines, change, Palette.NONE);
        out.append("\n### ")
            .append(change.action().name().toLowerCase(Locale.ROOT))
            .append(" `")
            .append(change.name())
            .append("`\n");
        for (Danger danger : change.dangers()) {
          out.append("\n> **").append(danger.code().code()).append("**: ").append(danger.cost());
          out.append('\n');
        }
        if (!lines.isEmpty()) {
          out.append('\n').append(Markdown.block("diff", diff(lines.toString())));
        }
      }
    }
    unfinished.forEach(sentence -> out.append('\n').append(sentence).append('\n'));
    return plan.unlisted().isEmpty()
        ? out.toString()
        : out.append('\n').append(unlisted("`")).toString();
  }

  @Override
  public void fill(ObjectNode document) {
    document.put("environment", environment);
    ArrayNode changes = document.putArray("changes");
    for (PlannedChange planned : plan.changes()) {
      fill(changes.addObject(), planned.change());
    }
    unfinished.forEach(document.putArray("unfinished")::add);
    plan.unlisted().forEach(document.putArray("unlisted")::add);
    ObjectNode totals = document.putObject("totals");
    for (Action action : Action.values()) {
      totals.put(action.name().toLowerCase(Locale.ROOT), plan.count(action));
    }
  }

  private static void fill(ObjectNode node, Change change) {
    node.put("name", change.name());
    node.put("action", change.action().name().toLowerCase(Locale.ROOT));
    change
        .state()
        .ifPresent(
            state ->
                node.putObject("state")
                    .put("before", state.before().name())
                    .put("taskFailed", state.taskFailed())
                    .put("after", state.after().name()));
    fill(node.putArray("settings"), change.settings());
    fill(node.putArray("differences"), change.differences());
    fillDangers(node, change.dangers());
  }

  /** Adds dangers to an object of a report. */
  static void fillDangers(ObjectNode node, List<Danger> dangers) {
    ArrayNode list = node.putArray("dangers");
    for (Danger danger : dangers) {
      list.addObject()
          .put("code", danger.code().code())
          .put("key", danger.key())
          .put("cost", danger.cost());
    }
  }

  private static void fill(ArrayNode list, List<Difference> differences) {
    for (Difference difference : differences) {
      list.addObject()
          .put("key", difference.key())
          .put("before", shown(difference.key(), difference.before()))
          .put("after", shown(difference.key(), difference.after()));
    }
  }

  private String totals() {
    return plan.isEmpty()
        ? "Nothing is different."
        : plan.count(Action.CREATE)
            + " to create, "
            + plan.count(Action.UPDATE)
            + " to update, "
            + plan.count(Action.DELETE)
            + " to delete"
            + (plan.count(Action.REPLACE) == 0
                ? ""
                : ", " + plan.count(Action.REPLACE) + " to replace");
  }

  private static void lines(StringBuilder out, Change change, Palette palette) {
    change
        .state()
        .ifPresent(
            state ->
                out.append("    ")
                    .append(palette.paint(Tone.CHANGED, "~"))
                    .append(" state: ")
                    .append(state.shownBefore())
                    .append(" -> ")
                    .append(state.after())
                    .append('\n'));
    if (change.action() == Action.REPLACE) {
      out.append("    ").append(replacement(change)).append('\n');
    }
    for (Difference difference : change.settings()) {
      out.append("    ").append(line(difference, ": ", palette)).append('\n');
    }
    for (Difference difference : change.differences()) {
      out.append("    ").append(line(difference, " = ", palette)).append('\n');
    }
  }

  /** Returns why a connector is replaced and what a replacement does. */
  private static String replacement(Change change) {
    String immutable =
        change.settings().stream()
            .map(Difference::key)
            .filter(WorkerSettings::isImmutable)
            .collect(Collectors.joining(", "));
    boolean offsetsStay =
        change.dangers().stream().noneMatch(danger -> danger.code() == OFFSETS_LEFT_BEHIND);
    return (immutable.isEmpty()
            ? "it has failed, and an update cannot restart it"
            : "no connector can change its " + immutable)
        + ": it is deleted and created again under the same name; rows wait meanwhile"
        + (offsetsStay ? ", and it continues from its offsets" : "");
  }

  private static void dangers(StringBuilder out, Change change, Palette palette) {
    for (Danger danger : change.dangers()) {
      out.append("    ")
          .append(palette.paint(Tone.REMOVED, "! " + danger.code().code()))
          .append(": ")
          .append(danger.cost())
          .append('\n');
    }
  }

  private static String line(Difference difference, String is, Palette palette) {
    // Any client of the workers can write a value that would forge lines of the plan.
    String key = OneLine.escaped(difference.key());
    String before = escaped(shown(difference.key(), difference.before()));
    String after = escaped(shown(difference.key(), difference.after()));
    if (before == null) {
      return palette.paint(Tone.ADDED, "+") + " " + key + is + after;
    }
    return after == null
        ? palette.paint(Tone.REMOVED, "-") + " " + key + is + before
        : palette.paint(Tone.CHANGED, "~") + " " + key + is + before + " -> " + after;
  }

  /** Moves the signs to the start of their lines, where viewers of diffs look for them. */
  private static String diff(String lines) {
    return lines.replaceAll("(?m)^    ~", "!").replaceAll("(?m)^    ", "");
  }

  private static String escaped(String value) {
    return value == null ? null : OneLine.escaped(value);
  }

  private static String shown(String key, String value) {
    return value == null ? null : SecretKeys.shown(key, value);
  }

  private static Tone tone(Action action) {
    return switch (action) {
      case CREATE -> Tone.ADDED;
      case DELETE -> Tone.REMOVED;
      case UPDATE, REPLACE, NONE -> Tone.CHANGED;
    };
  }
}
