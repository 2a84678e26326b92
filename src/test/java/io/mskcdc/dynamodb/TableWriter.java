package io.mskcdc.dynamodb;

import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Writes random items to a table until it is closed. Each write has a revision of its own. */
final class TableWriter implements AutoCloseable {
  private static final int KEYS = 400;

  private final DynamoDb dynamo;
  private final String table;
  private final Random random = new Random(3);
  private volatile boolean isClosed;
  private CompletableFuture<Void> running;
  private int revision;

  TableWriter(DynamoDb dynamo, String table) {
    this.dynamo = dynamo;
    this.table = table;
  }

  /** Writes each item once. */
  void fill() {
    for (int key = 0; key < KEYS; key++) {
      put(key);
    }
  }

  void start() {
    running =
        CompletableFuture.runAsync(
            () -> {
              while (!isClosed) {
                int key = random.nextInt(KEYS);
                if (random.nextInt(4) == 0) {
                  dynamo.delete(table, "k" + key);
                } else {
                  put(key);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(4));
              }
            });
  }

  /** Ends the random writes. */
  @Override
  public void close() {
    isClosed = true;
    running.join();
  }

  /**
   * Deletes half of the items, and then writes the other half. A shard has its records in order, so
   * that nothing follows these writes.
   */
  void finish() {
    for (int key = 1; key < KEYS; key += 2) {
      put(key);
      dynamo.delete(table, "k" + key);
    }
    for (int key = 0; key < KEYS; key += 2) {
      put(key);
    }
  }

  private void put(int key) {
    revision++;
    dynamo.put(
        table,
        Map.of(
            "id", AttributeValue.fromS("k" + key),
            "revision", AttributeValue.fromS("r" + revision),
            "email", AttributeValue.fromS("secret" + revision + "@example.com"),
            "note", AttributeValue.fromS("unlisted" + revision + "@example.com")));
  }
}
