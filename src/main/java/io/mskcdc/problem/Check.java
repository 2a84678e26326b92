package io.mskcdc.problem;

import io.mskcdc.text.SaltedKey;
import java.util.List;
import java.util.stream.Stream;

/**
 * One check of what a connector needs, and its result.
 *
 * @param id the stable id, like {@code binlog-format}, explained in docs/preflight.md
 * @param title what is checked
 * @param state the result
 * @param seen what was seen, or why nothing could be seen, without the trailing full stop
 * @param statements what mends it: each is an SQL statement, a command or an entry of a file, exact
 *     but for words in angle brackets; in their order
 * @param advice what to do besides, in a sentence without the trailing full stop; may be empty
 */
public record Check(
    String id, String title, State state, String seen, List<String> statements, String advice) {

  /** The result of a check. */
  public enum State {
    OK,
    /** The connector runs, and something may be lost or be slow later. */
    WARNING,
    /** The connector does not start, or loses changes. */
    FAILED,
    /** This machine cannot see it. */
    UNKNOWN
  }

  public Check {
    seen = SaltedKey.hide(seen);
    advice = SaltedKey.hide(advice);
    statements = List.copyOf(statements);
  }

  /** Returns whether it failed. */
  public boolean isFailed() {
    return state == State.FAILED;
  }

  /** Returns what mends it as one sentence; empty if there is nothing to mend. */
  public String next() {
    String run = String.join("; ", statements);
    return Stream.of(run.isEmpty() ? "" : "run " + run, advice)
        .filter(part -> !part.isEmpty())
        .reduce((first, second) -> first + (second.startsWith("or ") ? ", " : ", and ") + second)
        .orElse("");
  }
}
