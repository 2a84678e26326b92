package io.mskcdc.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.apply.Deleter.Remains;
import io.mskcdc.apply.Health;
import io.mskcdc.apply.Outcome;
import io.mskcdc.plan.Action;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The outcome of an applied plan.
 *
 * @param environment the environment that it was applied to
 * @param outcomes the outcome of each connector, and of each deletion that failed
 * @param deleted what remains of each pruned connector
 */
public record ApplyReport(String environment, List<Outcome> outcomes, List<Remains> deleted)
    implements Report {
  /** Returns whether every connector is as the environment wants it. */
  public boolean isGood() {
    return outcomes.stream().allMatch(Outcome::isGood);
  }

  @Override
  public String kind() {
    return "apply";
  }

  @Override
  public String text(Palette palette) {
    return Stream.concat(
            outcomes.stream().map(outcome -> outcome.name() + ": " + sentence(outcome) + "\n"),
            deleted.stream().map(remains -> RemainsText.of(remains)))
        .collect(Collectors.joining());
  }

  @Override
  public String markdown() {
    StringBuilder out = new StringBuilder("## Applied to ").append(environment).append("\n\n");
    out.append("| connector | result |\n|---|---|\n");
    for (Outcome outcome : outcomes) {
      out.append("| `")
          .append(outcome.name())
          .append("` | ")
          .append(Markdown.cell(sentence(outcome)));
      outcome
          .problems()
          .forEach(problem -> out.append("; ").append(Markdown.cell(problem.headline())));
      out.append(" |\n");
    }
    for (Remains remains : deleted) {
      out.append("| `").append(remains.name()).append("` | deleted |\n");
    }
    return out.toString();
  }

  @Override
  public void fill(ObjectNode document) {
    document.put("environment", environment);
    ArrayNode list = document.putArray("outcomes");
    for (Outcome outcome : outcomes) {
      ObjectNode node = list.addObject();
      node.put("name", outcome.name());
      node.put("action", outcome.action().name().toLowerCase(Locale.ROOT));
      node.put("result", outcome.result().name().toLowerCase(Locale.ROOT));
      node.put("seconds", outcome.took().toMillis() / 1000.0);
      outcome.status().ifPresent(status -> StatusReport.fill(node.putObject("status"), status));
      outcome.note().ifPresent(text -> node.put("note", text));
      ErrorReport.fill(node.putArray("problems"), outcome.problems());
    }
    ArrayNode gone = document.putArray("deleted");
    deleted.forEach(remains -> RemainsText.fill(gone.addObject(), remains));
  }

  private static String sentence(Outcome outcome) {
    String note = outcome.note().map(text -> "; " + text).orElse("");
    String status =
        outcome.status().map(found -> " (" + Health.describe(found) + ")").orElse("") + note;
    boolean creation = outcome.action() == Action.CREATE;
    String done =
        switch (outcome.action()) {
          case CREATE -> "created";
          case REPLACE -> "replaced";
          default -> "updated";
        };
    return switch (outcome.result()) {
      case APPLIED -> done + ", healthy after " + outcome.took().toSeconds() + " s" + status;
      case UNCHANGED -> "nothing is different, nothing was written" + status;
      case FAILED ->
          (outcome.action() == Action.DELETE ? "its deletion was not seen to succeed" : "failed")
              + note;
      case ROLLED_BACK ->
          creation
              ? "failed, and left stopped" + status
              : "failed, and rolled back to the configuration before" + status;
      case ROLLBACK_NOT_VERIFIED ->
          creation
              ? "failed; its stop was requested, and was not verified"
              : "failed; the configuration before was written again, and was not verified";
      case ROLLBACK_FAILED ->
          "failed, and the rollback was not seen to succeed; mskcdc plan "
              + outcome.name()
              + " shows what is live";
      case NOT_ATTEMPTED -> "not attempted, because an earlier one failed";
    };
  }
}
