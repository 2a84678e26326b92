package io.mskcdc.catalog;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The current values for those that older Debezium releases had and 3.6 does not have. Debezium
 * compares the names of modes without their case.
 */
public final class RenamedValues {
  private static final String SNAPSHOT_MODE = "snapshot.mode";

  /** The databases, apart from MySQL, whose connectors have the snapshot modes of MySQL's. */
  private static final Set<String> WITH_MODES = Set.of("mariadb", "sqlserver", "oracle", "db2");

  private static final Map<String, Map<String, RenamedValue>> MODES =
      Map.of(
          SNAPSHOT_MODE,
          Map.of(
              "schema_only", same("no_data"),
              "schema_only_recovery", same("recovery"),
              "never",
                  other(
                      "no_data",
                      "it reads the tables' schemas, and begins at the current position instead of"
                          + " the begin of the binlog")),
          "time.precision.mode",
          Map.of(
              "adaptive",
              other(
                  "adaptive_time_microseconds",
                  "it writes TIME with the precision of microseconds always")));

  private static final Map<String, RenamedValue> CLASSES =
      Map.of(
          "io.debezium.relational.history.KafkaDatabaseHistory",
          same("io.debezium.storage.kafka.history.KafkaSchemaHistory"),
          "io.debezium.relational.history.FileDatabaseHistory",
          same("io.debezium.storage.file.history.FileSchemaHistory"),
          "io.debezium.relational.history.MemoryDatabaseHistory",
          same("io.debezium.relational.history.MemorySchemaHistory"),
          "io.debezium.transforms.UnwrapFromEnvelope",
          same("io.debezium.transforms.ExtractNewRecordState"),
          "io.debezium.converters.ByteBufferConverter",
          same("io.debezium.converters.BinaryDataConverter"));

  private RenamedValues() {}

  private static RenamedValue same(String value) {
    return new RenamedValue(value, Optional.empty());
  }

  private static RenamedValue other(String value, String difference) {
    return new RenamedValue(value, Optional.of(difference));
  }

  /** Returns what replaces a value of a connector, which may be of a class that is not known. */
  public static Optional<RenamedValue> of(String key, String value, Map<String, String> config) {
    Optional<SourceConnector> known = SourceConnectors.of(config);
    if (known.isPresent()) {
      return known.get().renamedValue(key, value);
    }
    Optional<String> database = DebeziumClass.database(config);
    boolean hasMode = database.filter(WITH_MODES::contains).isPresent();
    return (key.equals(SNAPSHOT_MODE) ? hasMode : database.isPresent() && !MODES.containsKey(key))
        ? now(key, value)
        : Optional.empty();
  }

  /** Returns what replaces a key's value. */
  static Optional<RenamedValue> now(String key, String value) {
    String written = value.strip();
    return Optional.ofNullable(
            MODES.getOrDefault(key, Map.of()).get(written.toLowerCase(Locale.ROOT)))
        .or(() -> Optional.ofNullable(CLASSES.get(written)));
  }
}
