package io.mskcdc.local.dynamodb;

import io.mskcdc.local.aws.rest.AwsJsonService;
import io.mskcdc.local.aws.rest.AwsJsonService.Protocol;
import io.mskcdc.local.aws.rest.LocalService;
import io.mskcdc.local.aws.rest.ServiceError;
import io.mskcdc.local.aws.rest.ServiceOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Function;

/**
 * Amazon DynamoDB and DynamoDB Streams on this machine, in memory. Shards roll after four hours and
 * records are trimmed after 24, as on AWS. The other methods are for tests: they cause at once what
 * AWS does in its own time.
 *
 * <p>Format: the service models of 2012-08-10, the DynamoDB API Reference and the DynamoDB
 * Developer Guide. docs/dynamodb-local.md lists the differences.
 */
public final class LocalDynamoDb {
  private static final Protocol PROTOCOL = Protocol.v1_0("com.amazonaws.dynamodb.v20120810");
  private static final int MAX_BODY = 16 << 20;

  private final Tables tables = new Tables();
  private final Map<String, Queue<Failure>> failures = new HashMap<>();
  private final List<LocalService> services;

  public LocalDynamoDb() {
    Operations operations = new Operations();
    new TableOperations(tables).addTo(operations);
    new TimeToLive(tables).addTo(operations);
    new ItemOperations(tables).addTo(operations);
    new Transactions(tables).addTo(operations);
    new ReadOperations(tables).addTo(operations);
    Operations streams = new Operations();
    new StreamOperations(tables).addTo(streams);
    services =
        List.of(
            service("DynamoDB_20120810", operations), service("DynamoDBStreams_20120810", streams));
  }

  private LocalService service(String target, Operations operations) {
    Map<String, ServiceOperation> all = new HashMap<>();
    operations.all().forEach((name, operation) -> all.put(name, oneAtATime(name, operation)));
    return new AwsJsonService(
        Tables.SERVICE, PROTOCOL, target, DynamoDbErrors.MODEL, all, MAX_BODY);
  }

  private ServiceOperation oneAtATime(String name, ServiceOperation operation) {
    return (input, call) -> {
      synchronized (tables) {
        Queue<Failure> due = failures.getOrDefault(name, new ArrayDeque<>());
        if (!due.isEmpty()) {
          Failure failure = due.remove();
          throw new ServiceError(failure.code(), failure.message());
        }
        tables.upkeepIfDue();
        return operation.answer(input, call);
      }
    };
  }

  /** Returns the services for the server: DynamoDB, and DynamoDB Streams. */
  public List<LocalService> services() {
    return services;
  }

  /** Makes the next requests for an operation, such as GetRecords, fail. */
  public void fail(String operation, Failure failure, int requests) {
    synchronized (tables) {
      Queue<Failure> due = failures.computeIfAbsent(operation, name -> new ArrayDeque<>());
      for (int i = 0; i < requests; i++) {
        due.add(failure);
      }
    }
  }

  /** Expires all shard iterators that clients have. */
  public void expireIterators() {
    synchronized (tables) {
      tables.expireIterators();
    }
  }

  /**
   * Moves the time forward, and does what is due then: deletes items by Time to Live, rolls shards,
   * trims records.
   */
  public void advance(Duration duration) {
    synchronized (tables) {
      tables.advance(duration);
    }
  }

  /** Returns the open shards of a table's enabled stream. */
  public List<String> openShards(String table) {
    return change(table, stream -> ids(stream.openShards()));
  }

  /**
   * Closes an open shard and opens one child.
   *
   * @return the child
   */
  public String roll(String table, String shard) {
    return change(table, stream -> stream.roll(open(stream, shard), tables.now()).id());
  }

  /**
   * Closes an open shard and opens two children, each for half of the keys.
   *
   * @return the children
   */
  public List<String> split(String table, String shard) {
    return change(table, stream -> ids(stream.split(open(stream, shard), tables.now())));
  }

  /**
   * Trims all records so far, and the shards that are closed. Positions before them then fail, as
   * after 24 hours.
   */
  public void trim(String table) {
    change(
        table,
        stream -> {
          stream.trimBefore(Instant.MAX);
          return stream;
        });
  }

  private <T> T change(String table, Function<ChangeStream, T> change) {
    synchronized (tables) {
      return tables
          .find(table)
          .flatMap(Table::enabledStream)
          .map(change)
          .orElseThrow(
              () -> new IllegalArgumentException("the table " + table + " has no enabled stream"));
    }
  }

  private static Shard open(ChangeStream stream, String id) {
    return stream
        .shard(id)
        .filter(Shard::isOpen)
        .orElseThrow(() -> new IllegalArgumentException("the stream has no open shard " + id));
  }

  private static List<String> ids(List<Shard> shards) {
    return shards.stream().map(Shard::id).toList();
  }
}
