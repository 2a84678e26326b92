package io.mskcdc.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.mskcdc.catalog.Topic.Kind;
import io.mskcdc.database.Column;
import io.mskcdc.database.NotReachableException;
import io.mskcdc.database.SourceDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The source connector for DynamoDB of this build, in {@code connect-plugins/dynamodb-streams}. */
public final class DynamoDbStreams implements SourceConnector {
  private static final String CLASS = "io.mskcdc.dynamodb.DynamoDbStreamsSourceConnector";
  private static final String TABLES = "tables";
  private static final String PREFIX = "topic.prefix";
  private static final String DATABASE = "dynamodb";
  private static final String HEARTBEAT = "heartbeat.interval.ms";
  private static final String CAUGHT_UP = "caughtUp";

  @Override
  public String className() {
    return CLASS;
  }

  @Override
  public Optional<RenamedKey> renamed(String key, Map<String, String> config) {
    return Optional.empty();
  }

  @Override
  public Optional<RenamedValue> renamedValue(String key, String value) {
    return Optional.empty();
  }

  @Override
  public boolean isVariableKey(String key) {
    return false;
  }

  @Override
  public Set<String> uncheckedPrefixes(Map<String, String> config) {
    return Set.of();
  }

  @Override
  public boolean hasOneTask() {
    return false;
  }

  @Override
  public String topicPrefixKey() {
    return PREFIX;
  }

  private static List<String> tables(Map<String, String> config) {
    return CommaList.of(config.get(TABLES));
  }

  @Override
  public List<Topic> topics(Map<String, String> config, Consumer<String> warnings) {
    List<Topic> topics = new ArrayList<>();
    tables(config).forEach(table -> topics.add(rows(config, table)));
    topics.add(Topic.of(Kind.HEARTBEAT, "__debezium-heartbeat." + config.get(PREFIX)));
    return topics;
  }

  private static Topic rows(Map<String, String> config, String table) {
    String beginning = config.get(PREFIX) + "." + DATABASE + ".";
    return new Topic(
        Kind.ROW,
        beginning + table.replace('.', '_'),
        config.get(PREFIX),
        DATABASE,
        table.replace('.', '_'),
        true);
  }

  @Override
  public Optional<String> historyTopic(Map<String, String> config) {
    return Optional.empty();
  }

  /** Two connectors may read different tables under one prefix. */
  @Override
  public Map<String, String> exclusive(Map<String, String> config) {
    return Map.of();
  }

  @Override
  public Optional<SignalSource> signals(Map<String, String> config) {
    return Optional.empty();
  }

  @Override
  public List<String> ownClients(Map<String, String> config) {
    return List.of();
  }

  @Override
  public boolean isOwnPartition(Map<String, String> config, JsonNode partition) {
    return tables(config).contains(partition.path("table").asText());
  }

  /** A table's offset has the time up to which its stream was read, and its shards have numbers. */
  @Override
  public Optional<LogPosition> position(JsonNode offset) {
    if (!offset.hasNonNull(CAUGHT_UP)) {
      return Optional.empty();
    }
    Instant caughtUp = Instant.ofEpochMilli(offset.get(CAUGHT_UP).asLong());
    return Optional.of(
        new LogPosition(
            "stream",
            "all changes up to " + caughtUp,
            Map.of(CAUGHT_UP, offset.get(CAUGHT_UP)),
            Optional.of(caughtUp)));
  }

  @Override
  public Optional<String> nextStep(String rejectedKey) {
    return Optional.empty();
  }

  @Override
  public String databaseKey() {
    return TABLES;
  }

  @Override
  public String databaseAddress(Map<String, String> config) {
    return "DynamoDB";
  }

  @Override
  public Optional<Topic> topicOf(Map<String, String> config, String database, String table) {
    return Optional.of(rows(config, table));
  }

  @Override
  public boolean locksTables(Map<String, String> config) {
    return false;
  }

  @Override
  public Optional<Duration> idleInterval(Map<String, String> config) {
    String millis = config.getOrDefault(HEARTBEAT, defaults().get(HEARTBEAT)).strip();
    return Optional.of(Duration.ofMillis(millis.matches("\\d{1,15}") ? Long.parseLong(millis) : 0));
  }

  /** Each heartbeat has the time up to which the stream was read. */
  @Override
  public boolean movesWhenIdle() {
    return true;
  }

  @Override
  public boolean replacesLostPosition(Map<String, String> config) {
    return false;
  }

  @Override
  public List<IncludeList> includeLists() {
    return List.of();
  }

  @Override
  public CaptureFilter captured(Map<String, String> config) {
    List<String> tables = tables(config);
    return new CaptureFilter() {
      @Override
      public boolean hasTable(String database, String table) {
        return database.equals(DATABASE)
            && tables.stream()
                .anyMatch(name -> name.equals(table) || name.replace('.', '_').equals(table));
      }

      @Override
      public boolean hasColumn(Column column) {
        return true;
      }

      @Override
      public Set<String> keyOf(List<Column> columns) {
        return Set.of();
      }
    };
  }

  /** The worker's validation reads the tables' descriptions. Items have no columns to compare. */
  @Override
  public SourceDatabase database(Map<String, String> config, References references)
      throws NotReachableException {
    throw new NotReachableException("only the workers read DynamoDB");
  }

  /** With a role to assume, the policy of that role has to allow what the connector reads. */
  @Override
  public List<ServiceUse> services(Map<String, String> config) {
    Optional<String> region = Optional.ofNullable(config.get("region"));
    String role = config.get("role.arn");
    if (role != null) {
      return List.of(
          new ServiceUse("SourceRole", "sts", region, List.of(role), List.of("AssumeRole")));
    }
    List<String> tables = tables(config).stream().map(table -> "table/" + table).toList();
    return List.of(
        new ServiceUse("SourceTables", DATABASE, region, tables, List.of("DescribeTable", "Scan")),
        new ServiceUse(
            "SourceStreams",
            DATABASE,
            region,
            tables.stream().map(table -> table + "/stream/*").toList(),
            List.of("DescribeStream", "GetRecords", "GetShardIterator")));
  }
}
