package io.mskcdc.watchdog;

import io.debezium.connector.mysql.jdbc.MySqlConnection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds that a task receives nothing although it should. An idle server is no fault, nor is a task
 * that waits for Kafka.
 *
 * <p>The errors are not retriable for Debezium, so the task fails.
 */
final class FaultCheck {
  /** No event came for three intervals, while the server's binlog went on. */
  static final String SILENT = "binlog-silent";

  /** The client has no connection, or the server answers no query, for the configured time. */
  static final String UNREACHABLE = "binlog-unreachable";

  private static final Logger LOG = LoggerFactory.getLogger(FaultCheck.class);

  private final String database;
  private final WatchdogOptions options;
  private final BinlogReader reader;
  private final End end;
  private final LongSupplier nanos;

  private Since healthy;
  private Optional<Since> disconnected = Optional.empty();
  private Optional<Since> unanswered = Optional.empty();
  private Optional<Since> behind = Optional.empty();
  private boolean refusalLogged;

  /** Reads the end of the server's binlog. */
  interface End {
    String read() throws SQLException;
  }

  /**
   * @param database the address of the database, for messages
   * @param nanos the time, in nanoseconds
   */
  FaultCheck(
      String database, WatchdogOptions options, BinlogReader reader, End end, LongSupplier nanos) {
    this.database = database;
    this.options = options;
    this.reader = reader;
    this.end = end;
    this.nanos = nanos;
    healthy = new Since();
  }

  /** A moment, by the clock that is not set back. */
  private final class Since {
    private final long start = nanos.getAsLong();

    Duration age() {
      return Duration.ofNanos(nanos.getAsLong() - start);
    }

    boolean isOver(Duration limit) {
      return age().compareTo(limit) >= 0;
    }
  }

  /** Forgets what was seen, for a pause of the reader that is no fault. */
  void reset() {
    healthy = new Since();
    disconnected = Optional.empty();
    behind = Optional.empty();
    unanswered = Optional.empty();
  }

  /** Returns a fault, if the reader has one now. */
  Optional<ConnectException> find() {
    if (!reader.isStarted() || reader.isWorking()) {
      reset();
      return Optional.empty();
    }
    disconnected =
        reader.isConnected() ? Optional.empty() : disconnected.or(() -> Optional.of(new Since()));
    if (disconnected.filter(since -> since.isOver(options.unreachable())).isPresent()) {
      return Optional.of(
          unreachable(
              "there has been no connection to the binlog of",
              disconnected.get(),
              "Debezium could not connect again"));
    }
    if (reader.silence().compareTo(options.interval()) < 0) {
      behind = Optional.empty();
      unanswered = Optional.empty();
      return Optional.empty();
    }
    return compareWithTheServer();
  }

  /** Returns the time without an event in which there should have been one. */
  private Duration silence() {
    Duration silence = reader.silence();
    return silence.compareTo(healthy.age()) < 0 ? silence : healthy.age();
  }

  private Optional<ConnectException> compareWithTheServer() {
    Since asked = new Since();
    String now;
    try {
      now = end.read();
    } catch (SQLException e) {
      return unread(e, asked);
    }
    unanswered = Optional.empty();
    String read = reader.position();
    behind = now.equals(read) ? Optional.empty() : behind.or(() -> Optional.of(asked));
    // What has just been written may be on its way.
    return silence().compareTo(options.silence()) >= 0
            && behind.filter(since -> since.isOver(options.interval())).isPresent()
        ? Optional.of(silent(read, now))
        : Optional.empty();
  }

  private Optional<ConnectException> unread(SQLException e, Since asked) {
    // The time in which nobody knows whether the binlog goes on does not count as silence.
    healthy = new Since();
    behind = Optional.empty();
    String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    if (!MySqlConnection.isNetworkError(e)) {
      unanswered = Optional.empty();
      if (!refusalLogged) {
        LOG.warn("The watchdog cannot read the end of the binlog of {}: {}", database, reason);
        refusalLogged = true;
      }
      return Optional.empty();
    }
    unanswered = unanswered.or(() -> Optional.of(asked));
    return unanswered
        .filter(since -> since.isOver(options.unreachable()))
        .map(since -> unreachable("there has been no answer of the database", since, reason));
  }

  private ConnectException silent(String read, String now) {
    return new ConnectException(
        ("%s: no event has come from the binlog of %s since %s, when it was read up to %s, and the"
                + " server is at %s; next: restart the task, which continues at its last offset,"
                + " and read \"RUNNING without data\" in docs/runbook.md")
            .formatted(SILENT, database, time(silence()), read, now));
  }

  private ConnectException unreachable(String what, Since since, String reason) {
    return new ConnectException(
        ("%s: %s %s since %s (%s); next: when the database can be reached, restart the task, which"
                + " continues at its last offset, and read \"RUNNING without data\" in"
                + " docs/runbook.md")
            .formatted(UNREACHABLE, what, database, time(since.age()), reason));
  }

  private static String time(Duration age) {
    return Instant.now().minus(age).truncatedTo(ChronoUnit.SECONDS)
        + " ("
        + age.toSeconds()
        + " s)";
  }
}
