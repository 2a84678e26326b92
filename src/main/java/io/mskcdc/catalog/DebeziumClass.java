package io.mskcdc.catalog;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the class of a Debezium connector tells, whether or not this build has its options. */
public final class DebeziumClass {
  private static final Pattern SOURCE =
      Pattern.compile("io\\.debezium\\.connector\\.(\\w+)\\.(\\w+Connector)");

  private static final Set<String> SINKS = Set.of("JdbcSinkConnector", "MongoDbSinkConnector");

  private DebeziumClass() {}

  /**
   * Returns the database of a Debezium source connector, as the class's package names it; empty for
   * other connectors.
   */
  public static Optional<String> database(Map<String, String> config) {
    Matcher matcher = SOURCE.matcher(config.getOrDefault("connector.class", "").strip());
    return matcher.matches() && !SINKS.contains(matcher.group(2))
        ? Optional.of(matcher.group(1))
        : Optional.empty();
  }

  /**
   * Returns whether {@code message.key.columns} puts a column into the records' keys.
   *
   * @param column the column as {@code database.table.column}
   */
  public static boolean isInKey(Map<String, String> config, String column) {
    return DebeziumCapture.keyColumns(config).stream().anyMatch(key -> key.test(column));
  }

  /** Returns the names of the columns that {@code message.key.columns} puts into keys. */
  public static Set<String> keyColumnNames(Map<String, String> config) {
    Set<String> names = new TreeSet<>();
    DebeziumCapture.eachKeyColumn(config, (table, column) -> names.add(column));
    return names;
  }
}
