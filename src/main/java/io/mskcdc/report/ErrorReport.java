package io.mskcdc.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.problem.Problem;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The errors that ended a command.
 *
 * @param problems the errors; at least one
 */
public record ErrorReport(List<Problem> problems) implements Report {
  @Override
  public String kind() {
    return "error";
  }

  @Override
  public String text(Palette palette) {
    return problems.stream()
        .map(
            problem ->
                palette.paint(Palette.Tone.REMOVED, "error")
                    + " "
                    + problem.headline()
                    + "\n  next: "
                    + problem.next()
                    + "\n")
        .collect(Collectors.joining());
  }

  @Override
  public String markdown() {
    return problems.stream()
        .map(problem -> "- **error** " + problem.headline() + "; next: " + problem.next() + "\n")
        .collect(Collectors.joining());
  }

  @Override
  public void fill(ObjectNode document) {
    fill(document.putArray("problems"), problems);
  }

  static void fill(ArrayNode list, List<Problem> problems) {
    for (Problem problem : problems) {
      list.addObject()
          .put("code", problem.code().code())
          .put("where", problem.where())
          .put("key", problem.key())
          .put("message", problem.message())
          .put("next", problem.next());
    }
  }
}
