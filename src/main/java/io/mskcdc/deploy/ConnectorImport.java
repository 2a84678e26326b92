package io.mskcdc.deploy;

import static io.mskcdc.problem.ErrorCode.CONNECTOR_ABSENT;

import io.mskcdc.config.Bundle;
import io.mskcdc.migrate.Importer;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.report.ImportReport;
import io.mskcdc.runtime.ConnectRuntime;
import io.mskcdc.runtime.LiveConnector;
import java.util.List;
import java.util.Optional;

/** Adds a running connector to the bundle. */
public final class ConnectorImport {
  private final Bundle bundle;
  private final ConnectRuntime runtime;

  /**
   * @param runtime where the connector runs
   */
  public ConnectorImport(Bundle bundle, ConnectRuntime runtime) {
    this.bundle = bundle;
    this.runtime = runtime;
  }

  /**
   * Writes a connector's file, and lists it in the environment if it has no problem.
   *
   * @throws ProblemException when there is no such connector, or its file exists
   */
  public ImportReport write(String name) {
    LiveConnector live =
        runtime
            .connector(name)
            .orElseThrow(
                () ->
                    new ProblemException(
                        Problem.of(
                            CONNECTOR_ABSENT,
                            name,
                            "there is no such connector in environment "
                                + bundle.environment().name(),
                            "check the name and --env")));
    return new ImportReport(
        new Importer(bundle.paths(), Optional.of(bundle.environment()), this::problems)
            .write(live));
  }

  /** Returns the problems that the next command would end with. */
  private List<Problem> problems() {
    try {
      new BundleLoader(bundle.paths(), warning -> {}).load(bundle.environment().name());
      return List.of();
    } catch (ProblemException e) {
      return e.problems();
    }
  }
}
