package io.mskcdc.deploy;

import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.BundleReader;
import io.mskcdc.config.Environment;
import io.mskcdc.config.ForeignConnector;
import io.mskcdc.migrate.Importer;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.report.ImportReport;
import java.nio.file.Path;
import java.util.Optional;

/** Adds a connector to the bundle that is written in another form. Needs no connection. */
public final class ConnectorAdoption {
  private final BundlePaths paths;
  private final Optional<String> env;

  /**
   * @param env the environment that is to list the connector; empty for none
   */
  public ConnectorAdoption(BundlePaths paths, Optional<String> env) {
    this.paths = paths;
    this.env = env;
  }

  /**
   * Writes the connector's file, and lists it in the environment if it has no problem there.
   *
   * @throws ProblemException when the file has no known form, or cannot be written into the bundle
   */
  public ImportReport write(Path file) {
    ForeignConnector foreign = ForeignConnector.read(paths, file);
    Optional<Environment> environment =
        env.map(name -> new BundleReader(paths).readWithoutConnectors(name).environment());
    ListingCheck check = ListingCheck.ofFiles(paths, env, foreign.name());
    return new ImportReport(new Importer(paths, environment, check).write(foreign, file));
  }
}
