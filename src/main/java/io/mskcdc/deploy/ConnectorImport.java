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
import java.util.function.Consumer;

/** Adds a running connector to the bundle. */
public final class ConnectorImport {
  private final Bundle bundle;
  private final ConnectRuntime runtime;
  private final Consumer<String> progress;

  /**
   * @param runtime where the connector runs
   * @param progress receives warnings, one line each
   */
  public ConnectorImport(Bundle bundle, ConnectRuntime runtime, Consumer<String> progress) {
    this.bundle = bundle;
    this.runtime = runtime;
    this.progress = progress;
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
    OtherBundle.warning(bundle, live, "writes its own configuration again").ifPresent(progress);
    return new ImportReport(
        new Importer(
                bundle.paths(),
                Optional.of(bundle.environment()),
                new ListingCheck(
                    () ->
                        new BundleLoader(bundle.paths(), warning -> {})
                            .load(bundle.environment().name(), List.of(name))))
            .write(live, DeclaredSecrets.of(runtime, name, live.config(), progress)));
  }
}
