package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.DATABASE_UNREACHABLE;

import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.database.Column;
import io.mskcdc.database.NotReachableException;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.LintRule;
import io.mskcdc.lint.Rule;
import io.mskcdc.mask.ClearPersonalColumns;
import io.mskcdc.mask.MaskComparison;
import io.mskcdc.preflight.MergedTopics;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compares connectors with the columns of their databases: what {@code mask check} reports, columns
 * that look personal and leave in clear, and tables that must not share their topic. {@code
 * validate} reports the errors too, and no file can accept them there.
 */
final class DatabaseColumnsRule implements LintRule {

  /** Other rules and docs/errors.md explain its findings. */
  @Override
  public List<Rule> rules() {
    return List.of();
  }

  @Override
  public List<Finding> check(Bundle bundle) {
    return bundle.connectors().stream().flatMap(connector -> check(connector, bundle)).toList();
  }

  private static Stream<Finding> check(RenderedConnector connector, Bundle bundle) {
    Optional<SourceConnector> source = SourceConnectors.of(connector.config());
    if (source.isEmpty()) {
      return Stream.empty();
    }
    List<Column> columns;
    try {
      columns = source.get().database(connector.config()).columns();
    } catch (NotReachableException e) {
      return Stream.of(
          Finding.error(
              DATABASE_UNREACHABLE,
              connector.valueAt("database.hostname"),
              "database.hostname",
              "the columns cannot be read: " + e.getMessage(),
              "run lint on a machine that reaches the database and has the connector's secrets, or"
                  + " without --database"));
    }
    return Stream.concat(
        MergedTopics.of(source.get(), connector, columns, bundle.paths()).stream()
            .map(problem -> finding(connector, problem)),
        ofMasks(connector, source.get(), columns, bundle));
  }

  private static Stream<Finding> ofMasks(
      RenderedConnector connector, SourceConnector source, List<Column> columns, Bundle bundle) {
    try {
      return Stream.concat(
          ClearPersonalRule.findings(
                  connector,
                  new ClearPersonalColumns(connector, source, bundle.paths()).in(columns))
              .stream()
              .map(finding -> finding.acceptableBy(connector.name())),
          new MaskComparison(connector, source, columns, bundle.paths())
              .check().problems().stream().map(problem -> finding(connector, problem)));
    } catch (ProblemException e) {
      // ClearPersonalRule reports masks that the transform refuses.
      return Stream.empty();
    }
  }

  private static Finding finding(RenderedConnector connector, Problem problem) {
    return Finding.error(
        problem.code(),
        connector.valueAt(problem.key()),
        problem.key(),
        problem.message(),
        problem.next());
  }
}
