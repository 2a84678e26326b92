package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.ENTRY_MATCHES_MORE;
import static io.mskcdc.problem.ErrorCode.ENTRY_MATCHES_NOTHING;

import io.mskcdc.catalog.Expression;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import io.mskcdc.lint.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Finds entries of lists that can match no name, because they have too many or too few parts, and
 * entries that match the tables of other databases too.
 */
final class UnmatchableEntryRule implements ConnectorRule {
  private static final String DATABASES = "database.include.list";
  private static final String TABLES = "table.include.list";

  /** The databases whose tables have names of one part. */
  private static final Set<String> ONE_PART = Set.of("spanner");

  private static final List<String> TABLE_LISTS =
      List.of(TABLES, "table.exclude.list", "snapshot.include.collection.list");

  private static final Pattern COLUMN_LIST =
      Pattern.compile("column\\.(?:(?:include|exclude)\\.list|mask\\..+|truncate\\.to\\..+)");

  /** A name, and the expression for any text. */
  private static final Pattern ALL_OF_DATABASE = Pattern.compile("[\\w$-]+\\.\\*");

  /** A class of characters that may contain the dot. */
  private static final Pattern MAY_MATCH_DOT = Pattern.compile("[.]|\\[\\^|\\\\[WDSPpxuQ0]");

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            ENTRY_MATCHES_NOTHING,
            "entries of include and exclude lists, of `snapshot.include.collection.list` and of column masks",
            "An entry must match a whole name: `database` in lists of databases, `database.table` in lists of tables, `database.table.column` in lists of columns. One with other parts matches nothing: the table is not captured, or the column leaves in clear. In an exclude list it is a warning.",
            "Write the whole name. The first part is the schema for PostgreSQL, SQL Server, Oracle and Db2.",
            "Debezium, MySQL connector, include and exclude lists"),
        Rule.hint(
            ENTRY_MATCHES_MORE,
            "entries like `shop.*` in lists of tables, without a list of databases or schemas",
            "An entry is a regular expression. `shop.*` matches each name that begins with `shop`: the tables of a database `shop_test` too. A single dot, as in `shop.orders`, is harmless, because each name has one dot there.",
            "Write `shop\\..*`, in JSON `\"shop\\\\..*\"`, or name the databases in `database.include.list`.",
            "Debezium, MySQL connector, include and exclude lists"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    ConnectorOptions options = new ConnectorOptions(connector);
    if (!ConnectorKind.isRelational(connector)
        || ConnectorKind.debezium(connector.config()).filter(ONE_PART::contains).isPresent()) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    addAll(
        options,
        DATABASES,
        entry -> LiteralName.of(entry).filter(name -> name.parts().size() > 1).isPresent(),
        "it is compared with names of databases, which have no dot",
        "write the database here, and the table into " + TABLES,
        findings);
    for (String list : TABLE_LISTS) {
      addAll(
          options,
          list,
          entry -> !MAY_MATCH_DOT.matcher(entry).find(),
          "it is compared with names like database.table",
          "write the whole name, like database.table",
          findings);
    }
    if (!options.isSet(DATABASES) && !options.isSet("schema.include.list")) {
      TABLE_LISTS.forEach(list -> addMatchingMore(options, list, findings));
    }
    for (String key : connector.config().keySet()) {
      if (COLUMN_LIST.matcher(key).matches()) {
        addAll(
            options,
            key,
            entry -> LiteralName.of(entry).filter(name -> name.parts().size() < 3).isPresent(),
            "it is compared with names like database.table.column",
            "write the whole name, like database.table.column",
            findings);
      }
    }
    if (ConnectorKind.readsBinlog(connector)
        && !ConflictingListsRule.conflict(connector.config(), "database")) {
      List<String> databases = options.expressions(DATABASES);
      addAll(
          options,
          TABLES,
          entry -> !databases.isEmpty() && isOfOtherDatabase(entry, databases),
          DATABASES + " leaves out its database",
          "add the database to " + DATABASES + ", or correct the name",
          findings);
    }
    return findings;
  }

  private static void addMatchingMore(
      ConnectorOptions options, String list, List<Finding> findings) {
    options.expressions(list).stream()
        .filter(entry -> ALL_OF_DATABASE.matcher(entry).matches())
        .map(entry -> entry.substring(0, entry.length() - ".*".length()))
        .map(
            database ->
                options.finding(
                    ENTRY_MATCHES_MORE,
                    Severity.HINT,
                    list,
                    "'%s.*' matches the tables of each database or schema whose name begins with %s"
                        .formatted(database, database),
                    "write " + database + "\\..*"))
        .forEach(findings::add);
  }

  private static boolean isOfOtherDatabase(String table, List<String> databases) {
    Optional<LiteralName> name = LiteralName.of(table).filter(each -> each.parts().size() == 2);
    return name.map(each -> each.parts().get(0))
        .filter(
            database ->
                databases.stream()
                    .noneMatch(entry -> Expression.matches(entry, database).orElse(true)))
        .isPresent();
  }

  private static void addAll(
      ConnectorOptions options,
      String key,
      Predicate<String> isUnmatchable,
      String reason,
      String next,
      List<Finding> findings) {
    Severity severity = key.contains(".exclude.") ? Severity.WARNING : Severity.ERROR;
    options.expressions(key).stream()
        .filter(isUnmatchable)
        .map(
            entry ->
                options.finding(
                    ENTRY_MATCHES_NOTHING,
                    severity,
                    key,
                    "'" + entry + "' matches nothing: " + reason,
                    next))
        .forEach(findings::add);
  }
}
