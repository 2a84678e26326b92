package io.mskcdc.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The current names and values of keys of older Debezium releases. */
public final class RenamedKeys {
  private static final String OLD_HISTORY = "database.history";

  /** It named the whole topic, and its successor what follows the prefix. */
  private static final String OLD_TRANSACTION = "transaction.topic";

  private static final String OLD_PREFIX_REFERENCE = "${database.server.name}.";

  private static final String PREFIX = "topic.prefix";

  private static final String UNWRAP = "io.debezium.transforms.ExtractNewRecordState";
  private static final String MONGODB_HOSTS = "mongodb.hosts";

  private static final Map<String, String> KEYS =
      Map.of(
          "database.server.name", PREFIX,
          "database.whitelist", "database.include.list",
          "database.blacklist", "database.exclude.list",
          "table.whitelist", "table.include.list",
          "table.blacklist", "table.exclude.list",
          "column.whitelist", "column.include.list",
          "column.blacklist", "column.exclude.list",
          "heartbeat.topics.prefix", "topic.heartbeat.prefix",
          "database.history.store.only.monitored.tables.ddl",
              "schema.history.internal.store.only.captured.tables.ddl");

  /** Keys that only connectors for other databases than MySQL had. */
  private static final Map<String, String> OF_OTHERS =
      Map.of(
          "schema.whitelist", "schema.include.list",
          "schema.blacklist", "schema.exclude.list",
          "collection.whitelist", "collection.include.list",
          "collection.blacklist", "collection.exclude.list",
          "mongodb.name", PREFIX);

  /** Two options of Debezium's unwrapping transform that one option replaced. */
  private static final List<String> OLD_DELETES =
      List.of("drop.tombstones", "delete.handling.mode");

  private RenamedKeys() {}

  /** Returns what replaces a key of a connector, which may be of a class that is not known. */
  public static Optional<RenamedKey> of(String key, Map<String, String> config) {
    Optional<SourceConnector> known = SourceConnectors.of(config);
    if (known.isPresent()) {
      return known.get().renamed(key, config);
    }
    Optional<String> deletes = beforeOldDeletes(key);
    if (deletes.isPresent()) {
      return UNWRAP.equals(config.get(deletes.get() + "type"))
          ? now(key, config)
          : Optional.empty();
    }
    if (DebeziumClass.database(config).isEmpty()) {
      return Optional.empty();
    }
    if (key.equals(MONGODB_HOSTS)) {
      return Optional.of(
          new RenamedKey("mongodb.connection.string", Optional.of(connectionString(config))));
    }
    return Optional.ofNullable(OF_OTHERS.get(key))
        .map(name -> new RenamedKey(name, Optional.empty()))
        .or(() -> now(key, config));
  }

  /**
   * Returns a live configuration with the current names and values of what its connector reads.
   * Debezium 1 requires the old name of {@code topic.prefix}, and later releases the new one. So a
   * configuration with the old one alone runs on Debezium 1, where all old names have an effect.
   * Any other configuration is returned as it is: later releases ignore the old names.
   *
   * <p>A value stays if the current one does something else.
   */
  public static Map<String, String> current(Map<String, String> live) {
    if (live.containsKey(PREFIX)
        || live.keySet().stream()
            .noneMatch(
                key -> of(key, live).map(RenamedKey::name).filter(PREFIX::equals).isPresent())) {
      return live;
    }
    Map<String, String> current = new LinkedHashMap<>(live);
    live.forEach(
        (key, value) ->
            of(key, live)
                .ifPresent(
                    now -> {
                      current.remove(key);
                      current.putIfAbsent(now.name(), now.value().orElse(value));
                    }));
    current.replaceAll(
        (key, value) ->
            RenamedValues.of(key, value, current)
                .filter(now -> now.difference().isEmpty())
                .map(RenamedValue::value)
                .orElse(value));
    return current;
  }

  /** Writes {@code set/host:port,host:port} as MongoDB's drivers read it. */
  private static String connectionString(Map<String, String> config) {
    String hosts = config.get(MONGODB_HOSTS).strip();
    int slash = hosts.indexOf('/');
    return "mongodb://"
        + hosts.substring(slash + 1)
        + (slash < 0 ? "" : "/?replicaSet=" + hosts.substring(0, slash));
  }

  /** Returns what replaces a key. The caller checks that the connector has this option. */
  static Optional<RenamedKey> now(String key, Map<String, String> config) {
    if (KEYS.containsKey(key)) {
      return Optional.of(new RenamedKey(KEYS.get(key), Optional.empty()));
    }
    if (key.equals(OLD_HISTORY)) {
      String type = config.getOrDefault(key, "");
      return Optional.of(
          new RenamedKey(
              "schema.history.internal", RenamedValues.now(key, type).map(RenamedValue::value)));
    }
    if (key.equals(OLD_TRANSACTION)
        && config.getOrDefault(key, "").strip().startsWith(OLD_PREFIX_REFERENCE)) {
      return Optional.of(
          new RenamedKey(
              "topic.transaction",
              Optional.of(config.get(key).strip().substring(OLD_PREFIX_REFERENCE.length()))));
    }
    if (key.equals("sanitize.field.names")) {
      boolean isOn = Boolean.parseBoolean(config.getOrDefault(key, "").strip());
      return Optional.of(
          new RenamedKey("field.name.adjustment.mode", Optional.of(isOn ? "avro" : "none")));
    }
    if (key.startsWith(OLD_HISTORY + ".")) {
      return Optional.of(
          new RenamedKey(
              "schema.history.internal" + key.substring(OLD_HISTORY.length()), Optional.empty()));
    }
    return beforeOldDeletes(key)
        .map(
            prefix ->
                new RenamedKey(
                    prefix + "delete.tombstone.handling.mode",
                    Optional.of(deleteHandling(prefix, config))));
  }

  /** Returns the prefix of a key that ends in one of these options; empty for other keys. */
  private static Optional<String> beforeOldDeletes(String key) {
    return OLD_DELETES.stream()
        .filter(key::endsWith)
        .map(option -> key.substring(0, key.length() - option.length()))
        .findFirst();
  }

  /** Both old options decide about the new value; each has a default. */
  private static String deleteHandling(String prefix, Map<String, String> config) {
    boolean dropped =
        Boolean.parseBoolean(config.getOrDefault(prefix + "drop.tombstones", "true").strip());
    String mode = config.getOrDefault(prefix + "delete.handling.mode", "drop").strip();
    return switch (mode.toLowerCase(Locale.ROOT)) {
      case "rewrite" -> dropped ? "rewrite" : "rewrite-with-tombstone";
      // The delete itself became a record without a value.
      case "none" -> "delete-to-tombstone";
      default -> dropped ? "drop" : "tombstone";
    };
  }
}
