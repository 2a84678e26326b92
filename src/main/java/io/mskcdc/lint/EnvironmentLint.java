package io.mskcdc.lint;

import static io.mskcdc.problem.ErrorCode.VARIABLE_FILE_MISSING;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.BundleReader;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What lint says of one environment.
 *
 * @param environment its name
 * @param entries the findings, by file and line
 * @param skipped why the environment was not checked; empty if it was
 */
public record EnvironmentLint(
    String environment, List<LintEntry> entries, Optional<Problem> skipped) {

  private static final Comparator<LintEntry> ORDER =
      Comparator.comparing(LintEntry::file)
          .thenComparingInt(LintEntry::line)
          .thenComparingInt(LintEntry::column)
          .thenComparing(LintEntry::ruleId)
          .thenComparing(LintEntry::message);

  public EnvironmentLint {
    entries = entries.stream().distinct().sorted(ORDER).toList();
  }

  /** Reads environments and applies rules to each connector that can be read. */
  public static List<EnvironmentLint> of(
      BundlePaths paths, List<String> environments, List<LintRule> rules) {
    UnneededAccepts accepts = new UnneededAccepts(rules);
    List<EnvironmentLint> results =
        environments.stream().map(name -> of(paths, name, rules, accepts)).toList();
    return results.stream()
        .map(result -> result.with(accepts.in(result.environment()), paths))
        .toList();
  }

  /**
   * Returns what lint says of one file.
   *
   * @param problems what prevents that a value is checked
   */
  public static EnvironmentLint of(
      String file, List<Problem> problems, List<Finding> findings, BundlePaths paths) {
    return new EnvironmentLint(
        file,
        Stream.concat(
                problems.stream().map(problem -> LintEntry.of(problem, Severity.ERROR)),
                findings.stream().map(finding -> LintEntry.of(finding, paths)))
            .toList(),
        Optional.empty());
  }

  private EnvironmentLint with(List<Finding> findings, BundlePaths paths) {
    return new EnvironmentLint(
        environment,
        Stream.concat(
                entries.stream(), findings.stream().map(finding -> LintEntry.of(finding, paths)))
            .toList(),
        skipped);
  }

  private static EnvironmentLint of(
      BundlePaths paths, String environment, List<LintRule> rules, UnneededAccepts accepts) {
    Bundle bundle;
    try {
      bundle = new BundleReader(paths).readWhatIsReadable(environment);
    } catch (ProblemException e) {
      return unreadable(environment, e.problems());
    }
    List<LintEntry> entries = new ArrayList<>();
    bundle.tolerated().forEach(problem -> entries.add(LintEntry.of(problem, Severity.ERROR)));
    for (Problem problem : bundle.unbuilt()) {
      String severity =
          bundle.environment().policies().severityOf(problem.code()).orElse(Severity.HINT.text());
      Severity.of(severity).ifPresent(set -> entries.add(LintEntry.of(problem, set)));
    }
    LintResult result = Linter.lint(bundle, rules);
    result.findings().forEach(finding -> entries.add(LintEntry.of(finding, paths)));
    accepts.add(bundle, result);
    return new EnvironmentLint(environment, entries, Optional.empty());
  }

  /** The local stack writes variable files when it starts. Without them nothing can be said. */
  private static EnvironmentLint unreadable(String environment, List<Problem> problems) {
    return problems.stream().allMatch(problem -> problem.code() == VARIABLE_FILE_MISSING)
        ? new EnvironmentLint(environment, List.of(), problems.stream().findFirst())
        : new EnvironmentLint(
            environment,
            problems.stream().map(problem -> LintEntry.of(problem, Severity.ERROR)).toList(),
            Optional.empty());
  }

  /** Returns whether lint fails. A value to replace ends only what connects. */
  public boolean hasErrors() {
    return entries.stream().anyMatch(entry -> entry.severity() == Severity.ERROR);
  }
}
