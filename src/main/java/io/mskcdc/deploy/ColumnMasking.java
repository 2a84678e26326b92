package io.mskcdc.deploy;

import static io.mskcdc.problem.ErrorCode.DATABASE_UNREACHABLE;
import static io.mskcdc.problem.ErrorCode.SOURCE_UNKNOWN;

import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.database.NotReachableException;
import io.mskcdc.mask.MaskCheck;
import io.mskcdc.mask.MaskComparison;
import io.mskcdc.mask.Suggester;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.report.MaskCheckReport;
import io.mskcdc.report.MaskSuggestionReport;
import java.util.List;

/** Compares the masks of a connector with the columns of its database. Writes nothing. */
public final class ColumnMasking {
  private final Bundle bundle;

  public ColumnMasking(Bundle bundle) {
    this.bundle = bundle;
  }

  /**
   * Returns what happens to each captured column of a connector.
   *
   * @throws ProblemException when the connector is not listed, its database does not answer, or its
   *     masking options are invalid
   */
  public MaskCheckReport check(String name) {
    return new MaskCheckReport(checked(connector(name)));
  }

  /**
   * Returns the entries for a connector's file after which every captured column is decided.
   *
   * @throws ProblemException as {@link #check}, and when the connector has no masking transform
   */
  public MaskSuggestionReport suggest(String name) {
    RenderedConnector connector = connector(name);
    return new MaskSuggestionReport(
        name, Suggester.suggest(connector, checked(connector), bundle.paths()));
  }

  private RenderedConnector connector(String name) {
    return ConnectorSelection.of(bundle, List.of(name)).get(0);
  }

  private MaskCheck checked(RenderedConnector connector) {
    SourceConnector source =
        SourceConnectors.of(connector.config())
            .orElseThrow(
                () ->
                    problem(
                        connector,
                        SOURCE_UNKNOWN,
                        "connector.class",
                        "the columns of " + connector.connectorClass() + " cannot be read",
                        "compare the masks of this connector by hand"));
    try {
      return new MaskComparison(
              connector, source, source.database(connector.config()).columns(), bundle.paths())
          .check();
    } catch (NotReachableException e) {
      throw problem(
          connector,
          DATABASE_UNREACHABLE,
          null,
          "its database cannot be read: " + e.getMessage(),
          "run the command on a machine that reaches the database and has the connector's secrets");
    }
  }

  private ProblemException problem(
      RenderedConnector connector, ErrorCode code, String key, String message, String next) {
    return new ProblemException(
        new Problem(
            code,
            bundle.paths().shown(connector.valueAt(key == null ? "connector.class" : key)),
            key,
            message,
            next));
  }
}
