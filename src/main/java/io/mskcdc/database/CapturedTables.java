package io.mskcdc.database;

import static io.mskcdc.problem.ErrorCode.TABLE_NOT_FOUND;

import io.mskcdc.apply.Preflight;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.RenderedConnector;
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
 * Finds entries of a Debezium MySQL connector's include lists that match nothing: Debezium runs
 * with them, healthy to all appearance, and captures nothing.
 */
public final class CapturedTables implements Preflight {
  private static final String MYSQL = "io.debezium.connector.mysql.MySqlConnector";
  private static final String DATABASES = "database.include.list";
  private static final String TABLES = "table.include.list";

  private final BundlePaths paths;
  private final Database database;

  /** Reads the names of the tables that a connector's user sees. */
  interface Database {
    /**
     * @param config the connector's configuration
     * @return the names, as {@code database.table}
     * @throws NotReachableException when this machine cannot read them
     */
    Set<String> tables(Map<String, String> config) throws NotReachableException;
  }

  /** Asks the database itself. */
  public CapturedTables(BundlePaths paths) {
    this(paths, new MySqlTables());
  }

  CapturedTables(BundlePaths paths, Database database) {
    this.paths = paths;
    this.database = database;
  }

  @Override
  public List<Problem> check(RenderedConnector connector, Consumer<String> note) {
    Map<String, String> config = connector.config();
    if (!MYSQL.equals(connector.connectorClass())
        || !config.containsKey(DATABASES) && !config.containsKey(TABLES)) {
      return List.of();
    }
    try {
      Set<String> tables = database.tables(config);
      Set<String> databases =
          tables.stream()
              .map(table -> table.substring(0, table.indexOf('.')))
              .collect(Collectors.toCollection(TreeSet::new));
      List<Problem> problems = new ArrayList<>();
      check(connector, DATABASES, "database", databases, problems);
      check(connector, TABLES, "table", tables, problems);
      return problems;
    } catch (NotReachableException e) {
      note.accept("the include lists were not compared with the database: " + e.getMessage());
      return List.of();
    }
  }

  private void check(
      RenderedConnector connector,
      String key,
      String kind,
      Set<String> names,
      List<Problem> found) {
    for (String entry : connector.config().getOrDefault(key, "").split(",")) {
      String pattern = entry.strip();
      if (!pattern.isEmpty() && names.stream().noneMatch(name -> matches(pattern, name))) {
        found.add(
            new Problem(
                TABLE_NOT_FOUND,
                paths.shown(connector.valueAt(key)),
                key,
                "no " + kind + " that the connector's user sees matches '" + pattern + "'",
                "mend the name or grant SELECT on it; there is " + sample(names)));
      }
    }
  }

  /** Debezium's way: the whole name, upper and lower case alike. */
  private static boolean matches(String pattern, String name) {
    try {
      return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE).matcher(name).matches();
    } catch (PatternSyntaxException e) {
      // The runtime's validation reports it.
      return true;
    }
  }

  private static String sample(Set<String> names) {
    int most = 10;
    String shown = names.stream().limit(most).collect(Collectors.joining(", "));
    return names.isEmpty()
        ? "none"
        : names.size() > most ? shown + " and " + (names.size() - most) + " more" : shown;
  }
}
