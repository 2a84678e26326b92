package io.mskcdc.catalog;

import java.util.Map;
import java.util.Optional;

/** The current names of keys of older Debezium releases. */
final class RenamedKeys {
  private static final String OLD_HISTORY = "database.history";

  private static final Map<String, String> KEYS =
      Map.of(
          "database.server.name", "topic.prefix",
          "database.whitelist", "database.include.list",
          "database.blacklist", "database.exclude.list",
          "table.whitelist", "table.include.list",
          "table.blacklist", "table.exclude.list",
          "column.whitelist", "column.include.list",
          "column.blacklist", "column.exclude.list",
          "database.history.store.only.monitored.tables.ddl",
              "schema.history.internal.store.only.captured.tables.ddl");

  private static final String TOMBSTONES = "delete.tombstone.handling.mode";

  /** Two options of Debezium's unwrapping transform that one option replaced. */
  private static final String OLD_TOMBSTONES = "(drop\\.tombstones|delete\\.handling\\.mode)$";

  private RenamedKeys() {}

  /** Returns the new name of a key. The caller checks that the connector has this option. */
  static Optional<String> now(String key) {
    if (KEYS.containsKey(key)) {
      return Optional.of(KEYS.get(key));
    }
    if (key.equals(OLD_HISTORY) || key.startsWith(OLD_HISTORY + ".")) {
      return Optional.of("schema.history.internal" + key.substring(OLD_HISTORY.length()));
    }
    String replaced = key.replaceFirst(OLD_TOMBSTONES, TOMBSTONES);
    return replaced.equals(key) ? Optional.empty() : Optional.of(replaced);
  }
}
