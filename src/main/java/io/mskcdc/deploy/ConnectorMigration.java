package io.mskcdc.deploy;

import io.mskcdc.config.Accept;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.BundleReader;
import io.mskcdc.config.Environment;
import io.mskcdc.config.ForeignConnector;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.EnvironmentLint;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Linter;
import io.mskcdc.lint.rules.Rules;
import io.mskcdc.migrate.MigratedFiles;
import io.mskcdc.migrate.MigratedFiles.Written;
import io.mskcdc.migrate.Migration;
import io.mskcdc.migrate.Migration.Migrated;
import io.mskcdc.plan.Danger;
import io.mskcdc.plan.Planner;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.report.MigrationReport;
import io.mskcdc.report.MigrationReport.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Rewrites configurations of older Debezium releases for the bundle. Needs no connection. */
public final class ConnectorMigration {
  private static final String KEPT = "it is as in the configuration that mskcdc migrate read";

  /** Errors about what records contain. The old consumers read them so. */
  private static final Set<ErrorCode> OF_OUTPUT =
      Set.of(ErrorCode.NUMBERS_UNREADABLE, ErrorCode.QUERY_INCLUDED);

  private final BundlePaths paths;
  private final Optional<String> env;
  private final Bundle bundle;
  private final boolean isIdentical;

  /**
   * @param paths the bundle; its folder need not exist if there is no environment
   * @param env the environment that the connectors are for; empty for none
   * @param isIdentical whether the records stay byte for byte what they were
   * @throws ProblemException with every problem of environment.yaml
   */
  public ConnectorMigration(BundlePaths paths, Optional<String> env, boolean isIdentical) {
    this.paths = paths;
    this.env = env;
    this.isIdentical = isIdentical;
    bundle =
        env.map(name -> new BundleReader(paths).readWhatIsReadable(name))
            .orElseGet(() -> ofNoEnvironment(paths));
  }

  private static Bundle ofNoEnvironment(BundlePaths paths) {
    return new Bundle(
        paths,
        Environment.unnamed(paths),
        List.of(),
        List.of(),
        Map.of(),
        Map.of(),
        List.of(),
        List.of());
  }

  /**
   * Rewrites configurations.
   *
   * @param write whether the results are written into the bundle
   * @throws ProblemException with the problem of each file that cannot be rewritten; nothing is
   *     written then
   */
  public MigrationReport migrate(List<Path> files, boolean write) {
    List<Migrated> all = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (Path file : files) {
      try {
        all.add(readable(migrated(file)));
      } catch (ProblemException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    MigratedFiles written = new MigratedFiles(paths, environment());
    if (write) {
      written.requireFree(all);
    }
    return new MigrationReport(
        env,
        all.stream()
            .map(
                migrated ->
                    new Result(
                        migrated,
                        lint(migrated),
                        write ? Optional.of(write(written, migrated)) : Optional.empty()))
            .toList());
  }

  private Optional<Environment> environment() {
    return env.map(name -> bundle.environment());
  }

  private Migrated migrated(Path file) {
    return new Migration(
            paths,
            environment(),
            env.flatMap(name -> new BundleReader(paths).readWorker(name)),
            bundle.connectors(),
            isIdentical)
        .of(ForeignConnector.read(paths, file), paths.shown(file));
  }

  /**
   * Takes out the keys that nothing reads, which the old release ignored too. Accepts what the old
   * configuration wants, where apply would ask for it.
   */
  private Migrated readable(Migrated migrated) {
    Migrated readable = migrated;
    for (Finding finding : findings(migrated)) {
      if (finding.code() == ErrorCode.KEY_UNKNOWN) {
        readable = readable.without(finding.key(), finding.message());
      }
    }
    for (Finding finding : findings(readable)) {
      if (isIdentical && OF_OUTPUT.contains(finding.code())) {
        readable =
            readable.accepting(
                new Accept(finding.code().code(), finding.key(), KEPT), finding.message());
      }
    }
    for (Danger danger : Planner.change(rendered(readable), Optional.empty()).dangers()) {
      readable =
          readable.accepting(new Accept(danger.code().code(), danger.key(), KEPT), danger.cost());
    }
    return readable;
  }

  private RenderedConnector rendered(Migrated migrated) {
    return RenderedConnector.unwritten(
        paths, bundle.environment(), migrated.name(), migrated.config(), migrated.accept());
  }

  private List<Finding> findings(Migrated migrated) {
    List<RenderedConnector> connectors =
        Stream.concat(
                bundle.connectors().stream().filter(other -> !other.name().equals(migrated.name())),
                Stream.of(rendered(migrated)))
            .toList();
    return Linter.lint(bundle.withConnectors(connectors), Rules.ALL).findings().stream()
        .filter(
            finding ->
                finding.connector().filter(migrated.name()::equals).isPresent()
                    || finding.location().file().equals(paths.connector(migrated.name())))
        .toList();
  }

  private EnvironmentLint lint(Migrated migrated) {
    return EnvironmentLint.of(env.orElse("no environment"), List.of(), findings(migrated), paths);
  }

  private Written write(MigratedFiles written, Migrated migrated) {
    return written.write(migrated, ListingCheck.ofFiles(paths, env, migrated.name()));
  }
}
