package io.mskcdc.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.mskcdc.catalog.IncludeList.Level;
import io.mskcdc.database.MySqlDatabase;
import io.mskcdc.database.MySqlReader;
import io.mskcdc.database.NotReachableException;
import io.mskcdc.database.SourceDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Debezium's source connector for MySQL. */
public final class DebeziumMySql implements SourceConnector {
  private static final String CLASS = "io.debezium.connector.mysql.MySqlConnector";

  private static final String DATABASE = "database.";
  private static final String SERVER_ID = DATABASE + "server.id";
  private static final String DRIVER = "driver.";
  private static final String TIME_ZONE = "connectionTimeZone";
  private static final String HISTORY = "schema.history.internal";
  private static final String HISTORY_TOPIC = HISTORY + ".kafka.topic";
  private static final String KAFKA_HISTORY =
      "io.debezium.storage.kafka.history.KafkaSchemaHistory";
  // The second one is the plugin's own, with the options of Debezium's.
  private static final Set<String> KAFKA_HISTORIES =
      Set.of(KAFKA_HISTORY, "io.mskcdc.history.ReplaySafeSchemaHistory");
  private static final String SIGNAL_CONSUMER = "signal.consumer.";
  private static final List<String> HISTORY_CLIENTS =
      List.of(HISTORY + ".producer.", HISTORY + ".consumer.");

  /**
   * Debezium also passes on database.*. That prefix is left out here: Debezium's own options have
   * it too, and a misspelt one must be detected. {@link #isVariableKey} permits the driver's.
   */
  private static final Set<String> PASSED_ON =
      Set.of(
          DRIVER,
          HISTORY_CLIENTS.get(0),
          HISTORY_CLIENTS.get(1),
          SIGNAL_CONSUMER,
          "snapshot.select.statement.overrides.");

  /** What the watchdog of the plugin reads beside Debezium. */
  private static final Set<String> WATCHDOG =
      Set.of("mskcdc.watchdog.enabled", "mskcdc.watchdog.unreachable.ms");

  private static final Pattern VARIABLE_KEY =
      Pattern.compile(
          "column\\.(mask\\.with\\.\\d+\\.chars|truncate\\.to\\.\\d+\\.chars"
              + "|mask\\.hash\\.(v2\\.)?[^.]+\\.with\\.salt\\..+)");

  /** The values of snapshot.mode with which a connector without an offset takes a snapshot. */
  private static final Set<String> SNAPSHOTS =
      Set.of("always", "initial", "initial_only", "no_data", "recovery", "when_needed");

  /** Read when a key asks for them, because that loads the driver. */
  private static final class DriverOptions {
    private static final Set<String> NAMES = MySqlDatabase.driverOptions();
  }

  @Override
  public String className() {
    return CLASS;
  }

  @Override
  public Set<String> options() {
    Set<String> options = new HashSet<>(SourceConnector.super.options());
    options.addAll(WATCHDOG);
    return options;
  }

  @Override
  public Optional<RenamedKey> renamed(String key, Map<String, String> config) {
    return RenamedKeys.now(key, config);
  }

  @Override
  public Optional<RenamedValue> renamedValue(String key, String value) {
    return RenamedValues.now(key, value);
  }

  @Override
  public boolean isVariableKey(String key) {
    return VARIABLE_KEY.matcher(key).matches()
        || key.startsWith(DATABASE)
            && DriverOptions.NAMES.contains(key.substring(DATABASE.length()));
  }

  @Override
  public Set<String> uncheckedPrefixes(Map<String, String> config) {
    Set<String> prefixes = new LinkedHashSet<>(PASSED_ON);
    if (!keepsHistoryInKafka(config)) {
      prefixes.add(HISTORY + ".");
    }
    if (!config
        .getOrDefault("topic.naming.strategy", "io.debezium.schema.")
        .startsWith("io.debezium.schema.")) {
      prefixes.add("topic.");
    }
    if (hasOtherChannel(config, "signal.", Set.of("source", "kafka", "file", "jmx"))) {
      prefixes.add("signal.");
    }
    if (hasOtherChannel(config, "notification.", Set.of("sink", "log", "jmx"))) {
      prefixes.add("notification.");
    }
    for (String list : List.of("converters", "post.processors")) {
      CommaList.of(config.get(list)).forEach(name -> prefixes.add(name + "."));
    }
    return prefixes;
  }

  private static boolean keepsHistoryInKafka(Map<String, String> config) {
    return KAFKA_HISTORIES.contains(config.getOrDefault(HISTORY, KAFKA_HISTORY));
  }

  private static boolean hasOtherChannel(
      Map<String, String> config, String prefix, Set<String> known) {
    return !known.containsAll(new HashSet<>(channels(config, prefix)));
  }

  private static List<String> channels(Map<String, String> config, String prefix) {
    return CommaList.of(config.get(prefix + "enabled.channels"));
  }

  @Override
  public boolean hasOneTask() {
    return true;
  }

  @Override
  public String topicPrefixKey() {
    return DebeziumTopics.PREFIX;
  }

  @Override
  public List<Topic> topics(Map<String, String> config, Consumer<String> warnings) {
    return new DebeziumTopics(config).topics(warnings);
  }

  @Override
  public Optional<String> historyTopic(Map<String, String> config) {
    return keepsHistoryInKafka(config)
        ? Optional.ofNullable(config.get(HISTORY_TOPIC))
        : Optional.empty();
  }

  @Override
  public Map<String, String> exclusive(Map<String, String> config) {
    Map<String, String> values = new LinkedHashMap<>();
    // MySQL ends the connection of the client that had the id before.
    values.put(SERVER_ID, config.get(SERVER_ID));
    values.put(topicPrefixKey(), config.get(topicPrefixKey()));
    values.put(HISTORY_TOPIC, historyTopic(config).orElse(null));
    values.values().removeIf(Objects::isNull);
    values.replaceAll((key, value) -> value.strip());
    return values;
  }

  @Override
  public Optional<SignalSource> signals(Map<String, String> config) {
    if (!channels(config, "signal.").contains("kafka")) {
      return Optional.empty();
    }
    String topic = config.get("signal.kafka.topic");
    String group =
        config.getOrDefault(
            SIGNAL_CONSUMER + "group.id",
            config.getOrDefault("signal.kafka.groupId", "kafka-signal"));
    return Optional.of(
        new SignalSource(topic == null ? config.get(topicPrefixKey()) + "-signal" : topic, group));
  }

  @Override
  public List<String> ownClients(Map<String, String> config) {
    List<String> clients = new ArrayList<>();
    if (historyTopic(config).isPresent()) {
      clients.addAll(HISTORY_CLIENTS);
    }
    if (signals(config).isPresent()) {
      clients.add(SIGNAL_CONSUMER);
    }
    return clients;
  }

  /** Where this machine does not know the prefix, any partition may be the own one. */
  @Override
  public boolean isOwnPartition(Map<String, String> config, JsonNode partition) {
    String prefix = config.get(topicPrefixKey());
    return prefix == null
        || !ProviderReference.in(prefix).isEmpty()
        || prefix.strip().equals(partition.path("server").asText());
  }

  @Override
  public Optional<LogPosition> position(JsonNode offset) {
    if (!offset.hasNonNull("file") || !offset.hasNonNull("pos")) {
      return Optional.empty();
    }
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    fields.put("file", offset.get("file"));
    fields.put("position", offset.get("pos"));
    if (offset.hasNonNull("gtids")) {
      fields.put("gtids", offset.get("gtids"));
    }
    boolean isOfSnapshot = offset.hasNonNull("snapshot");
    if (isOfSnapshot) {
      fields.put("snapshot", offset.get("snapshot"));
    }
    return Optional.of(
        new LogPosition(
            "binlog",
            offset.get("file").asText()
                + ":"
                + offset.get("pos").asLong()
                + (isOfSnapshot ? " (of a snapshot)" : ""),
            fields,
            offset.hasNonNull("ts_sec")
                ? Optional.of(Instant.ofEpochSecond(offset.get("ts_sec").asLong()))
                : Optional.empty()));
  }

  /** Debezium reports every failure to connect to its database under one key. */
  @Override
  public Optional<String> nextStep(String rejectedKey) {
    return rejectedKey.equals("database.hostname")
        ? Optional.of(
            "check database.hostname, database.port and the secrets, as the workers see them")
        : Optional.empty();
  }

  @Override
  public String databaseKey() {
    return "database.hostname";
  }

  @Override
  public String databaseAddress(Map<String, String> config) {
    return SourceConnector.super.databaseAddress(config)
        + ":"
        + config.getOrDefault("database.port", defaults().get("database.port"));
  }

  @Override
  public Optional<Topic> topicOf(Map<String, String> config, String database, String table) {
    return new DebeziumTopics(config).topicOf(database, table);
  }

  @Override
  public boolean takesSnapshot(Map<String, String> config) {
    return SNAPSHOTS.contains(snapshotMode(config));
  }

  @Override
  public boolean locksTables(Map<String, String> config) {
    return takesSnapshot(config)
        && !Set.of("none", "custom")
            .contains(config.getOrDefault("snapshot.locking.mode", "minimal"));
  }

  /** An idle server sends its own heartbeats, and Debezium sends one of its own at each of them. */
  @Override
  public Optional<Duration> idleInterval(Map<String, String> config) {
    long interval = millis(config, "heartbeat.interval.ms");
    return interval == 0
        ? Optional.empty()
        : Optional.of(
            Duration.ofMillis(
                interval
                    + millis(config, "connect.keep.alive.interval.ms")
                    + millis(config, "streaming.delay.ms")));
  }

  private long millis(Map<String, String> config, String key) {
    String value = config.getOrDefault(key, defaults().get(key)).strip();
    return value.matches("\\d{1,15}") ? Long.parseLong(value) : 0;
  }

  @Override
  public boolean replacesLostPosition(Map<String, String> config) {
    return snapshotMode(config).equals("when_needed");
  }

  @Override
  public boolean rebuildsHistory(Map<String, String> config) {
    return Set.of("recovery", "schema_only_recovery").contains(snapshotMode(config));
  }

  private static String snapshotMode(Map<String, String> config) {
    return config.getOrDefault("snapshot.mode", "initial");
  }

  @Override
  public List<IncludeList> includeLists() {
    return List.of(
        new IncludeList("database.include.list", Level.DATABASE),
        new IncludeList("table.include.list", Level.TABLE));
  }

  @Override
  public CaptureFilter captured(Map<String, String> config) {
    return new DebeziumCapture(config);
  }

  @Override
  public SourceDatabase database(Map<String, String> config, References references)
      throws NotReachableException {
    String host = resolved(config, "database.hostname", "", references);
    String port = resolved(config, "database.port", "3306", references);
    Properties properties = new Properties();
    properties.setProperty("user", resolved(config, "database.user", "", references));
    properties.setProperty("password", resolved(config, "database.password", "", references));
    String mode = config.getOrDefault("database.ssl.mode", "preferred");
    properties.setProperty("sslMode", mode.toUpperCase(Locale.ROOT));
    if (config.containsKey("database.ssl.truststore")) {
      Path file = Path.of(resolved(config, "database.ssl.truststore", "", references));
      if (!Files.isReadable(file)) {
        throw new NotReachableException("its truststore is on the workers");
      }
      properties.setProperty("trustCertificateKeyStoreUrl", file.toUri().toString());
      properties.setProperty(
          "trustCertificateKeyStorePassword",
          resolved(config, "database.ssl.truststore.password", "", references));
    }
    String shown =
        config.getOrDefault("database.hostname", "")
            + ":"
            + config.getOrDefault("database.port", "3306");
    return new MySqlDatabase(host + ":" + port, shown, properties, reader(config, mode));
  }

  private static MySqlReader reader(Map<String, String> config, String tlsMode) {
    boolean writesSignals =
        config.containsKey("signal.data.collection")
            && !"true".equalsIgnoreCase(config.get("read.only"))
            && CommaList.of(config.getOrDefault("signal.enabled.channels", "source"))
                .contains("source");
    return new MySqlReader(
        Optional.ofNullable(config.get(SERVER_ID)).map(String::strip),
        tlsMode,
        Stream.of(DRIVER + TIME_ZONE, DATABASE + TIME_ZONE)
            .map(config::get)
            .filter(Objects::nonNull)
            .findFirst(),
        DebeziumCapture.literalDatabases(config),
        writesSignals ? Optional.of(config.get("signal.data.collection")) : Optional.empty(),
        config.containsKey("gtid.source.includes") || config.containsKey("gtid.source.excludes"));
  }

  private static String resolved(
      Map<String, String> config, String key, String otherwise, References references)
      throws NotReachableException {
    return references.resolve(config.getOrDefault(key, otherwise));
  }
}
