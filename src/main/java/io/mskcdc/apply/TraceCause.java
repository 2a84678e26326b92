package io.mskcdc.apply;

import io.mskcdc.text.OneLine;
import java.util.List;

/**
 * The causes in a stack trace.
 *
 * @param first its first line
 * @param last the last "Caused by", or null where there is none
 */
public record TraceCause(String first, String last) {
  private static final String CAUSED_BY = "Caused by: ";

  /** Reads the causes of a trace; for an empty or absent trace the first line is "no trace". */
  public static TraceCause of(String trace) {
    if (trace == null || trace.isBlank()) {
      return new TraceCause("no trace", null);
    }
    List<String> lines = trace.strip().lines().map(OneLine::of).toList();
    String last =
        lines.stream()
            .filter(line -> line.startsWith(CAUSED_BY))
            .reduce((earlier, later) -> later)
            .map(line -> line.substring(CAUSED_BY.length()))
            .orElse(null);
    return new TraceCause(lines.get(0), last);
  }

  /** Returns both in one line. */
  public String text() {
    return last == null ? first : first + " … caused by " + last;
  }
}
