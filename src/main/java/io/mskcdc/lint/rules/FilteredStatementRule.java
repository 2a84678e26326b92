package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.STATEMENTS_FILTERED;

import io.mskcdc.catalog.CommaList;
import io.mskcdc.catalog.ResultCache;
import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Finds filters of the schema history that leave out the definitions of captured tables. The task
 * then fails at the next row of such a table, or reads it with the wrong columns.
 */
final class FilteredStatementRule implements ConnectorRule {
  private static final String FILTER = "internal.schema.history.internal.ddl.filter";
  private static final String DATABASES = "database.include.list";

  /** A name, and not an expression for several. */
  private static final Pattern NAME = Pattern.compile("[\\w$-]+");

  private static final ResultCache<String, Optional<Pattern>> COMPILED =
      new ResultCache<>(FilteredStatementRule::compiled);

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            STATEMENTS_FILTERED,
            "`internal.schema.history.internal.ddl.filter` of Debezium MySQL",
            "A filter that leaves out the definition of a captured table stops the task at the next row of the table, or reads it with the wrong columns.",
            "Write the names of `database.include.list` into the filter, as in [mysql.md](mysql.md).",
            "tried"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    String filter = connector.config().get(FILTER);
    if (filter == null || SourceConnectors.of(connector.config()).isEmpty()) {
      return List.of();
    }
    return CommaList.ofExpressions(connector.config().get(DATABASES)).stream()
        .filter(database -> NAME.matcher(database).matches())
        .flatMap(database -> filtered(filter, database).stream())
        .findFirst()
        .map(
            statement ->
                Finding.error(
                        STATEMENTS_FILTERED,
                        connector.valueAt(FILTER),
                        FILTER,
                        "it leaves out '" + statement + "', whose table may be captured",
                        "write the names of " + DATABASES + " into the filter")
                    .acceptableBy(connector.name()))
        .stream()
        .toList();
  }

  private static Optional<String> filtered(String filter, String database) {
    List<String> statements =
        List.of(
            "CREATE TABLE `" + database + "`.`t` (id INT PRIMARY KEY)",
            "ALTER TABLE " + database + ".t ADD c INT");
    return statements.stream()
        .filter(
            statement ->
                CommaList.ofExpressions(filter).stream()
                    .anyMatch(expression -> matches(expression, statement)))
        .findFirst();
  }

  private static boolean matches(String expression, String statement) {
    return COMPILED
        .of(expression)
        .filter(pattern -> pattern.matcher(statement).matches())
        .isPresent();
  }

  /** Debezium compiles the expressions so. One that does not compile is the worker's to refuse. */
  private static Optional<Pattern> compiled(String expression) {
    try {
      return Optional.of(Pattern.compile(expression, Pattern.CASE_INSENSITIVE | Pattern.DOTALL));
    } catch (PatternSyntaxException e) {
      return Optional.empty();
    }
  }
}
