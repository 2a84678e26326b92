package io.mskcdc.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pattern of a metric filter that consists of phrases in quotation marks. A line matches if it
 * contains each phrase, none of those behind {@code -}, and one of those behind {@code ?}.
 *
 * <p>Format: "Filter pattern syntax" in the CloudWatch Logs User Guide.
 */
record LogPattern(List<String> all, List<String> none, List<String> any) {
  private static final Pattern TERM = Pattern.compile("([-?]?)\"([^\"]+)\"");

  static LogPattern parse(String text) {
    LogPattern pattern = new LogPattern(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    Matcher term = TERM.matcher(text);
    while (term.find()) {
      switch (term.group(1)) {
        case "-" -> pattern.none.add(term.group(2));
        case "?" -> pattern.any.add(term.group(2));
        default -> pattern.all.add(term.group(2));
      }
    }
    // CloudWatch ignores the terms behind ? if there are others.
    boolean mixed = !pattern.any.isEmpty() && !(pattern.all.isEmpty() && pattern.none.isEmpty());
    if (mixed || !TERM.matcher(text).replaceAll("").isBlank()) {
      throw new IllegalArgumentException("not a pattern of phrases: " + text);
    }
    return pattern;
  }

  boolean matches(String line) {
    return all.stream().allMatch(line::contains)
        && none.stream().noneMatch(line::contains)
        && (any.isEmpty() || any.stream().anyMatch(line::contains));
  }
}
