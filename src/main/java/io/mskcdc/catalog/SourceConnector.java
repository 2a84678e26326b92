package io.mskcdc.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.mskcdc.database.NotReachableException;
import io.mskcdc.database.SourceDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The facts about a class of source connectors that the deployer uses. To add one, implement this
 * interface and add a line to {@code META-INF/services/io.mskcdc.catalog.SourceConnector}. The
 * parameter {@code config} is a connector's configuration.
 */
public interface SourceConnector {

  /** Returns the value of {@code connector.class}. */
  String className();

  /** Returns the options that the connector reads, without those that Connect adds to each. */
  default Set<String> options() {
    return GeneratedOptions.of(className()).orElseThrow();
  }

  /** Returns the default values of its options. */
  default Map<String, String> defaults() {
    return GeneratedOptions.defaults(className());
  }

  /** Returns the options that hold secrets. */
  default Set<String> secrets() {
    return GeneratedOptions.secrets(className());
  }

  /** Returns what replaces an option that an older release called {@code key}. */
  Optional<RenamedKey> renamed(String key, Map<String, String> config);

  /** Returns what replaces a value that only an older release has. */
  Optional<RenamedValue> renamedValue(String key, String value);

  /**
   * Returns whether the connector reads a key whose name contains a variable part, such as a table
   * or an option of the database's driver.
   */
  boolean isVariableKey(String key);

  /**
   * Returns the prefixes of the keys that cannot be checked: those that the connector passes on
   * whole, and those of a part that is not in this build.
   */
  Set<String> uncheckedPrefixes(Map<String, String> config);

  /** Returns whether the connector never runs more than one task. */
  boolean hasOneTask();

  /** Returns the key of the prefix that the topics' names begin with. */
  String topicPrefixKey();

  /**
   * Returns the topics that the connector writes, before any transform.
   *
   * @param warnings receives a sentence for each part of the configuration that is not understood
   */
  List<Topic> topics(Map<String, String> config, Consumer<String> warnings);

  /** Returns the topic in which the connector keeps the history of its tables' schemas. */
  Optional<String> historyTopic(Map<String, String> config);

  /**
   * Returns the values that two connectors must not share, by their keys: with the same value, one
   * of them fails, or they overwrite each other's offsets, history or topics.
   */
  Map<String, String> exclusive(Map<String, String> config);

  /** Returns the topic and the consumer group with which the connector reads signals. */
  Optional<SignalSource> signals(Map<String, String> config);

  /**
   * Returns the prefixes of the options of each Kafka client that the connector makes for itself.
   * The worker's configuration does not apply to these clients.
   */
  List<String> ownClients(Map<String, String> config);

  /**
   * Returns whether an offset belongs to the configuration. After a change of the partition's
   * values, the runtime also returns the offsets of the earlier ones.
   *
   * @param partition one {@code partition} object of {@code GET /connectors/{name}/offsets}
   */
  boolean isOwnPartition(Map<String, String> config, JsonNode partition);

  /**
   * Returns the position in an offset; empty if the offset has none.
   *
   * @param offset one {@code offset} object of {@code GET /connectors/{name}/offsets}
   */
  Optional<LogPosition> position(JsonNode offset);

  /**
   * Returns the next step if the worker's validation rejects an option and the cause is elsewhere.
   */
  Optional<String> nextStep(String rejectedKey);

  /** Returns the key of the database's address. */
  String databaseKey();

  /** Returns where its database is, for messages; a reference stays a reference. */
  default String databaseAddress(Map<String, String> config) {
    return SecretKeys.shown(databaseKey(), config.getOrDefault(databaseKey(), "of the connector"));
  }

  /**
   * Returns the topic that the connector writes a table's rows to, before any transform; empty if
   * the configuration's way to name topics is not known.
   */
  Optional<Topic> topicOf(Map<String, String> config, String database, String table);

  /** Returns whether a connector of this configuration without an offset takes a snapshot. */
  default boolean takesSnapshot(Map<String, String> config) {
    return true;
  }

  /** Returns whether a snapshot of this configuration locks tables. */
  boolean locksTables(Map<String, String> config);

  /**
   * Returns the longest time after which the connector hands an offset to the worker that covers
   * all of its database's change log, even if nothing changes there; empty if it may hand over
   * none.
   */
  Optional<Duration> idleInterval(Map<String, String> config);

  /** Returns whether each offset of an idle database differs from the one before. */
  default boolean movesWhenIdle() {
    return false;
  }

  /**
   * Returns whether the connector takes a new snapshot if the change log no longer has what follows
   * its position. Otherwise its task fails.
   */
  boolean replacesLostPosition(Map<String, String> config);

  /**
   * Returns whether each start of this configuration reads the schemas of all tables again, before
   * it continues at its offset.
   */
  default boolean rebuildsHistory(Map<String, String> config) {
    return false;
  }

  /** Returns the options that restrict what is captured. */
  List<IncludeList> includeLists();

  /** Returns what these options select. */
  CaptureFilter captured(Map<String, String> config);

  /** Returns what the connector does with services of AWS beside Kafka and config providers. */
  default List<ServiceUse> services(Map<String, String> config) {
    return List.of();
  }

  /**
   * Returns the connector's database, for requests from this machine. No connection is opened yet.
   *
   * @param references resolves the references of the configuration
   * @throws NotReachableException if a secret or a file of the configuration is not on this machine
   */
  SourceDatabase database(Map<String, String> config, References references)
      throws NotReachableException;

  /**
   * Returns the same with the secrets that are in files on this machine.
   *
   * @throws NotReachableException if a secret or a file of the configuration is not on this machine
   */
  default SourceDatabase database(Map<String, String> config) throws NotReachableException {
    return database(config, References.IN_FILES);
  }
}
