package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.DATABASE_UNREACHABLE;

import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.database.Column;
import io.mskcdc.database.NotReachableException;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import io.mskcdc.mask.ClearPersonalColumns;
import io.mskcdc.mask.MaskComparison;
import io.mskcdc.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares masks with the columns of the database: what {@code mask check} reports, and columns
 * that look personal and leave in clear.
 */
final class DatabaseColumnsRule implements ConnectorRule {

  /** Other rules and docs/errors.md explain its findings. */
  @Override
  public List<Rule> rules() {
    return List.of();
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    Optional<SourceConnector> source = SourceConnectors.of(connector.config());
    if (source.isEmpty()) {
      return List.of();
    }
    try {
      List<Column> columns = source.get().database(connector.config()).columns();
      List<Finding> findings =
          new ArrayList<>(
              ClearPersonalRule.findings(
                  connector,
                  new ClearPersonalColumns(connector, source.get(), bundle.paths()).in(columns)));
      new MaskComparison(connector, source.get(), columns, bundle.paths())
          .check()
          .problems()
          .forEach(
              problem ->
                  findings.add(
                      Finding.error(
                          problem.code(),
                          connector.valueAt(problem.key()),
                          problem.key(),
                          problem.message(),
                          problem.next())));
      return findings;
    } catch (NotReachableException e) {
      return List.of(
          Finding.error(
              DATABASE_UNREACHABLE,
              connector.valueAt("database.hostname"),
              "database.hostname",
              "the columns cannot be read: " + e.getMessage(),
              "run lint on a machine that reaches the database and has the connector's secrets, or"
                  + " without --database"));
    } catch (ProblemException e) {
      // ClearPersonalRule reports masks that the transform refuses.
      return List.of();
    }
  }
}
