package io.mskcdc.local.dynamodb;

import io.mskcdc.local.aws.rest.Input;
import io.mskcdc.local.aws.rest.VerifiedRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All tables and streams, and the time that counts for them. Not thread-safe: {@link LocalDynamoDb}
 * runs one operation at a time.
 */
final class Tables {
  static final String SERVICE = "dynamodb";

  private static final Duration UPKEEP_INTERVAL = Duration.ofSeconds(10);
  private static final DateTimeFormatter LABEL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS").withZone(ZoneOffset.UTC);
  private static final int ON_DEMAND_PARTITIONS = 4;

  private final NavigableMap<String, Table> tables = new TreeMap<>();
  private final Map<String, ChangeStream> streams = new LinkedHashMap<>();
  private Clock clock = Clock.systemUTC();
  private Instant now = clock.instant();
  private Instant lastUpkeep = Instant.EPOCH;
  private int iteratorGeneration;

  /** Returns the time, which stands still during an operation so that it can be repeated. */
  Instant now() {
    return now;
  }

  /** Begins an operation at the present time. */
  void begin() {
    begin(clock.instant());
  }

  /** Begins an operation at a time. */
  void begin(Instant time) {
    now = time;
  }

  /** Moves the clock forward. */
  void advance(Duration duration) {
    clock = Clock.offset(clock, duration);
    begin();
  }

  /** Returns whether the last upkeep was some seconds ago. */
  boolean isUpkeepDue() {
    return lastUpkeep.plus(UPKEEP_INTERVAL).isBefore(now);
  }

  /**
   * Does what is due: deletes items by Time to Live, rolls shards, trims records.
   *
   * @return whether it deleted an item or rolled a shard
   */
  boolean upkeep() {
    lastUpkeep = now;
    boolean changed = false;
    for (Table table : tables.values()) {
      changed |= table.expire(now);
    }
    for (ChangeStream stream : streams.values()) {
      changed |= stream.age(now);
    }
    streams.values().removeIf(stream -> stream.isGone(now));
    return changed;
  }

  /** Makes all iterators invalid that clients have. */
  void expireIterators() {
    iteratorGeneration++;
  }

  int iteratorGeneration() {
    return iteratorGeneration;
  }

  Collection<Table> all() {
    return tables.values();
  }

  Optional<Table> find(String name) {
    return Optional.ofNullable(tables.get(name));
  }

  void add(Table table) {
    tables.put(table.name(), table);
  }

  void remove(Table table) {
    tables.remove(table.name());
    table.enabledStream().ifPresent(stream -> stream.disable(now()));
  }

  /** Begins a new stream of a table. */
  void enableStream(Table table, StreamView view) {
    Instant now = now();
    Instant label = now;
    while (streams.containsKey(streamArn(table, label))) {
      label = label.plusMillis(1);
    }
    ChangeStream stream =
        new ChangeStream(
            streamArn(table, label),
            table.name(),
            table.schema(),
            view,
            table.billing().onDemand() ? ON_DEMAND_PARTITIONS : 1,
            now,
            ChangeStream.MAX_RECORDS);
    streams.put(stream.arn(), stream);
    table.setStream(stream);
  }

  private static String streamArn(Table table, Instant label) {
    return table.arn() + "/stream/" + LABEL.format(label);
  }

  /** Returns all streams, also the disabled ones whose records are still kept. */
  List<ChangeStream> streams() {
    return List.copyOf(streams.values());
  }

  Optional<ChangeStream> stream(String arn) {
    return Optional.ofNullable(streams.get(arn));
  }

  /** Returns the table name of a request, which may name the table by its ARN. */
  static String name(String nameOrArn, VerifiedRequest call) {
    String prefix = call.arn(SERVICE, "table/");
    return nameOrArn.startsWith(prefix) ? nameOrArn.substring(prefix.length()) : nameOrArn;
  }

  /**
   * Authorizes an operation on the table that a request names, and returns that name.
   *
   * @param operation the action without its service
   */
  static String authorize(Input input, VerifiedRequest call, String operation) {
    String name = name(input.requiredText("TableName"), call);
    call.authorize(SERVICE + ":" + operation, List.of(call.arn(SERVICE, "table/" + name)));
    return name;
  }

  /** Authorizes an operation on a table as a whole, and returns the table. */
  Table described(Input input, VerifiedRequest call, String operation) {
    String name = authorize(input, call, operation);
    return find(name)
        .orElseThrow(
            () ->
                DynamoDbErrors.notFound(
                    "Requested resource not found: Table: " + name + " not found"));
  }

  /** Authorizes an operation on a table's items, and returns the table. */
  Table table(Input input, VerifiedRequest call, String operation) {
    return find(authorize(input, call, operation))
        .orElseThrow(() -> DynamoDbErrors.notFound("Requested resource not found"));
  }
}
