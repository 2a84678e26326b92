package io.mskcdc.deploy;

import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.ForeignDmsTask;
import io.mskcdc.lint.EnvironmentLint;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.rules.Rules;
import io.mskcdc.migrate.DmsImporter;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.report.DmsImportReport;
import java.nio.file.Path;
import java.util.List;

/** Adds a DMS task to the bundle that is written in another form. Needs no connection. */
public final class DmsImport {
  private final BundlePaths paths;

  public DmsImport(BundlePaths paths) {
    this.paths = paths;
  }

  /**
   * Writes the task's file with the corrections that need no decision.
   *
   * @throws ProblemException when the file has no known form, or cannot be written into the bundle
   */
  public DmsImportReport write(Path file) {
    ForeignDmsTask foreign = ForeignDmsTask.read(paths, file);
    EnvironmentLint found = lint(foreign, file);
    Path written = new DmsImporter(paths).write(foreign);
    return new DmsImportReport(
        foreign.file().name(), found, lint(ForeignDmsTask.readOwn(paths, written), written));
  }

  private EnvironmentLint lint(ForeignDmsTask task, Path file) {
    List<Finding> findings =
        Rules.findings(task.file()).stream()
            // The file says nothing of the other parts of a task.
            .filter(finding -> task.declared().has(finding.key().split("\\.")[0]))
            .toList();
    return EnvironmentLint.of(paths.shown(file), task.problems(), findings, paths);
  }
}
