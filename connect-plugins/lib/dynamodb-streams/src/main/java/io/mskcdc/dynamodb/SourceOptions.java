package io.mskcdc.dynamodb;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/** The connector's options. */
final class SourceOptions {
  static final String TABLES = "tables";
  static final String TOPIC_PREFIX = "topic.prefix";
  static final String REGION = "region";
  static final String ENDPOINT = "endpoint";
  static final String ROLE_ARN = "role.arn";
  static final String SNAPSHOT_SEGMENTS = "snapshot.segments";
  static final String HEARTBEAT_INTERVAL = "heartbeat.interval.ms";

  /** Stands where Debezium writes the database, in topics and in the source of an event. */
  static final String DATABASE = "dynamodb";

  // The name that transforms and consumers of Debezium's records know.
  private static final String HEARTBEAT_TOPIC = "__debezium-heartbeat.";

  private static final Pattern TABLE = Pattern.compile("[A-Za-z0-9_.-]{3,255}");
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_.-]{1,100}");

  static final ConfigDef CONFIG_DEF =
      new ConfigDef()
          .define(
              TABLES,
              Type.LIST,
              ConfigDef.NO_DEFAULT_VALUE,
              SourceOptions::requireTables,
              Importance.HIGH,
              "Names of the tables. Each needs a stream with NEW_AND_OLD_IMAGES.")
          .define(
              TOPIC_PREFIX,
              Type.STRING,
              ConfigDef.NO_DEFAULT_VALUE,
              SourceOptions::requirePrefix,
              Importance.HIGH,
              "First part of the topics' names. The rows of a table are in PREFIX.dynamodb.TABLE,"
                  + " with _ for each dot of the table's name.")
          .define(
              REGION,
              Type.STRING,
              null,
              Importance.MEDIUM,
              "Region of the tables. Default: the worker's region.")
          .define(
              ENDPOINT,
              Type.STRING,
              null,
              SourceOptions::requireUrl,
              Importance.LOW,
              "URL of DynamoDB and of DynamoDB Streams, for a local one. Default: those of the"
                  + " region.")
          .define(
              ROLE_ARN,
              Type.STRING,
              null,
              Importance.MEDIUM,
              "Role to assume, for tables of another account. Default: the worker's own"
                  + " credentials.")
          .define(
              SNAPSHOT_SEGMENTS,
              Type.INT,
              4,
              Range.between(1, 64),
              Importance.LOW,
              "Number of segments that the snapshot of a table scans at the same time. A change"
                  + " during a snapshot begins it again.")
          .define(
              HEARTBEAT_INTERVAL,
              Type.LONG,
              10_000L,
              Range.atLeast(1000),
              Importance.LOW,
              "Milliseconds between two heartbeats of a table. A heartbeat stores how far its"
                  + " stream was read.");

  private final AbstractConfig config;

  SourceOptions(Map<String, String> properties) {
    config = new AbstractConfig(CONFIG_DEF, properties, false);
  }

  private static void requireTables(String option, Object value) {
    Map<String, String> written = new HashMap<>();
    if (((List<?>) value).isEmpty()) {
      throw new ConfigException(option, value, "names no table");
    }
    for (Object name : (List<?>) value) {
      String table = (String) name;
      if (!TABLE.matcher(table).matches()) {
        throw new ConfigException(option, value, "'" + table + "' is not a table's name");
      }
      String other = written.put(inTopic(table), table);
      if (table.equals(other)) {
        throw new ConfigException(option, value, "names " + table + " twice");
      } else if (other != null) {
        throw new ConfigException(
            option, value, other + " and " + table + " would have the same topic");
      }
    }
  }

  private static void requirePrefix(String option, Object value) {
    if (value != null && !PREFIX.matcher((String) value).matches()) {
      throw new ConfigException(
          option, value, "must have letters, digits, '.', '_' and '-' only, 100 at most");
    }
  }

  private static void requireUrl(String option, Object value) {
    if (value != null && !((String) value).matches("https?://[^\\s/]+/?")) {
      throw new ConfigException(option, value, "must be http:// or https:// with a host");
    }
  }

  private static String inTopic(String table) {
    return table.replace('.', '_');
  }

  List<String> tables() {
    return config.getList(TABLES);
  }

  String topicPrefix() {
    return config.getString(TOPIC_PREFIX);
  }

  String topicOf(String table) {
    return topicPrefix() + "." + DATABASE + "." + inTopic(table);
  }

  String heartbeatTopic() {
    return HEARTBEAT_TOPIC + topicPrefix();
  }

  Optional<String> region() {
    return Optional.ofNullable(config.getString(REGION));
  }

  Optional<URI> endpoint() {
    return Optional.ofNullable(config.getString(ENDPOINT)).map(URI::create);
  }

  Optional<String> roleArn() {
    return Optional.ofNullable(config.getString(ROLE_ARN));
  }

  int snapshotSegments() {
    return config.getInt(SNAPSHOT_SEGMENTS);
  }

  Duration heartbeatInterval() {
    return Duration.ofMillis(config.getLong(HEARTBEAT_INTERVAL));
  }
}
