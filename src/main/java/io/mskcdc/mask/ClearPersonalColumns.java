package io.mskcdc.mask;

import io.mskcdc.catalog.CommaList;
import io.mskcdc.catalog.Expression;
import io.mskcdc.catalog.MaskTransform;
import io.mskcdc.catalog.PersonalData;
import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.database.Column;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds columns whose names suggest personal data and whose values leave in clear. */
public final class ClearPersonalColumns {
  /** The name of a column, and not an expression for several: database.table.column. */
  private static final Pattern NAME = Pattern.compile("([\\w$-]+)\\.([\\w$-]+)\\.([\\w$-]+)");

  /** A pattern for several columns of one table, or of several. */
  private static final Pattern WILDCARD =
      Pattern.compile("([\\w$*-]+)\\.([\\w$*-]+)\\.([\\w$*-]+)");

  /** The columns with which wildcards are tried. */
  private static final List<String> EXAMPLES = List.of("email", "phone", "password", "iban");

  private final RenderedConnector connector;
  private final SourceConnector source;
  private final BundlePaths paths;

  public ClearPersonalColumns(
      RenderedConnector connector, SourceConnector source, BundlePaths paths) {
    this.connector = connector;
    this.source = source;
    this.paths = paths;
  }

  /**
   * A column that leaves in clear.
   *
   * @param column its name as {@code database.table.column}
   * @param data the data that the name suggests
   * @param pattern the entry of {@code clear.columns} that decided; empty if none did
   */
  public record Found(String column, PersonalData data, String pattern) {
    /** Returns whether somebody listed the column by its name. */
    public boolean isListedByName() {
      return !pattern.isEmpty() && !pattern.contains("*");
    }
  }

  /** Returns those of the columns of a database. */
  public List<Found> in(List<Column> columns) {
    return in(columns, column -> true);
  }

  /**
   * Returns those of the columns that the configuration names.
   *
   * @param triesWildcards whether to return examples of columns that its wildcards let pass
   */
  public List<Found> named(boolean triesWildcards) {
    Set<Column> named = new LinkedHashSet<>();
    Set<Column> examples = new LinkedHashSet<>();
    CommaList.ofExpressions(connector.config().get("column.include.list")).stream()
        .flatMap(entry -> column(NAME, entry.replace("\\.", "."), null))
        .forEach(named::add);
    for (MaskTransform transform : MaskTransform.of(connector.config())) {
      for (String entry : transform.patterns(MaskTransform.CLEAR)) {
        column(NAME, entry, null).forEach(named::add);
        if (triesWildcards && entry.contains("*")) {
          EXAMPLES.stream()
              .flatMap(example -> column(WILDCARD, entry, example))
              .forEach(examples::add);
        }
      }
    }
    List<Column> all = new ArrayList<>(named);
    all.addAll(examples);
    return in(all, column -> named.contains(column));
  }

  private static Stream<Column> column(Pattern form, String entry, String example) {
    return form.matcher(entry.strip())
        .results()
        .filter(match -> match.end() - match.start() == entry.strip().length())
        .map(
            match ->
                new Column(
                    match.group(1).replace("*", "shop"),
                    match.group(2).replace("*", "customers"),
                    example == null ? match.group(3) : example,
                    "varchar(255)",
                    true,
                    1,
                    false,
                    "",
                    false));
  }

  private List<Found> in(List<Column> columns, Predicate<Column> mayBeUnlisted) {
    List<Column> personal =
        columns.stream().filter(column -> PersonalColumns.find(column).isPresent()).toList();
    MaskComparison comparison = new MaskComparison(connector, source, personal, paths);
    return personal.isEmpty()
        ? List.of()
        : comparison.outcomes().stream()
            .flatMap(table -> table.columns().stream())
            .filter(outcome -> outcome.personal().isPresent())
            .filter(
                outcome ->
                    outcome.isClearPersonal()
                        || mayBeUnlisted.test(outcome.column())
                            && outcome.treatment().equals(MaskTransform.PASS))
            .filter(outcome -> !isMaskedByConnector(outcome.name()))
            .map(
                outcome ->
                    new Found(outcome.name(), outcome.personal().orElseThrow(), outcome.pattern()))
            .toList();
  }

  /** Debezium's own masks have the columns in the value, as regular expressions. */
  private boolean isMaskedByConnector(String column) {
    return connector.config().entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("column.mask."))
        .flatMap(entry -> CommaList.ofExpressions(entry.getValue()).stream())
        .anyMatch(expression -> Expression.matches(expression, column).orElse(false));
  }
}
