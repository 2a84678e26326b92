package io.mskcdc.deploy;

import static io.mskcdc.problem.ErrorCode.DATABASE_UNREACHABLE;
import static io.mskcdc.problem.ErrorCode.SOURCE_UNKNOWN;

import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.database.Column;
import io.mskcdc.database.NotReachableException;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.util.List;

/**
 * A connector with the columns of its database.
 *
 * @param source the connector's class
 * @param columns all columns that the connector's user sees
 */
record SourceColumns(RenderedConnector connector, SourceConnector source, List<Column> columns) {
  /**
   * Reads the columns.
   *
   * @throws ProblemException when the connector is not listed, or its database does not answer
   */
  static SourceColumns read(Bundle bundle, String name) {
    RenderedConnector connector = ConnectorSelection.of(bundle, List.of(name)).get(0);
    SourceConnector source =
        SourceConnectors.of(connector.config())
            .orElseThrow(
                () ->
                    problem(
                        bundle,
                        connector,
                        SOURCE_UNKNOWN,
                        "connector.class",
                        "the columns of " + connector.connectorClass() + " cannot be read",
                        "compare the masks of this connector by hand"));
    try {
      return new SourceColumns(connector, source, source.database(connector.config()).columns());
    } catch (NotReachableException e) {
      throw problem(
          bundle,
          connector,
          DATABASE_UNREACHABLE,
          null,
          "its database cannot be read: " + e.getMessage(),
          "run the command on a machine that reaches the database and has the connector's secrets");
    }
  }

  private static ProblemException problem(
      Bundle bundle,
      RenderedConnector connector,
      ErrorCode code,
      String key,
      String message,
      String next) {
    return new ProblemException(
        new Problem(
            code,
            bundle.paths().shown(connector.valueAt(key == null ? "connector.class" : key)),
            key,
            message,
            next));
  }
}
