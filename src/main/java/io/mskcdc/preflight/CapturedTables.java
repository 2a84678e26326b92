package io.mskcdc.preflight;

import static io.mskcdc.problem.ErrorCode.TABLE_NOT_FOUND;

import io.mskcdc.catalog.CaptureFilter;
import io.mskcdc.catalog.CommaList;
import io.mskcdc.catalog.Expression;
import io.mskcdc.catalog.IncludeList;
import io.mskcdc.catalog.IncludeList.Level;
import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds entries of include lists that match no table, and lists that together leave out every one.
 * The connector then runs without an error and captures nothing.
 */
public final class CapturedTables extends DatabasePreflight<Set<String>> {
  private static final int SAMPLE_SIZE = 10;

  private final BundlePaths paths;

  /** A check that connects to the connector's database. */
  public CapturedTables(BundlePaths paths, ConnectorDatabases databases) {
    this(paths, (source, connector) -> databases.of(source, connector.config()).tables());
  }

  /**
   * @param reader returns the tables that the connector's user sees, as {@code database.table}
   */
  CapturedTables(BundlePaths paths, DatabaseReader<Set<String>> reader) {
    super(reader, "the include and exclude lists were not compared with the database");
    this.paths = paths;
  }

  @Override
  protected boolean applies(SourceConnector source, RenderedConnector connector) {
    return !listKeys(source, connector).isEmpty();
  }

  @Override
  protected List<Problem> check(
      SourceConnector source,
      RenderedConnector connector,
      Set<String> tables,
      Consumer<String> note) {
    List<Problem> problems =
        includeLists(source, connector).stream()
            .flatMap(list -> check(connector, list, tables).stream())
            .toList();
    CaptureFilter captured = source.captured(connector.config());
    boolean capturesNothing =
        tables.stream()
            .noneMatch(
                table ->
                    captured.hasTable(
                        databaseOf(table), table.substring(databaseOf(table).length() + 1)));
    return problems.isEmpty() && capturesNothing && !tables.isEmpty()
        ? List.of(nothing(connector, listKeys(source, connector), tables))
        : problems;
  }

  /** Each list may match something, and all of them together nothing. */
  private Problem nothing(RenderedConnector connector, List<String> keys, Set<String> tables) {
    String key = keys.get(keys.size() - 1);
    return new Problem(
        TABLE_NOT_FOUND,
        paths.shown(connector.valueAt(key)),
        key,
        "the lists leave out every table that the connector's user sees",
        "correct " + String.join(" and ", keys) + "; there is " + sample(tables));
  }

  /** Returns the lists that the connector sets. */
  private static List<String> listKeys(SourceConnector source, RenderedConnector connector) {
    return source.includeLists().stream()
        .map(IncludeList::key)
        .flatMap(key -> Stream.of(key, key.replace(".include.", ".exclude.")))
        .filter(connector.config()::containsKey)
        .toList();
  }

  private static List<IncludeList> includeLists(
      SourceConnector source, RenderedConnector connector) {
    return source.includeLists().stream()
        .filter(list -> connector.config().containsKey(list.key()))
        .toList();
  }

  private List<Problem> check(RenderedConnector connector, IncludeList list, Set<String> tables) {
    Set<String> names = list.level() == Level.TABLE ? tables : databases(tables);
    List<Problem> problems = new ArrayList<>();
    for (String entry : CommaList.ofExpressions(connector.config().get(list.key()))) {
      if (names.stream().noneMatch(name -> matches(entry, name))) {
        problems.add(
            new Problem(
                TABLE_NOT_FOUND,
                paths.shown(connector.valueAt(list.key())),
                list.key(),
                "no " + list.level() + " that the connector's user sees matches '" + entry + "'",
                "correct the name or grant SELECT on it; there is " + sample(names)));
      }
    }
    return problems;
  }

  private static Set<String> databases(Set<String> tables) {
    return tables.stream()
        .map(CapturedTables::databaseOf)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String databaseOf(String table) {
    return table.substring(0, table.indexOf('.'));
  }

  /** The runtime's validation reports an expression that is not valid. */
  private static boolean matches(String entry, String name) {
    return Expression.matches(entry, name).orElse(true);
  }

  private static String sample(Set<String> names) {
    String shown = names.stream().limit(SAMPLE_SIZE).collect(Collectors.joining(", "));
    return names.isEmpty()
        ? "none"
        : names.size() > SAMPLE_SIZE
            ? shown + " and " + (names.size() - SAMPLE_SIZE) + " more"
            : shown;
  }
}
