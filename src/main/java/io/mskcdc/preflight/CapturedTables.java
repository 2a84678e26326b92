package io.mskcdc.preflight;

import static io.mskcdc.problem.ErrorCode.TABLE_NOT_FOUND;

import io.mskcdc.catalog.CommaList;
import io.mskcdc.catalog.IncludeList;
import io.mskcdc.catalog.IncludeList.Level;
import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.database.NotReachableException;
import io.mskcdc.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/**
 * Finds entries of include lists that match no table. With such an entry the connector runs without
 * an error and captures nothing.
 */
public final class CapturedTables implements Preflight {
  private static final int SAMPLE_SIZE = 10;

  private final BundlePaths paths;
  private final TableReader reader;

  /** Reads the names of the tables that a connector's user sees. */
  interface TableReader {
    /**
     * @return the names, as {@code database.table}
     * @throws NotReachableException if this machine cannot read them
     */
    Set<String> read(SourceConnector source, Map<String, String> config)
        throws NotReachableException;
  }

  /** A check that connects to the connector's database. */
  public CapturedTables(BundlePaths paths) {
    this(paths, (source, config) -> source.database(config).tables());
  }

  CapturedTables(BundlePaths paths, TableReader reader) {
    this.paths = paths;
    this.reader = reader;
  }

  @Override
  public List<Problem> check(RenderedConnector connector, Consumer<String> note) {
    return SourceConnectors.of(connector.config())
        .map(source -> check(source, connector, note))
        .orElse(List.of());
  }

  private List<Problem> check(
      SourceConnector source, RenderedConnector connector, Consumer<String> note) {
    List<IncludeList> lists =
        source.includeLists().stream()
            .filter(list -> connector.config().containsKey(list.key()))
            .toList();
    if (lists.isEmpty()) {
      return List.of();
    }
    try {
      Set<String> tables = reader.read(source, connector.config());
      return lists.stream().flatMap(list -> check(connector, list, tables).stream()).toList();
    } catch (NotReachableException e) {
      note.accept("the include lists were not compared with the database: " + e.getMessage());
      return List.of();
    }
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

  /** Debezium compares whole names and ignores case. */
  private static boolean matches(String entry, String name) {
    try {
      return Pattern.compile(entry, Pattern.CASE_INSENSITIVE).matcher(name).matches();
    } catch (PatternSyntaxException e) {
      // The runtime's validation reports it.
      return true;
    }
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
