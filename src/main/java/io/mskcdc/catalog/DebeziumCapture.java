package io.mskcdc.catalog;

import io.mskcdc.database.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The include and exclude lists of a Debezium MySQL connector. An entry is a regular expression
 * that must match a whole name; case is ignored. An include list makes Debezium ignore the exclude
 * list of the same kind.
 */
final class DebeziumCapture implements CaptureFilter {
  private static final Pattern LITERAL = Pattern.compile("[\\w-]+");

  private final Predicate<String> databases;
  private final Predicate<String> tables;
  private final Predicate<String> columns;
  private final List<String> signalTables;
  private final List<Predicate<String>> keyColumns;

  DebeziumCapture(Map<String, String> config) {
    databases = filter(config, "database");
    tables = filter(config, "table");
    columns = filter(config, "column");
    signalTables = CommaList.of(config.get("signal.data.collection"));
    keyColumns = keyColumns(config);
  }

  private static Predicate<String> filter(Map<String, String> config, String kind) {
    List<Pattern> included = patterns(config.get(kind + ".include.list"));
    if (!included.isEmpty()) {
      return name -> matchesAny(included, name);
    }
    List<Pattern> excluded = patterns(config.get(kind + ".exclude.list"));
    return name -> !matchesAny(excluded, name);
  }

  /** Returns the databases that the include lists name as they are, without an expression. */
  static Set<String> literalDatabases(Map<String, String> config) {
    return Stream.concat(
            CommaList.ofExpressions(config.get("database.include.list")).stream(),
            CommaList.ofExpressions(config.get("table.include.list")).stream()
                .filter(table -> table.contains("\\."))
                .map(table -> table.substring(0, table.indexOf("\\."))))
        .filter(name -> LITERAL.matcher(name).matches())
        .collect(Collectors.toSet());
  }

  private static List<Pattern> patterns(String list) {
    return CommaList.ofExpressions(list).stream()
        .flatMap(expression -> Expression.compile(expression).stream())
        .toList();
  }

  private static boolean matchesAny(List<Pattern> patterns, String name) {
    return patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
  }

  /** Reads {@code table:column,column;table:column}, in which the tables are expressions. */
  static List<Predicate<String>> keyColumns(Map<String, String> config) {
    List<Predicate<String>> keys = new ArrayList<>();
    eachKeyColumn(
        config,
        (table, column) ->
            Expression.compile(table + "\\." + column)
                .map(Pattern::asMatchPredicate)
                .ifPresent(keys::add));
    return keys;
  }

  /** Passes on each column of {@code message.key.columns} with the expression of its tables. */
  static void eachKeyColumn(Map<String, String> config, BiConsumer<String, String> consumer) {
    for (String entry : config.getOrDefault("message.key.columns", "").split(";")) {
      int colon = entry.indexOf(':');
      if (colon >= 0) {
        String table = entry.substring(0, colon).strip();
        CommaList.of(entry.substring(colon + 1)).forEach(column -> consumer.accept(table, column));
      }
    }
  }

  @Override
  public boolean hasTable(String database, String table) {
    String name = database + "." + table;
    // Debezium captures the table of signals even if the lists exclude it.
    return databases.test(database) && tables.test(name) || signalTables.contains(name);
  }

  @Override
  public boolean hasColumn(Column column) {
    return columns.test(nameOf(column));
  }

  /** The column lists do not apply to keys. */
  @Override
  public Set<String> keyOf(List<Column> all) {
    Set<String> configured = names(all, this::isConfiguredKey);
    return configured.isEmpty() ? names(all, Column::inPrimaryKey) : configured;
  }

  private boolean isConfiguredKey(Column column) {
    return keyColumns.stream().anyMatch(key -> key.test(nameOf(column)));
  }

  private static Set<String> names(List<Column> columns, Predicate<Column> selected) {
    return columns.stream().filter(selected).map(Column::name).collect(Collectors.toSet());
  }

  private static String nameOf(Column column) {
    return column.qualifiedTable() + "." + column.name();
  }
}
