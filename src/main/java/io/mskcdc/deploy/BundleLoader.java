package io.mskcdc.deploy;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.BundleReader;
import io.mskcdc.config.Environment;
import io.mskcdc.config.Placement;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.LintResult;
import io.mskcdc.lint.LintRule;
import io.mskcdc.lint.Linter;
import io.mskcdc.lint.Severity;
import io.mskcdc.lint.rules.Rules;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads an environment and applies the lint rules to it. Every use case gets its bundle from here.
 */
public final class BundleLoader {
  private final BundlePaths paths;
  private final Consumer<Problem> warnings;

  /**
   * @param warnings receives each finding that does not end the command
   */
  public BundleLoader(BundlePaths paths, Consumer<Problem> warnings) {
    this.paths = paths;
    this.warnings = warnings;
  }

  /**
   * Reads an environment for a command that deploys its connectors.
   *
   * @param names the connectors that the command needs; empty for all. A mistake in the files of
   *     another one is a warning.
   * @throws ProblemException with every problem of the files, or else with every finding
   */
  public Bundle load(String env, Collection<String> names) {
    Bundle bundle = new BundleReader(paths).read(env, names);
    Set<Path> others = filesOfOthers(bundle, names);
    return linted(
        bundle,
        finding -> finding.severity().compareTo(Severity.WARNING) < 0 && !finding.isIn(others));
  }

  /**
   * Reads an environment for a command that only needs the files. A plugin that is not built is
   * only a warning.
   *
   * @param names as for {@link #load}
   * @throws ProblemException with every problem of the files, or else with every finding that is an
   *     error for such a command
   */
  public Bundle loadFilesOnly(String env, Collection<String> names) {
    Bundle bundle = new BundleReader(paths).read(env, names);
    Set<Path> others = filesOfOthers(bundle, names);
    Bundle linted =
        linted(bundle, finding -> finding.severity() == Severity.ERROR && !finding.isIn(others));
    linted.unbuilt().forEach(warnings);
    return linted;
  }

  /**
   * Reads an environment for a command on live connectors, which needs its address alone. All other
   * mistakes are warnings.
   *
   * @throws ProblemException with every problem of the address, or else with every finding about it
   */
  public Bundle loadAddress(String env) {
    Bundle bundle = new BundleReader(paths).readAddress(env);
    Path file = bundle.environment().file();
    return linted(
        bundle,
        finding ->
            finding.location().file().equals(file)
                && Environment.isAddress(finding.key().split("\\.", 2)[0]));
  }

  /**
   * Reads an environment without its connectors, for a command that connects to AWS.
   *
   * @throws ProblemException with every problem of the files, or else with every finding
   */
  public Environment loadEnvironment(String env) {
    return linted(new BundleReader(paths).readWithoutConnectors(env), finding -> true)
        .environment();
  }

  /**
   * Reads an environment's DMS tasks for a command that connects to AWS.
   *
   * @param names the tasks that the command needs; empty for all. A mistake in the files of another
   *     one is a warning.
   * @throws ProblemException with every problem of the files, or else with every finding that is an
   *     error for such a command
   */
  public Bundle loadDmsTasks(String env, Collection<String> names) {
    return loadDmsTasks(env, names, finding -> finding.severity().compareTo(Severity.WARNING) < 0);
  }

  /**
   * Reads an environment's DMS tasks for a command that only needs the files.
   *
   * @param names the tasks that the command needs; empty for all. A mistake in the files of another
   *     one is a warning.
   * @throws ProblemException with every problem of the files, or else with every finding that is an
   *     error for such a command
   */
  public Bundle loadDmsFilesOnly(String env, Collection<String> names) {
    return loadDmsTasks(env, names, finding -> finding.severity() == Severity.ERROR);
  }

  private Bundle loadDmsTasks(String env, Collection<String> names, Predicate<Finding> isError) {
    Bundle bundle = new BundleReader(paths).readDmsTasks(env, names);
    Set<Path> others =
        bundle.environment().dmsTasks().stream()
            .filter(name -> !names.isEmpty() && !names.contains(name))
            .flatMap(name -> dmsFiles(env, name))
            .collect(Collectors.toSet());
    return linted(bundle, Rules.ofDmsTasks(), isError.and(finding -> !finding.isIn(others)));
  }

  private Bundle linted(Bundle bundle, Predicate<Finding> isError) {
    return linted(bundle, Rules.ALL, isError);
  }

  private Bundle linted(Bundle bundle, List<LintRule> rules, Predicate<Finding> isError) {
    LintResult result = Linter.lint(bundle, rules);
    List<Problem> errors =
        result.findings().stream().filter(isError).map(finding -> finding.problem(paths)).toList();
    if (!errors.isEmpty()) {
      throw new ProblemException(errors);
    }
    bundle.tolerated().forEach(warnings);
    result.findings().stream()
        .filter(finding -> finding.severity() != Severity.HINT)
        .forEach(finding -> warnings.accept(finding.problem(paths)));
    return result.bundle();
  }

  /** Returns the files that only connectors and DMS tasks have that the command does not need. */
  private Set<Path> filesOfOthers(Bundle bundle, Collection<String> names) {
    Set<Path> others =
        bundle.environment().dmsTasks().stream()
            .flatMap(name -> dmsFiles(bundle.environment().name(), name))
            .collect(Collectors.toCollection(HashSet::new));
    if (names.isEmpty()) {
      return others;
    }
    Map<Boolean, Set<Path>> files =
        bundle.environment().connectors().stream()
            .collect(
                Collectors.partitioningBy(
                    entry -> names.contains(entry.name()),
                    Collectors.flatMapping(
                        entry -> files(bundle.environment(), entry), Collectors.toSet())));
    others.addAll(files.get(false));
    others.removeAll(files.get(true));
    return others;
  }

  private Stream<Path> dmsFiles(String env, String name) {
    return Stream.of(paths.dmsTask(name), paths.dmsOverlays(env).resolve(name + ".yaml"));
  }

  private Stream<Path> files(Environment environment, Environment.Entry entry) {
    return Stream.concat(
        Stream.of(paths.connector(entry.name()), paths.overlay(environment.name(), entry.name())),
        entry.placement().map(Placement::worker).stream());
  }
}
