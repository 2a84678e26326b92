package io.mskcdc.watchdog;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.Event;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * What a binlog client does: when it received the last event, heartbeats of the server included,
 * and whether Debezium still works on it. Debezium waits in that work for a slow Kafka, for a query
 * of an incremental snapshot and for a blocking snapshot.
 */
final class BinlogReader {
  private final BinaryLogClient client;
  private final LongSupplier nanos;

  // The client may connect again while the thread of the former connection is still at work.
  private final Set<Thread> working = ConcurrentHashMap.newKeySet();
  private volatile boolean started;
  private volatile long lastEvent;

  private BinlogReader(BinaryLogClient client, LongSupplier nanos) {
    this.client = client;
    this.nanos = nanos;
  }

  /**
   * Watches a client that Debezium has not connected yet.
   *
   * @param nanos the time, in nanoseconds
   */
  static BinlogReader of(BinaryLogClient client, LongSupplier nanos) {
    BinlogReader reader = new BinlogReader(client, nanos);
    // The client calls its listeners in order. Debezium adds its own before it connects, so they
    // run between these two.
    client.registerEventListener(reader::receive);
    client.registerLifecycleListener(
        new BinaryLogClient.AbstractLifecycleListener() {
          @Override
          public void onConnect(BinaryLogClient connected) {
            reader.connect();
          }
        });
    return reader;
  }

  private void connect() {
    lastEvent = nanos.getAsLong();
    if (!started) {
      client.registerEventListener(this::finish);
      started = true;
    }
  }

  private void receive(Event event) {
    lastEvent = nanos.getAsLong();
    working.add(Thread.currentThread());
  }

  private void finish(Event event) {
    lastEvent = nanos.getAsLong();
    working.remove(Thread.currentThread());
  }

  /** Returns whether the client has been connected. */
  boolean isStarted() {
    return started;
  }

  boolean isConnected() {
    return client.isConnected();
  }

  /** Returns whether Debezium works on an event. */
  boolean isWorking() {
    working.removeIf(thread -> !thread.isAlive());
    return !working.isEmpty();
  }

  /**
   * Returns the position behind the last event, such as {@code binlog.000003:1234}. Heartbeats of
   * an idle server contain it too.
   */
  String position() {
    return client.getBinlogFilename() + ":" + client.getBinlogPosition();
  }

  /** Returns the time since the last event was received or worked off, or since the connection. */
  Duration silence() {
    return Duration.ofNanos(nanos.getAsLong() - lastEvent);
  }
}
