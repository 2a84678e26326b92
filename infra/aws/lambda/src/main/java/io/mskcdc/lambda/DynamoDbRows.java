package io.mskcdc.lambda;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * Keeps the rows of all topics in a DynamoDB table, whose key is {@code __key}, a string: the topic
 * and the record's key. An item has the columns of the row, the metadata fields, {@code __topic},
 * {@code __partition} and {@code __offset}.
 *
 * <p>A write succeeds only if the item has a lower offset. A deleted row leaves an item with {@code
 * __deleted} and without columns, so that an older change that comes again cannot bring the row
 * back. Time to Live removes it by {@code __expires_at}.
 */
final class DynamoDbRows implements RowHandler {
  private static final int MAX_KEY_BYTES = 2048;
  private static final int PARALLEL_WRITES = 16;

  // What a deleted row keeps: how and when it was deleted.
  private static final List<String> KEPT = List.of("__deleted", "__op", "__source_ts_ms");

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final Duration deletedRowsKept;
  private final Clock clock;
  private final ExecutorService writers =
      Executors.newFixedThreadPool(
          PARALLEL_WRITES,
          runnable -> {
            Thread thread = new Thread(runnable, "writer");
            thread.setDaemon(true);
            return thread;
          });

  DynamoDbRows(DynamoDbClient dynamoDb, FunctionSettings settings, Clock clock) {
    this.dynamoDb = dynamoDb;
    this.table = settings.table();
    this.deletedRowsKept = settings.deletedRowsKept();
    this.clock = clock;
  }

  @Override
  public void apply(Batch batch) throws Exception {
    // The keys differ, so the order of the writes does not matter.
    List<Callable<Void>> writes = new ArrayList<>();
    for (RowChange change : batch.changes()) {
      writes.add(
          () -> {
            write(change);
            return null;
          });
    }
    // All have ended then. The failure with the lowest offset counts.
    for (Future<Void> write : writers.invokeAll(writes)) {
      try {
        write.get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      }
    }
  }

  private void write(RowChange change) throws ChangeFailedException {
    Map<String, AttributeValue> item = item(change);
    try {
      dynamoDb.putItem(
          r ->
              r.tableName(table)
                  .item(item)
                  .conditionExpression(
                      "attribute_not_exists(#key) OR (#partition = :partition AND #offset <"
                          + " :offset)")
                  .expressionAttributeNames(
                      Map.of("#key", "__key", "#partition", "__partition", "#offset", "__offset"))
                  .expressionAttributeValues(
                      Map.of(
                          ":partition", item.get("__partition"), ":offset", item.get("__offset")))
                  .returnValuesOnConditionCheckFailure(
                      ReturnValuesOnConditionCheckFailure.ALL_OLD));
    } catch (ConditionalCheckFailedException e) {
      requireLaterChange(e.item(), change, item);
    } catch (DynamoDbException e) {
      throw isTooLarge(e)
          ? ChangeFailedException.permanent(
              change, "lambda-row-too-large", "the row does not fit an item of DynamoDB")
          : ChangeFailedException.retryable(change, e);
    } catch (SdkException e) {
      throw ChangeFailedException.retryable(change, e);
    }
  }

  private static boolean isTooLarge(DynamoDbException e) {
    return String.valueOf(e.getMessage()).contains("Item size");
  }

  /** An item with this or a later offset of the partition is as it should be. */
  private static void requireLaterChange(
      Map<String, AttributeValue> stored, RowChange change, Map<String, AttributeValue> item)
      throws ChangeFailedException {
    if (!item.get("__partition").equals(stored.get("__partition"))) {
      throw ChangeFailedException.permanent(
          change,
          "lambda-key-moved",
          "the table has the row from another partition, and offsets of two partitions have no"
              + " order; see docs/lambda.md");
    }
  }

  private Map<String, AttributeValue> item(RowChange change) throws ChangeFailedException {
    Map<String, AttributeValue> row = new HashMap<>(ItemValues.of(change.row()));
    if (change.deleted() && change.key() != null) {
      row.keySet().retainAll(KEPT);
      long expires = clock.instant().plus(deletedRowsKept).getEpochSecond();
      row.put("__expires_at", ItemValues.number(Long.toString(expires)));
    }
    row.put("__key", AttributeValue.fromS(key(change)));
    row.put("__topic", AttributeValue.fromS(change.topic()));
    row.put("__partition", ItemValues.number(Integer.toString(change.partition())));
    row.put("__offset", ItemValues.number(Long.toString(change.offset())));
    return row;
  }

  private static String key(RowChange change) throws ChangeFailedException {
    String key =
        change.topic()
            + " "
            + (change.key() == null
                ? change.partition() + "-" + change.offset()
                : change.key().json().toString());
    if (key.getBytes(StandardCharsets.UTF_8).length > MAX_KEY_BYTES) {
      throw ChangeFailedException.permanent(
          change, "lambda-key-too-long", "topic and key have more than 2048 bytes");
    }
    return key;
  }
}
