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
  private Instant lastUpkeep = Instant.EPOCH;
  private int iteratorGeneration;

  Instant now() {
    return clock.instant();
  }

  /** Moves the time forward and does what is due then. */
  void advance(Duration duration) {
    clock = Clock.offset(clock, duration);
    upkeep();
  }

  /** Does what is due, at most every few seconds. */
  void upkeepIfDue() {
    if (lastUpkeep.plus(UPKEEP_INTERVAL).isBefore(now())) {
      upkeep();
    }
  }

  private void upkeep() {
    Instant now = now();
    lastUpkeep = now;
    tables.values().forEach(table -> table.expire(now));
    streams.values().forEach(stream -> stream.age(now));
    streams.values().removeIf(stream -> stream.isGone(now));
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
