package io.mskcdc.catalog;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The current values for those that older Debezium releases had and 3.6 does not have. Debezium
 * compares the names of modes without their case.
 */
final class RenamedValues {
  private static final Map<String, Map<String, RenamedValue>> MODES =
      Map.of(
          "snapshot.mode",
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

  /** Returns what replaces a key's value. */
  static Optional<RenamedValue> now(String key, String value) {
    String written = value.strip();
    return Optional.ofNullable(
            MODES.getOrDefault(key, Map.of()).get(written.toLowerCase(Locale.ROOT)))
        .or(() -> Optional.ofNullable(CLASSES.get(written)));
  }
}
