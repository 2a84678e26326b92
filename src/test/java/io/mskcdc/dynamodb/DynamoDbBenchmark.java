package io.mskcdc.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Measures a worker with the plugin ZIP, from DynamoDB to records that a consumer can read: the
 * snapshot of a table, and then the same number of changes that the stream has. The process of the
 * worker is measured, with all its threads. No other build runs it: {@code ./scripts/test.sh
 * -Dtest=none -Dit.test=DynamoDbBenchmark -Dsurefire.failIfNoSpecifiedTests=false
 * -Dfailsafe.failIfNoSpecifiedTests=false}.
 */
class DynamoDbBenchmark {
  private static final String TABLE = "orders";
  private static final int BATCH = 25;
  private static final Duration LIMIT = Duration.ofMinutes(10);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {100_000, 100_000, 100_000, 1_000_000})
  void aSnapshotAndThenChanges(int items) throws Exception {
    try (DynamoDb dynamo = new DynamoDb();
        SourceWorker worker = SourceWorker.start(folder);
        TopicReader reader = new TopicReader(worker.bootstrapServers(), "read_committed")) {
      dynamo.create(TABLE, null);
      write(dynamo, items, "first");
      // Only now, so that the stream does not have the items of the snapshot.
      dynamo.client.updateTable(
          r ->
              r.tableName(TABLE)
                  .streamSpecification(
                      s ->
                          s.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)));
      long idle = residentMegabytes(worker, "VmRSS");

      Measured snapshot =
          Measured.of(
              worker,
              () -> {
                worker.create(TABLE, config(dynamo));
                reader.begin(TABLE);
                read(reader, items);
              });
      worker.pause(TABLE);
      write(dynamo, items, "second");
      Measured changes =
          Measured.of(
              worker,
              () -> {
                worker.resume(TABLE);
                read(reader, items);
              });

      snapshot.print(items, "snapshot");
      changes.print(items, "changes");
      System.out.printf(
          "%,9d items, the worker's memory: %d MB without the connector, %d MB at most%n",
          items, idle, residentMegabytes(worker, "VmHWM"));
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  /** What passes while work is done, in seconds, and the time of the worker's CPUs. */
  private record Measured(double elapsed, double cpu) {
    static Measured of(SourceWorker worker, Work work) throws Exception {
      Duration cpuBefore = cpu(worker);
      long start = System.nanoTime();
      work.run();
      long end = System.nanoTime();
      return new Measured((end - start) / 1e9, cpu(worker).minus(cpuBefore).toMillis() / 1e3);
    }

    private static Duration cpu(SourceWorker worker) {
      return worker.process().info().totalCpuDuration().orElseThrow();
    }

    void print(int rows, String name) {
      System.out.printf(
          Locale.ROOT,
          "%,9d rows, %-8s %6.1f s, %,6.0f rows/s; CPU %6.1f s, %.0f us a row%n",
          rows,
          name,
          elapsed,
          rows / elapsed,
          cpu,
          cpu / rows * 1e6);
    }
  }

  private static Map<String, String> config(DynamoDb dynamo) {
    Map<String, String> config = SourceWorker.config(dynamo, TABLE);
    config.put("transforms.cdc.unwrap.add.fields", "op,source.ts_ms,source.table");
    config.put("transforms.cdc.mask.redact.columns", "dynamodb.orders.email");
    return config;
  }

  /** Writes each item in another state than before. */
  private static void write(DynamoDb dynamo, int items, String state) {
    IntStream.range(0, items / BATCH)
        .parallel()
        .forEach(
            batch -> {
              List<WriteRequest> requests = new ArrayList<>();
              for (int i = batch * BATCH; i < (batch + 1) * BATCH; i++) {
                Map<String, AttributeValue> item = item(i, state);
                requests.add(WriteRequest.builder().putRequest(put -> put.item(item)).build());
              }
              dynamo.client.batchWriteItem(r -> r.requestItems(Map.of(TABLE, requests)));
            });
  }

  private static Map<String, AttributeValue> item(int number, String state) {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put("id", AttributeValue.fromS("order-" + number));
    item.put("state", AttributeValue.fromS(state));
    item.put("email", AttributeValue.fromS("customer" + number + "@example.com"));
    item.put("total", AttributeValue.fromN(number + ".25"));
    item.put("paid", AttributeValue.fromBool(number % 2 == 0));
    item.put("tags", AttributeValue.fromSs(List.of("a-" + number % 7, "b-" + number % 11)));
    item.put(
        "address",
        AttributeValue.fromM(
            Map.of(
                "street", AttributeValue.fromS(number + " High Street"),
                "city", AttributeValue.fromS("city-" + number % 1000))));
    for (int i = 0; i < 5; i++) {
      item.put("attribute" + i, AttributeValue.fromS("value-" + i + "-of-" + number));
    }
    return item;
  }

  private static void read(TopicReader reader, int rows) {
    long end = System.nanoTime() + LIMIT.toNanos();
    int read = 0;
    while (read < rows) {
      assertThat(System.nanoTime() - end).as("rows so far: " + read).isNegative();
      reader.poll();
      read += reader.records.size();
      reader.records.clear();
    }
    assertThat(read).isEqualTo(rows);
  }

  private static long residentMegabytes(SourceWorker worker, String what) throws IOException {
    return Files.readAllLines(Path.of("/proc", "" + worker.process().pid(), "status")).stream()
        .filter(line -> line.startsWith(what + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }
}
