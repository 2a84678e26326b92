package io.mskcdc.local.dynamodb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.aws.rest.Input;
import io.mskcdc.local.aws.rest.Json;
import io.mskcdc.local.aws.rest.ServiceError;
import io.mskcdc.local.aws.rest.VerifiedRequest;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** The operations of DynamoDB Streams. */
final class StreamOperations {
  private static final int MAX_LISTED = 100;
  private static final int MAX_RECORDS = 1000;
  private static final int MAX_BYTES = 1 << 20;
  private static final String STREAM = "StreamArn";
  private static final String SHARD = "ShardId";

  private final Tables tables;

  StreamOperations(Tables tables) {
    this.tables = tables;
  }

  void addTo(Operations operations) {
    operations
        .add("ListStreams", this::list, "TableName", "Limit", "ExclusiveStartStreamArn")
        .add(
            "DescribeStream",
            this::describe,
            STREAM,
            "Limit",
            "ExclusiveStartShardId",
            "ShardFilter")
        .add(
            "GetShardIterator",
            this::iterator,
            STREAM,
            SHARD,
            "ShardIteratorType",
            "SequenceNumber")
        .add("GetRecords", this::records, "ShardIterator", "Limit");
  }

  private ObjectNode list(Input input, VerifiedRequest call) {
    Optional<String> table = input.text("TableName").map(name -> Tables.name(name, call));
    call.authorize(
        "dynamodb:ListStreams",
        List.of(call.arn(Tables.SERVICE, "table/" + table.orElse("*") + "/stream/*")));
    int limit = Limits.read(input, MAX_LISTED);
    String start = input.text("ExclusiveStartStreamArn").orElse("");
    List<ChangeStream> streams =
        tables.streams().stream()
            .filter(stream -> table.isEmpty() || stream.table().equals(table.get()))
            .filter(stream -> stream.arn().compareTo(start) > 0)
            .sorted((left, right) -> left.arn().compareTo(right.arn()))
            .toList();
    ObjectNode output = Json.object();
    ArrayNode page = output.putArray("Streams");
    streams.stream()
        .limit(limit)
        .forEach(
            stream ->
                page.addObject()
                    .put(STREAM, stream.arn())
                    .put("TableName", stream.table())
                    .put("StreamLabel", stream.label()));
    if (streams.size() > limit) {
      output.put("LastEvaluatedStreamArn", streams.get(limit - 1).arn());
    }
    return output;
  }

  private ObjectNode describe(Input input, VerifiedRequest call) {
    ChangeStream stream = stream(input.requiredText(STREAM), call, "DescribeStream");
    int limit = Limits.read(input, MAX_LISTED);
    // IDs grow in the order of creation, so a page may begin after a shard that is gone.
    String start = input.text("ExclusiveStartShardId").orElse("");
    Optional<String> parent = parentFilter(input);
    List<Shard> shards =
        stream.shards().stream()
            .filter(shard -> shard.id().compareTo(start) > 0)
            .filter(shard -> parent.isEmpty() || parent.get().equals(shard.parent()))
            .toList();
    ObjectNode output = Json.object();
    ObjectNode description =
        output
            .putObject("StreamDescription")
            .put(STREAM, stream.arn())
            .put("StreamLabel", stream.label())
            .put("StreamStatus", stream.isEnabled() ? "ENABLED" : "DISABLED")
            .put("StreamViewType", stream.view().name())
            .put("CreationRequestDateTime", stream.created().toEpochMilli() / 1000.0)
            .put("TableName", stream.table());
    stream.schema().write(description.putArray("KeySchema"));
    ArrayNode page = description.putArray("Shards");
    shards.stream().limit(limit).forEach(shard -> page.add(shard.write()));
    if (shards.size() > limit) {
      description.put("LastEvaluatedShardId", shards.get(limit - 1).id());
    }
    return output;
  }

  private static Optional<String> parentFilter(Input input) {
    if (!input.has("ShardFilter")) {
      return Optional.empty();
    }
    Input filter = input.structure("ShardFilter");
    if (!filter.requiredText("Type").equals("CHILD_SHARDS")) {
      throw DynamoDbErrors.invalid("ShardFilter Type must be CHILD_SHARDS");
    }
    return Optional.of(filter.requiredText(SHARD));
  }

  private ObjectNode iterator(Input input, VerifiedRequest call) {
    ChangeStream stream = stream(input.requiredText(STREAM), call, "GetShardIterator");
    Shard shard = shard(stream, input.requiredText(SHARD));
    String type = input.requiredText("ShardIteratorType");
    Optional<String> number = input.text("SequenceNumber");
    boolean needsNumber = type.endsWith("_SEQUENCE_NUMBER");
    if (needsNumber != number.isPresent()) {
      throw DynamoDbErrors.invalid(
          "SequenceNumber is "
              + (needsNumber ? "required" : "not allowed")
              + " for the ShardIteratorType "
              + type);
    }
    long position =
        switch (type) {
          case "TRIM_HORIZON" -> shard.horizon();
          case "LATEST" -> stream.end();
          case "AT_SEQUENCE_NUMBER" -> SequenceNumber.atOrAfter(named(number.get(), shard, stream));
          case "AFTER_SEQUENCE_NUMBER" -> SequenceNumber.after(named(number.get(), shard, stream));
          default ->
              throw DynamoDbErrors.constraint(
                  type,
                  "shardIteratorType",
                  "satisfy enum value set: [AFTER_SEQUENCE_NUMBER, LATEST, AT_SEQUENCE_NUMBER,"
                      + " TRIM_HORIZON]");
        };
    return Json.object().put("ShardIterator", iterator(stream, shard, position).encode());
  }

  private static BigInteger named(String text, Shard shard, ChangeStream stream) {
    boolean valid = text.matches("[0-9]{21,40}");
    long number = valid ? SequenceNumber.atOrAfter(new BigInteger(text)) : -1;
    if (!valid || !shard.contains(number, stream.end())) {
      throw DynamoDbErrors.invalid("Invalid SequenceNumber for the shard " + shard.id());
    }
    if (number < shard.horizon()) {
      throw DynamoDbErrors.trimmed();
    }
    return new BigInteger(text);
  }

  private ShardIterator iterator(ChangeStream stream, Shard shard, long position) {
    return new ShardIterator(
        stream.arn(), shard.id(), position, tables.now(), tables.iteratorGeneration());
  }

  private ObjectNode records(Input input, VerifiedRequest call) {
    ShardIterator iterator = ShardIterator.decode(input.requiredText("ShardIterator"));
    ChangeStream stream = stream(iterator.stream(), call, "GetRecords");
    int limit = Limits.read(input, MAX_RECORDS);
    if (iterator.isExpired(tables.now(), tables.iteratorGeneration())) {
      throw DynamoDbErrors.iteratorExpired();
    }
    Shard shard = shard(stream, iterator.shard());
    if (iterator.position() < shard.horizon()) {
      throw DynamoDbErrors.trimmed();
    }
    Shard.Slice slice = shard.read(iterator.position(), limit, MAX_BYTES, stream);
    ObjectNode output = Json.object();
    ArrayNode records = output.putArray("Records");
    slice.records().forEach(record -> records.add(record.write(stream)));
    if (!shard.endsBefore(slice.next())) {
      output.put("NextShardIterator", iterator(stream, shard, slice.next()).encode());
    }
    return output;
  }

  private ChangeStream stream(String arn, VerifiedRequest call, String operation) {
    call.authorize("dynamodb:" + operation, List.of(arn));
    return tables.stream(arn).orElseThrow(() -> notFound("Stream: " + arn));
  }

  private static Shard shard(ChangeStream stream, String id) {
    return stream
        .shard(id)
        .orElseThrow(() -> notFound("Shard: " + id + " in Stream: " + stream.arn()));
  }

  private static ServiceError notFound(String what) {
    return DynamoDbErrors.notFound("Requested resource not found: " + what + " not found");
  }
}
