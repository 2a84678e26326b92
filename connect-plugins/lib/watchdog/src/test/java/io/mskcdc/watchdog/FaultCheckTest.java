package io.mskcdc.watchdog;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventHeaderV4;
import io.debezium.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The check at a clock of its own; the client calls its listeners as one with a connection. */
class FaultCheckTest {
  private long seconds = 1_000;
  private boolean connected = true;
  private long written = 100;
  private Optional<SQLException> failure = Optional.empty();

  private final BinaryLogClient client =
      new BinaryLogClient("db.example.com", 3306, "user", "password") {
        @Override
        public boolean isConnected() {
          return connected;
        }
      };

  private final BinlogReader reader = BinlogReader.of(client, this::nanos);
  private final FaultCheck check =
      new FaultCheck(
          "db.example.com:3306",
          WatchdogOptions.of(
              Configuration.create()
                  .with("heartbeat.interval.ms", 5_000)
                  .with("connect.keep.alive.interval.ms", 10_000)
                  .build()),
          reader,
          this::end,
          this::nanos);

  private long nanos() {
    return Duration.ofSeconds(seconds).toNanos();
  }

  private String end() throws SQLException {
    if (failure.isPresent()) {
      throw failure.get();
    }
    return "binlog.000003:" + written;
  }

  @BeforeEach
  void connect() {
    client.setBinlogFilename("binlog.000003");
    client.setBinlogPosition(written);
    client.getLifecycleListeners().forEach(listener -> listener.onConnect(client));
  }

  private void event() {
    client.setBinlogPosition(written);
    client.getEventListeners().forEach(listener -> listener.onEvent(anEvent()));
  }

  private static Event anEvent() {
    return new Event(new EventHeaderV4(), null);
  }

  /** Checks once a second, each time after {@code each}, and returns the first fault. */
  private Optional<ConnectException> within(int limit, Runnable each) {
    for (int second = 0; second < limit; second++) {
      seconds++;
      each.run();
      Optional<ConnectException> fault = check.find();
      if (fault.isPresent()) {
        return fault;
      }
    }
    return Optional.empty();
  }

  @Test
  void noEventForThreeIntervalsWhileTheBinlogGoesOnIsAFault() {
    assertThat(within(29, () -> written++)).isEmpty();

    assertThat(within(1, () -> written++))
        .get()
        .extracting(Throwable::getMessage)
        .asString()
        .startsWith("binlog-silent: no event has come from the binlog of db.example.com:3306 since")
        .contains(
            "(30 s)",
            "read up to binlog.000003:100, and the server is at binlog.000003:130; next: restart");
  }

  @Test
  void anIdleServerIsNoFault() {
    assertThat(within(10_000, () -> {})).isEmpty();
  }

  @Test
  void oneChangeBehindTheLastEventIsAFault() {
    written++;

    assertThat(within(29, () -> {})).isEmpty();
    assertThat(within(1, () -> {})).isPresent();
  }

  @Test
  void aChangeAfterALongIdleTimeMayBeOnItsWay() {
    within(1_000, () -> {});
    written++;

    assertThat(within(10, () -> {})).isEmpty();
    assertThat(within(1, () -> {})).isPresent();
  }

  @Test
  void anEventInTimeEndsTheSilence() {
    for (int round = 0; round < 10; round++) {
      assertThat(within(25, () -> written++)).isEmpty();
      event();
    }
  }

  @Test
  void anEventThatDebeziumStillWorksOnIsNoSilence() {
    client.getEventListeners().get(0).onEvent(anEvent());
    assertThat(within(1_000, () -> written++)).isEmpty();

    client.getEventListeners().get(1).onEvent(anEvent());
    assertThat(within(29, () -> written++)).isEmpty();
    assertThat(within(1, () -> written++)).isPresent();
  }

  @Test
  void aThreadThatEndedInItsWorkIsNotWaitedFor() throws InterruptedException {
    Thread dead = new Thread(() -> client.getEventListeners().get(0).onEvent(anEvent()));
    dead.start();
    dead.join();

    assertThat(within(40, () -> written++)).isPresent();
  }

  @Test
  void nothingIsAFaultBeforeTheFirstConnection() {
    BinaryLogClient other = new BinaryLogClient("db.example.com", 3306, "user", "password");
    FaultCheck early =
        new FaultCheck(
            "db.example.com:3306",
            WatchdogOptions.of(Configuration.empty()),
            BinlogReader.of(other, this::nanos),
            this::end,
            this::nanos);
    seconds += 10_000;

    assertThat(early.find()).isEmpty();
  }

  @Test
  void aConnectionThatIsNotMadeAgainIsAFault() {
    connected = false;
    assertThat(within(300, () -> {})).isEmpty();

    assertThat(within(1, () -> {}))
        .get()
        .extracting(Throwable::getMessage)
        .asString()
        .startsWith("binlog-unreachable: there has been no connection to the binlog of db.example")
        .contains("(300 s) (Debezium could not connect again); next: when the database can be");
  }

  @Test
  void aConnectionThatIsMadeAgainIsNoFault() {
    for (int round = 0; round < 5; round++) {
      connected = false;
      assertThat(within(299, () -> {})).isEmpty();
      connected = true;
      connect();
      event();
      assertThat(within(1, () -> {})).isEmpty();
    }
  }

  @Test
  void aDatabaseThatDoesNotAnswerIsAFault() {
    failure =
        Optional.of(new SQLNonTransientConnectionException("100% link failure\nmore", "08S01"));

    assertThat(within(309, () -> {})).isEmpty();
    assertThat(within(1, () -> {}))
        .get()
        .extracting(Throwable::getMessage)
        .asString()
        .startsWith("binlog-unreachable: there has been no answer of the database db.example.com")
        .contains("(300 s) (100% link failure); next:");
  }

  @Test
  void aDatabaseThatAnswersAgainHasTheWholeTimeToSendEvents() {
    failure = Optional.of(new SQLNonTransientConnectionException("link failure", "08S01"));
    within(200, () -> written++);
    failure = Optional.empty();

    assertThat(within(29, () -> written++)).isEmpty();
    assertThat(within(10, () -> written++)).isPresent();
  }

  @Test
  void aPasswordThatWasRotatedIsNoFault() {
    failure = Optional.of(new SQLInvalidAuthorizationSpecException("Access denied", "28000", 1045));

    assertThat(within(10_000, () -> {})).isEmpty();
  }

  @Test
  void nothingIsRememberedOverAPauseOfTheReader() {
    within(29, () -> written++);
    check.reset();

    assertThat(within(29, () -> written++)).isEmpty();
  }

  @Test
  void theCodesAreDocumented() throws IOException {
    assertThat(Files.readString(Path.of("../../../docs/errors.md")))
        .contains(List.of("`" + FaultCheck.SILENT + "`", "`" + FaultCheck.UNREACHABLE + "`"));
    assertThat(Files.readString(Path.of("../../../docs/runbook.md")))
        .contains("## RUNNING without data");
  }
}
