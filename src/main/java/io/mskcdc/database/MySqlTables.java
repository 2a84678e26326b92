package io.mskcdc.database;

import static io.mskcdc.database.MySqlCheck.CHARACTER_SETS;
import static io.mskcdc.database.MySqlCheck.KEYS;
import static io.mskcdc.database.MySqlCheck.SNAPSHOT;

import io.mskcdc.problem.Check;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The captured tables of a MySQL server, with their sizes as its statistics estimate them. */
final class MySqlTables {
  /** mysql-cdc takes 22,800 rows a second on two cores with rows of 455 bytes; rounded down. */
  private static final long ROWS_PER_SECOND = 20_000;

  private static final long BYTES_PER_SECOND = 9_000_000;

  /** Debezium reads them as other character sets; docs/topics.md. */
  static final Set<String> MISREAD =
      Set.of("swe7", "armscii8", "geostd8", "hp8", "keybcs2", "koi8u");

  /** A larger table is not read to measure its rows. */
  private static final long LARGEST_MEASURED = 256L << 20;

  /** The time after which the server ends a measurement. */
  private static final int MILLIS_TO_MEASURE = 5_000;

  private static final int SHOWN = 10;

  private final Map<String, Table> tables;

  /**
   * The largest row.
   *
   * @param table its table; empty if no table is captured
   * @param bytes its size, or how many its columns permit
   * @param unmeasured the statements that measure the other tables, by table
   */
  record LargestRow(String table, long bytes, Map<String, String> unmeasured) {}

  /**
   * A table.
   *
   * @param rows how many rows it has, about
   * @param bytes the size of its rows, about
   * @param columns its columns
   */
  private record Table(String database, String name, long rows, long bytes, List<Width> columns) {
    String quoted() {
      return quote(database) + "." + quote(name);
    }

    /** Returns how many bytes a row has at most without the columns that may hold any number. */
    long limited() {
      return columns.stream().filter(column -> !column.isUnlimited()).mapToLong(Width::bytes).sum();
    }

    /** Returns a name that no column has. */
    String freeName() {
      Set<String> used =
          columns.stream()
              .map(column -> column.name().toLowerCase(Locale.ROOT))
              .collect(Collectors.toSet());
      String name = "id";
      while (used.contains(name)) {
        name = "row_" + name;
      }
      return name;
    }

    List<Width> unlimited() {
      return columns.stream().filter(Width::isUnlimited).toList();
    }

    String measurement() {
      return unlimited().stream()
          .map(column -> "COALESCE(LENGTH(" + quote(column.name()) + "), 0)")
          .collect(
              Collectors.joining(
                  " + ",
                  "SELECT /*+ MAX_EXECUTION_TIME(" + MILLIS_TO_MEASURE + ") */ MAX(",
                  ") FROM " + quoted()));
    }
  }

  /**
   * A column.
   *
   * @param bytes the most bytes of a value
   * @param characterSet empty for a column without text
   */
  record Width(String name, long bytes, String characterSet) {
    /** What no row of a usual table comes near. */
    private static final long LIMIT = 1L << 20;

    boolean isUnlimited() {
      return bytes > LIMIT;
    }
  }

  /** Measures the largest value in a table. */
  interface Measure {
    /** Returns the result of a statement; empty if this user may not run it, or it takes long. */
    Optional<Long> of(String statement) throws NotReachableException;
  }

  private MySqlTables(Map<String, Table> tables) {
    this.tables = tables;
  }

  /**
   * @param captured the columns of the captured tables
   * @param rows the rows of each table, about, by {@code database.table}
   * @param bytes the size of each table
   * @param widths the columns of each table
   */
  static MySqlTables of(
      Map<String, List<Column>> captured,
      Map<String, Long> rows,
      Map<String, Long> bytes,
      Map<String, List<Width>> widths) {
    Map<String, Table> tables = new TreeMap<>();
    captured.forEach(
        (name, columns) ->
            tables.put(
                name,
                new Table(
                    columns.get(0).database(),
                    columns.get(0).table(),
                    rows.getOrDefault(name, 0L),
                    bytes.getOrDefault(name, 0L),
                    widths.getOrDefault(name, List.of()))));
    return new MySqlTables(tables);
  }

  private static String quote(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /** Returns how long a snapshot takes, about. */
  Duration snapshot() {
    long rows = tables.values().stream().mapToLong(Table::rows).sum();
    return Duration.ofSeconds(
        Math.max(1, Math.max(rows / ROWS_PER_SECOND, bytes() / BYTES_PER_SECOND)));
  }

  private long bytes() {
    return tables.values().stream().mapToLong(Table::bytes).sum();
  }

  /** Returns the sizes and how long a snapshot takes, about. */
  Check size() {
    long rows = tables.values().stream().mapToLong(Table::rows).sum();
    String largest =
        tables.values().stream()
            .max(Comparator.comparingLong(Table::bytes))
            .map(
                table -> ", the largest is " + table.quoted() + " with " + megabytes(table.bytes()))
            .orElse("");
    return SNAPSHOT.ok(
        "about %s for %d tables with about %d rows in %s%s"
            .formatted(shown(snapshot()), tables.size(), rows, megabytes(bytes()), largest));
  }

  private static String megabytes(long bytes) {
    return (bytes + (1 << 20) - 1) / (1 << 20) + " MB";
  }

  /** Returns a time in the unit that suits it. */
  static String shown(Duration time) {
    return time.toMinutes() < 2
        ? time.toSeconds() + " s"
        : time.toHours() < 2 ? time.toMinutes() + " minutes" : time.toHours() + " hours";
  }

  /**
   * Returns whether each table has a key.
   *
   * @param keyless the tables without one, by {@code database.table}
   */
  Check keys(Set<String> keyless) {
    List<Table> without =
        tables.entrySet().stream()
            .filter(table -> keyless.contains(table.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    if (without.isEmpty()) {
      return KEYS.ok("each of the " + tables.size() + " captured tables has a key");
    }
    return KEYS.warning(
        "no key: "
            + sample(without.stream().map(Table::quoted).toList())
            + "; their records have none either, and compacted topics refuse them",
        without.stream()
            .map(
                table ->
                    "ALTER TABLE "
                        + table.quoted()
                        + " ADD COLUMN "
                        + quote(table.freeName())
                        + " BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY")
            .toList(),
        "or name the columns that identify a row in message.key.columns, or route such rows as"
            + " mysql-cdc.json does");
  }

  /** Returns whether Debezium reads the character set of each column as MySQL writes it. */
  Check characterSets() {
    List<Table> misread = new ArrayList<>();
    Set<String> columns = new TreeSet<>();
    for (Table table : tables.values()) {
      List<Width> ofTable =
          table.columns().stream()
              .filter(column -> MISREAD.contains(column.characterSet()))
              .toList();
      ofTable.forEach(
          column ->
              columns.add(
                  table.quoted()
                      + "."
                      + quote(column.name())
                      + " ("
                      + column.characterSet()
                      + ")"));
      if (!ofTable.isEmpty()) {
        misread.add(table);
      }
    }
    if (misread.isEmpty()) {
      return CHARACTER_SETS.ok(
          tables.values().stream()
              .flatMap(table -> table.columns().stream())
              .map(Width::characterSet)
              .filter(set -> !set.isEmpty())
              .distinct()
              .sorted()
              .collect(Collectors.joining(", ")));
    }
    return CHARACTER_SETS.failed(
        "values of " + sample(columns) + " are wrong in records from the binlog",
        misread.stream()
            .map(table -> "ALTER TABLE " + table.quoted() + " CONVERT TO CHARACTER SET utf8mb4")
            .toList(),
        "");
  }

  private static String sample(Collection<String> names) {
    String shown = names.stream().limit(SHOWN).collect(Collectors.joining(", "));
    return names.size() > SHOWN ? shown + " and " + (names.size() - SHOWN) + " more" : shown;
  }

  /** Returns the largest row. Large tables are not read. */
  LargestRow largestRow(Measure measure) throws NotReachableException {
    String table = "";
    long largest = 0;
    Map<String, String> unmeasured = new LinkedHashMap<>();
    for (Table each : tables.values()) {
      Optional<Long> unlimited =
          each.unlimited().isEmpty() ? Optional.of(0L) : measured(each, measure);
      if (unlimited.isEmpty()) {
        unmeasured.put(each.quoted(), each.measurement());
      } else if (each.limited() + unlimited.get() > largest) {
        largest = each.limited() + unlimited.get();
        table = each.quoted();
      }
    }
    return new LargestRow(table, largest, unmeasured);
  }

  private static Optional<Long> measured(Table table, Measure measure)
      throws NotReachableException {
    return table.bytes() > LARGEST_MEASURED ? Optional.empty() : measure.of(table.measurement());
  }
}
