package io.mskcdc.watchdog;

import io.debezium.config.Configuration;
import io.debezium.connector.binlog.BinlogConnectorConfig;
import io.debezium.heartbeat.Heartbeat;
import java.time.Duration;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * What a connector's configuration says to the watchdog.
 *
 * @param interval after which time without an event the watchdog looks at the server. A connection
 *     in order always brings one within it, because the server sends heartbeats at 0.8 of {@code
 *     connect.keep.alive.interval.ms}, whether or not the client keeps its connection alive
 * @param unreachable how long the database may be out of reach; Debezium connects again by itself
 */
record WatchdogOptions(boolean enabled, Duration interval, Duration unreachable) {
  static final String ENABLED = "mskcdc.watchdog.enabled";
  static final String UNREACHABLE = "mskcdc.watchdog.unreachable.ms";

  /** A failover of RDS with another instance takes one to two minutes. */
  private static final long UNREACHABLE_DEFAULT = Duration.ofMinutes(5).toMillis();

  private static final int HEARTBEATS = 3;

  /**
   * Returns the options of a connector.
   *
   * @throws ConnectException if a value is not valid
   */
  static WatchdogOptions of(Configuration config) {
    String enabled = config.getString(ENABLED, "true").strip();
    if (!enabled.equals("true") && !enabled.equals("false")) {
      throw invalid(ENABLED, enabled, "true or false");
    }
    String unreachable = config.getString(UNREACHABLE, () -> "" + UNREACHABLE_DEFAULT).strip();
    if (!unreachable.matches("[1-9]\\d{0,11}")) {
      throw invalid(UNREACHABLE, unreachable, "a number of milliseconds, 1 or more");
    }
    long heartbeats = config.getLong(Heartbeat.HEARTBEAT_INTERVAL);
    long keepAlive = config.getLong(BinlogConnectorConfig.KEEP_ALIVE_INTERVAL_MS);
    return new WatchdogOptions(
        enabled.equals("true"),
        Duration.ofMillis(Math.max(heartbeats, keepAlive)),
        Duration.ofMillis(Long.parseLong(unreachable)));
  }

  /** Returns how long no event may come while the binlog goes on. */
  Duration silence() {
    return interval.multipliedBy(HEARTBEATS);
  }

  private static ConnectException invalid(String option, String value, String valid) {
    return new ConnectException(
        "%s is %s; write %s, or remove the option".formatted(option, value, valid));
  }
}
