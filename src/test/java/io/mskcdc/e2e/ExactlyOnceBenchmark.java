package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.stack.StackType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Measures {@code mysql-cdc} with and without exactly-once support, from MySQL to records that a
 * consumer with {@code isolation.level=read_committed} reads: updates that wait in the binlog, and
 * the time from the start of a COMMIT to the record of its only row. No other build runs it: {@code
 * ./scripts/test.sh -Dtest=none -Dit.test=ExactlyOnceBenchmark
 * -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false}.
 */
class ExactlyOnceBenchmark {
  private static final TopicPartition ROWS = new TopicPartition("production_db.products", 0);
  private static final int COUNT = 50_000;
  private static final int ROWS_OF_TRANSACTION = 10;
  private static final int SINGLE_ROWS = 200;
  private static final Duration LIMIT = Duration.ofMinutes(10);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void throughputAndLatency(int round) throws Exception {
    measure(round, StackType.PLAIN);
    measure(round, StackType.EXACTLY_ONCE);
  }

  private static void measure(int round, StackType type) throws Exception {
    try (Pipeline pipeline =
            Pipeline.start(Broker::subprocess, "3.7.2", List.of(Checkout.MYSQL_PLUGIN), type);
        KafkaConsumer<byte[], byte[]> consumer = consumer(pipeline);
        Connection shop = pipeline.shop()) {
      try (Statement statement = shop.createStatement()) {
        statement.execute("DELETE FROM order_lines");
        statement.execute("DELETE FROM products");
      }
      write(shop, "INSERT INTO products (name, sku, price) VALUES (?, ?, 1)", COUNT);
      Deployer.Run run =
          new Deployer(pipeline.root())
              .run("apply", "mysql-cdc", "--env", type.environment(), "--auto-approve");
      assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
      consumer.assign(List.of(ROWS));
      consumer.seekToBeginning(List.of(ROWS));
      read(consumer, COUNT);

      request(pipeline, "pause");
      write(shop, "UPDATE products SET name = ?, price = 12.34 WHERE sku = ?", ROWS_OF_TRANSACTION);
      Duration cpu = pipeline.workerCpu();
      long start = System.nanoTime();
      request(pipeline, "resume");
      read(consumer, COUNT);
      double seconds = (System.nanoTime() - start) / 1e9;
      double cpuSeconds = pipeline.workerCpu().minus(cpu).toMillis() / 1e3;
      drain(consumer);
      double[] latencies = latencies(shop, consumer);
      System.out.printf(
          Locale.ROOT,
          "%d %-12s %,d changes in %.1f s, %,.0f a second; CPU %.0f us a change; a single row in"
              + " %.1f ms (median), %.1f ms (95 %%)%n",
          round,
          type,
          COUNT,
          seconds,
          COUNT / seconds,
          cpuSeconds / COUNT * 1e6,
          latencies[SINGLE_ROWS / 2],
          latencies[SINGLE_ROWS * 95 / 100]);
    }
  }

  /** Executes {@code sql}, whose parameters are a value and an id, for each id. */
  private static void write(Connection shop, String sql, int rowsOfTransaction)
      throws SQLException {
    shop.setAutoCommit(false);
    try (PreparedStatement statement = shop.prepareStatement(sql)) {
      for (int id = 1; id <= COUNT; id++) {
        statement.setString(1, rowsOfTransaction + "-product-" + id);
        statement.setString(2, "sku-" + id);
        statement.executeUpdate();
        if (id % rowsOfTransaction == 0) {
          shop.commit();
        }
      }
    }
    shop.setAutoCommit(true);
  }

  /** Returns the sorted times from a COMMIT of one row to its record, in milliseconds. */
  private static double[] latencies(Connection shop, KafkaConsumer<byte[], byte[]> consumer)
      throws SQLException, InterruptedException {
    double[] latencies = new double[SINGLE_ROWS];
    try (PreparedStatement statement =
        shop.prepareStatement("UPDATE products SET name = 'single' WHERE sku = ?")) {
      for (int i = 0; i < SINGLE_ROWS; i++) {
        // So that the row is not in the poll of the one before.
        Thread.sleep(50);
        statement.setString(1, "sku-" + (i + 1));
        long start = System.nanoTime();
        statement.executeUpdate();
        read(consumer, 1);
        latencies[i] = (System.nanoTime() - start) / 1e6;
      }
    }
    Arrays.sort(latencies);
    return latencies;
  }

  private static void read(KafkaConsumer<byte[], byte[]> consumer, int records) {
    long end = System.nanoTime() + LIMIT.toNanos();
    int read = 0;
    while (read < records) {
      assertThat(System.nanoTime() - end).as("records so far: " + read).isNegative();
      read += consumer.poll(Duration.ofMillis(200)).count();
    }
    // Without exactly-once, a resume may repeat a record.
    assertThat(read).isGreaterThanOrEqualTo(records);
  }

  private static void drain(KafkaConsumer<byte[], byte[]> consumer) {
    int read;
    do {
      read = consumer.poll(Duration.ofSeconds(2)).count();
    } while (read > 0);
  }

  private static KafkaConsumer<byte[], byte[]> consumer(Pipeline pipeline) {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            pipeline.bootstrapServers(),
            "isolation.level",
            "read_committed",
            "fetch.max.wait.ms",
            5),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private static void request(Pipeline pipeline, String action) {
    int status = pipeline.request("PUT", "/connectors/mysql-cdc/" + action, "").statusCode();
    assertThat(status).isBetween(200, 299);
  }
}
