package io.mskcdc.watchdog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.debezium.config.Configuration;
import java.time.Duration;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

class WatchdogOptionsTest {
  @Test
  void isOnWithTheIntervalOfTheServersHeartbeatsByDefault() {
    WatchdogOptions options = WatchdogOptions.of(Configuration.empty());

    assertThat(options.enabled()).isTrue();
    assertThat(options.interval()).isEqualTo(Duration.ofMinutes(1));
    assertThat(options.silence()).isEqualTo(Duration.ofMinutes(3));
    assertThat(options.unreachable()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void theLongerIntervalCounts() {
    assertThat(interval(5_000, 10_000)).isEqualTo(Duration.ofSeconds(10));
    assertThat(interval(20_000, 10_000)).isEqualTo(Duration.ofSeconds(20));
    assertThat(interval(0, 10_000)).isEqualTo(Duration.ofSeconds(10));
  }

  private static Duration interval(int heartbeats, int keepAlive) {
    return WatchdogOptions.of(
            Configuration.create()
                .with("heartbeat.interval.ms", heartbeats)
                .with("connect.keep.alive.interval.ms", keepAlive)
                .build())
        .interval();
  }

  @Test
  void readsItsOptions() {
    WatchdogOptions options =
        WatchdogOptions.of(
            Configuration.create()
                .with("mskcdc.watchdog.enabled", " false ")
                .with("mskcdc.watchdog.unreachable.ms", "600000")
                .build());

    assertThat(options.enabled()).isFalse();
    assertThat(options.unreachable()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void refusesOtherValues() {
    assertRefused("mskcdc.watchdog.enabled", "no", "write true or false");
    assertRefused("mskcdc.watchdog.unreachable.ms", "0", "a number of milliseconds, 1 or more");
    assertRefused("mskcdc.watchdog.unreachable.ms", "5 min", "a number of milliseconds");
  }

  private static void assertRefused(String option, String value, String next) {
    Configuration config = Configuration.create().with(option, value).build();
    assertThatThrownBy(() -> WatchdogOptions.of(config))
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining(option + " is " + value)
        .hasMessageContaining(next);
  }
}
