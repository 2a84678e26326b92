package io.mskcdc.preflight;

import static io.mskcdc.problem.ErrorCode.TABLE_NOT_FOUND;

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

/**
 * Finds entries of include lists that match no table. With such an entry the connector runs without
 * an error and captures nothing.
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
    super(reader, "the include lists were not compared with the database");
    this.paths = paths;
  }

  @Override
  protected boolean applies(SourceConnector source, RenderedConnector connector) {
    return !includeLists(source, connector).isEmpty();
  }

  @Override
  protected List<Problem> check(
      SourceConnector source,
      RenderedConnector connector,
      Set<String> tables,
      Consumer<String> note) {
    return includeLists(source, connector).stream()
        .flatMap(list -> check(connector, list, tables).stream())
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
        .map(table -> table.substring(0, table.indexOf('.')))
        .collect(Collectors.toCollection(TreeSet::new));
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
