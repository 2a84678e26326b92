package io.mskcdc.deploy;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.BundleReader;
import io.mskcdc.config.Environment;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.LintResult;
import io.mskcdc.lint.Linter;
import io.mskcdc.lint.Severity;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.util.List;
import java.util.function.Consumer;

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
   * Reads an environment for a command that connects to AWS or to a worker.
   *
   * @throws ProblemException with every problem of the files, or else with every finding
   */
  public Bundle load(String env) {
    return linted(new BundleReader(paths).read(env), true);
  }

  /**
   * Reads an environment for a command that only needs the files. A plugin that is not built is
   * only a warning.
   *
   * @throws ProblemException with every problem of the files, or else with every finding that is an
   *     error for such a command
   */
  public Bundle loadFilesOnly(String env) {
    Bundle bundle = linted(new BundleReader(paths).read(env), false);
    bundle.unbuilt().forEach(warnings);
    return bundle;
  }

  /**
   * Reads an environment without its connectors, for a command that connects to AWS.
   *
   * @throws ProblemException with every problem of the files, or else with every finding
   */
  public Environment loadEnvironment(String env) {
    return linted(new BundleReader(paths).readWithoutConnectors(env), true).environment();
  }

  private Bundle linted(Bundle bundle, boolean connecting) {
    LintResult result = Linter.lint(bundle);
    List<Problem> errors =
        result.findings().stream()
            .filter(finding -> isError(finding, connecting))
            .map(finding -> finding.problem(paths))
            .toList();
    if (!errors.isEmpty()) {
      throw new ProblemException(errors);
    }
    result.findings().forEach(finding -> warnings.accept(finding.problem(paths)));
    return result.bundle();
  }

  private static boolean isError(Finding finding, boolean connecting) {
    return connecting || finding.severity() == Severity.ERROR;
  }
}
