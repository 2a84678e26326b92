package io.mskcdc.local.demo;

import io.mskcdc.local.mysql.ChangeGenerator;
import io.mskcdc.local.process.StackException;
import io.mskcdc.local.process.Subprocess;
import io.mskcdc.local.stack.LocalStack;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Changes rows in MySQL and checks that the changes arrive in Kafka. */
final class RowFlow implements AutoCloseable {
  private static final Duration ARRIVAL_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration CHANGE_INTERVAL = Duration.ofMillis(300);
  // Two rounds of the generator: every kind of change, twice.
  private static final int STEPS = 12;
  private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");

  private final LocalStack stack;
  private final Connection shop;
  private final ChangeGenerator generator;
  private final KafkaConsumer<String, String> consumer;
  private final Set<Long> arrivedOrders = new TreeSet<>();
  private String newestCustomer = "";
  private int snapshotRows;

  RowFlow(LocalStack stack) throws SQLException {
    this.stack = stack;
    shop = stack.mysql().connect();
    generator = new ChangeGenerator(shop, 1);
    consumer = RowConsumer.subscribe(stack);
  }

  /** Returns the number of orders that have arrived. */
  int orders() {
    return arrivedOrders.size();
  }

  /** Returns the last row of the newest customer, as JSON. */
  String newestCustomer() {
    return newestCustomer;
  }

  /** Returns the number of rows that arrived as part of a snapshot. */
  int snapshotRows() {
    return snapshotRows;
  }

  /** Runs {@code action} while another thread changes rows. */
  void changeDuring(Runnable action) throws SQLException {
    AtomicBoolean done = new AtomicBoolean();
    FutureTask<Void> changes =
        new FutureTask<>(
            () -> {
              while (!done.get()) {
                generator.step();
                Thread.sleep(CHANGE_INTERVAL.toMillis());
              }
              return null;
            });
    new Thread(changes, "changes").start();
    try {
      action.run();
    } finally {
      done.set(true);
      await(changes);
    }
  }

  private static void await(FutureTask<Void> changes) throws SQLException {
    try {
      changes.get();
    } catch (ExecutionException e) {
      throw new SQLException(e.getCause());
    } catch (InterruptedException e) {
      throw StackException.interrupted(e);
    }
  }

  /**
   * Changes rows and returns when all orders of this database have arrived, and the last change of
   * the newest customer.
   *
   * @throws StackException if an order does not arrive in time
   */
  void changeAndAwait() throws SQLException {
    for (int step = 0; step < STEPS; step++) {
      generator.step();
    }
    // A value that the generator does not write identifies the last change.
    try (Statement statement = shop.createStatement()) {
      statement.execute("UPDATE customers SET country = 'NL' ORDER BY id DESC LIMIT 1");
      shop.commit();
    }
    Set<Long> placed = ids("SELECT id FROM orders");
    long newest = ids("SELECT MAX(id) FROM customers").iterator().next();
    long deadline = System.nanoTime() + ARRIVAL_TIMEOUT.toNanos();
    boolean customerArrived = false;
    while (!(customerArrived && arrivedOrders.containsAll(placed))) {
      for (ConsumerRecord<String, String> record : consumer.poll(POLL)) {
        customerArrived |= take(record, newest);
      }
      stack.subprocesses().forEach(Subprocess::requireAlive);
      if (System.nanoTime() > deadline) {
        placed.removeAll(arrivedOrders);
        throw new StackException("orders that did not arrive: " + placed);
      }
    }
  }

  /** Returns whether the record is the last change of the newest customer. */
  private boolean take(ConsumerRecord<String, String> record, long newest) {
    if (record.value() == null) {
      return false;
    }
    snapshotRows += record.value().contains("\"__op\":\"r\"") ? 1 : 0;
    Matcher id = ID.matcher(record.value());
    if (record.topic().endsWith(".orders") && id.find()) {
      arrivedOrders.add(Long.parseLong(id.group(1)));
    }
    if (record.topic().endsWith(".customers")
        && record.value().contains("\"id\":" + newest + ",")
        && record.value().contains("\"country\":\"NL\"")) {
      newestCustomer = record.value();
      return true;
    }
    return false;
  }

  private Set<Long> ids(String sql) throws SQLException {
    try (Statement statement = shop.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      Set<Long> ids = new TreeSet<>();
      while (rows.next()) {
        ids.add(rows.getLong(1));
      }
      return ids;
    }
  }

  @Override
  public void close() throws SQLException {
    consumer.close();
    shop.close();
  }
}
