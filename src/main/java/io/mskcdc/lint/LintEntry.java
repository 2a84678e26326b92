package io.mskcdc.lint;

import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.Location;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A finding or a problem of reading, as {@code lint} reports it.
 *
 * @param code its code
 * @param severity its severity in the environment
 * @param file the file, relative to the repository
 * @param line the line, from 1; 0 stands for the file as a whole
 * @param column the column, from 1; 0 where the line is 0
 * @param key the key that it is about, or null
 * @param message what is wrong, in a sentence without the trailing full stop
 * @param next the next step, in the same form
 */
public record LintEntry(
    ErrorCode code,
    Severity severity,
    String file,
    int line,
    int column,
    String key,
    String message,
    String next) {

  private static final Pattern PLACE = Pattern.compile("(.+?)(?::(\\d+):(\\d+))?");

  static LintEntry of(Finding finding, BundlePaths paths) {
    Location at = finding.location();
    Problem problem = finding.problem(paths);
    return new LintEntry(
        finding.code(),
        finding.severity(),
        paths.shown(at.file()),
        at.line(),
        at.column(),
        problem.key(),
        problem.message(),
        problem.next());
  }

  static LintEntry of(Problem problem, Severity severity) {
    Matcher place = PLACE.matcher(problem.where());
    boolean hasLine = place.matches() && place.group(2) != null;
    return new LintEntry(
        problem.code(),
        severity,
        hasLine ? place.group(1) : problem.where(),
        hasLine ? Integer.parseInt(place.group(2)) : 0,
        hasLine ? Integer.parseInt(place.group(3)) : 0,
        problem.key(),
        problem.message(),
        problem.next());
  }

  /** Returns the code with the number of its rule, like {@code CDC022 key-unknown}. */
  public String title() {
    return code.rule().map(rule -> rule + " " + code.code()).orElse(code.code());
  }

  /** Returns the number of its rule, or its code if no rule found it. */
  public String ruleId() {
    return code.rule().orElse(code.code());
  }
}
