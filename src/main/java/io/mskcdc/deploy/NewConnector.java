package io.mskcdc.deploy;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.Environment;
import io.mskcdc.migrate.ConnectorCopy;
import io.mskcdc.report.CopyReport;
import java.util.Optional;

/** Adds a connector to the bundle that is like another one. Needs no connection. */
public final class NewConnector {
  private final BundlePaths paths;
  private final Environment environment;

  /**
   * @param bundle the bundle; its environment is to list the connector
   */
  public NewConnector(Bundle bundle) {
    paths = bundle.paths();
    environment = bundle.environment();
  }

  /**
   * Writes the connector's files, and lists it in the environment if it has no problem there.
   *
   * @param from the connector whose files are copied
   * @throws io.mskcdc.problem.ProblemException when the other connector has no file, or the new one
   *     has files already
   */
  public CopyReport write(String from, String name) {
    ListingCheck check = ListingCheck.ofFiles(paths, Optional.of(environment.name()), name);
    return new CopyReport(new ConnectorCopy(paths, environment, check).copy(from, name));
  }
}
