package io.mskcdc.local.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.aws.rest.AwsJsonService;
import io.mskcdc.local.aws.rest.AwsJsonService.Protocol;
import io.mskcdc.local.aws.rest.Json;
import io.mskcdc.local.aws.rest.LocalService;
import io.mskcdc.local.aws.rest.ServiceError;
import io.mskcdc.local.aws.rest.ServiceOperation;
import io.mskcdc.local.aws.rest.ServiceRequest;
import io.mskcdc.local.aws.rest.VerifiedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Amazon DynamoDB and DynamoDB Streams on this machine, in memory, and with a journal also after a
 * restart. Shards roll after four hours and records are trimmed after 24, as on AWS. The other
 * methods are for tests: they cause at once what AWS does in its own time.
 *
 * <p>Format: the service models of 2012-08-10, the DynamoDB API Reference and the DynamoDB
 * Developer Guide. docs/dynamodb-local.md lists the differences.
 */
public final class LocalDynamoDb {
  private static final Protocol PROTOCOL = Protocol.v1_0("com.amazonaws.dynamodb.v20120810");
  private static final int MAX_BODY = 16 << 20;
  private static final byte[] NO_BODY = "{}".getBytes(StandardCharsets.UTF_8);
  private static final String TABLES_TARGET = "DynamoDB_20120810";
  // Operations of the journal for what tests cause.
  private static final String ROLL = "RollShard";
  private static final String SPLIT = "SplitShard";
  private static final String TRIM = "TrimRecords";
  private static final String TABLE = "TableName";
  private static final String SHARD = "ShardId";
  private static final Pattern READS = Pattern.compile("(Describe|Get|List|Query|Scan).*");

  private final Tables tables = new Tables();
  private final Map<String, Queue<Failure>> failures = new HashMap<>();
  private final List<LocalService> services;
  private final Optional<Journal> journal;

  /** Creates a DynamoDB without tables, which forgets all at its end. */
  public LocalDynamoDb() {
    this(Optional.empty(), request -> null);
  }

  /**
   * Creates a DynamoDB with the tables and streams of earlier runs.
   *
   * @param journal the file that keeps them
   * @param own makes a request of the service itself, which may do everything
   */
  public LocalDynamoDb(Path journal, Function<ServiceRequest, VerifiedRequest> own) {
    this(Optional.of(new Journal(journal)), own);
  }

  private LocalDynamoDb(Optional<Journal> journal, Function<ServiceRequest, VerifiedRequest> own) {
    this.journal = journal;
    Operations operations = new Operations();
    new TableOperations(tables).addTo(operations);
    new TimeToLive(tables).addTo(operations);
    new ItemOperations(tables).addTo(operations);
    new Transactions(tables).addTo(operations);
    new ReadOperations(tables).addTo(operations);
    Operations streams = new Operations();
    new StreamOperations(tables).addTo(streams);
    LocalService repeating = service(TABLES_TARGET, operations.all());
    journal.ifPresent(it -> it.replay(change -> repeat(change, repeating, own)));
    services =
        List.of(
            service(TABLES_TARGET, oneAtATime(operations)),
            service("DynamoDBStreams_20120810", oneAtATime(streams)));
  }

  private static LocalService service(String target, Map<String, ServiceOperation> operations) {
    return new AwsJsonService(
        Tables.SERVICE, PROTOCOL, target, DynamoDbErrors.MODEL, operations, MAX_BODY);
  }

  private void repeat(
      Journal.Change change, LocalService service, Function<ServiceRequest, VerifiedRequest> own) {
    tables.begin(change.time());
    switch (change.operation()) {
      case Journal.UPKEEP -> tables.upkeep();
      case ROLL, SPLIT, TRIM -> repeat(change);
      default ->
          service.answer(
              change.operation(),
              own.apply(new ServiceRequest("POST", "/", "", Map.of(), change.body())));
    }
  }

  private void repeat(Journal.Change change) {
    try {
      JsonNode body = Json.parse(change.body());
      ChangeStream stream = stream(body.path(TABLE).asText());
      String shard = body.path(SHARD).asText();
      switch (change.operation()) {
        case ROLL -> stream.roll(open(stream, shard), change.time());
        case SPLIT -> stream.split(open(stream, shard), change.time());
        default -> stream.trimBefore(Instant.MAX);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, ServiceOperation> oneAtATime(Operations operations) {
    Map<String, ServiceOperation> all = new HashMap<>();
    operations.all().forEach((name, operation) -> all.put(name, oneAtATime(name, operation)));
    return all;
  }

  private ServiceOperation oneAtATime(String name, ServiceOperation operation) {
    return (input, call) -> {
      synchronized (tables) {
        Queue<Failure> due = failures.getOrDefault(name, new ArrayDeque<>());
        if (!due.isEmpty()) {
          Failure failure = due.remove();
          throw new ServiceError(failure.code(), failure.message());
        }
        tables.begin();
        if (tables.isUpkeepDue()) {
          upkeep();
        }
        ObjectNode output = operation.answer(input, call);
        if (!READS.matcher(name).matches()) {
          keep(name, call.request().body());
        }
        return output;
      }
    };
  }

  private void upkeep() {
    if (tables.upkeep()) {
      keep(Journal.UPKEEP, NO_BODY);
    }
  }

  private void keep(String operation, byte[] body) {
    journal.ifPresent(it -> it.append(new Journal.Change(tables.now(), operation, body)));
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
      upkeep();
    }
  }

  /** Returns the open shards of a table's enabled stream. */
  public List<String> openShards(String table) {
    synchronized (tables) {
      tables.begin();
      return ids(stream(table).openShards());
    }
  }

  /**
   * Closes an open shard and opens one child.
   *
   * @return the child
   */
  public String roll(String table, String shard) {
    return change(
        ROLL, table, shard, stream -> stream.roll(open(stream, shard), tables.now()).id());
  }

  /**
   * Closes an open shard and opens two children, each for half of the keys.
   *
   * @return the children
   */
  public List<String> split(String table, String shard) {
    return change(
        SPLIT, table, shard, stream -> ids(stream.split(open(stream, shard), tables.now())));
  }

  /**
   * Trims all records so far, and the shards that are closed. Positions before them then fail, as
   * after 24 hours.
   */
  public void trim(String table) {
    change(
        TRIM,
        table,
        "",
        stream -> {
          stream.trimBefore(Instant.MAX);
          return stream;
        });
  }

  private <T> T change(
      String operation, String table, String shard, Function<ChangeStream, T> change) {
    synchronized (tables) {
      tables.begin();
      T result = change.apply(stream(table));
      keep(
          operation,
          JsonNodeFactory.instance
              .objectNode()
              .put(TABLE, table)
              .put(SHARD, shard)
              .toString()
              .getBytes(StandardCharsets.UTF_8));
      return result;
    }
  }

  private ChangeStream stream(String table) {
    return tables
        .find(table)
        .flatMap(Table::enabledStream)
        .orElseThrow(
            () -> new IllegalArgumentException("the table " + table + " has no enabled stream"));
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
