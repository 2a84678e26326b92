package io.mskcdc.mask;

import io.mskcdc.problem.Problem;
import java.util.List;

/**
 * What happens to each captured column of a connector.
 *
 * @param connector the connector's name
 * @param tables the captured tables, sorted by name
 * @param problems what nobody decided, and rules that cannot have an effect
 * @param warnings what a reader should look at, one sentence each
 */
public record MaskCheck(
    String connector, List<TableOutcome> tables, List<Problem> problems, List<String> warnings) {
  public MaskCheck {
    tables = List.copyOf(tables);
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }

  /** Returns whether somebody decided about every column, and every rule has an effect. */
  public boolean isComplete() {
    return problems.isEmpty();
  }
}
