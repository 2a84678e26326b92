package io.mskcdc.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PollLoopTest {
  @Test
  void returnsTrueAsSoonAsTheConditionHolds() {
    AtomicInteger calls = new AtomicInteger();
    PollLoop loop = new PollLoop(Duration.ofMillis(1), Duration.ofMinutes(1));

    assertThat(loop.until(() -> calls.incrementAndGet() == 3)).isTrue();

    assertThat(calls).hasValue(3);
  }

  @Test
  void returnsFalseWhenTheTimeLimitExpires() {
    assertThat(new PollLoop(Duration.ofMillis(1), Duration.ofMillis(20)).until(() -> false))
        .isFalse();
  }

  @Test
  void failsAndKeepsTheInterruptFlagIfTheThreadIsInterrupted() {
    PollLoop loop = new PollLoop(Duration.ofMinutes(1), Duration.ofMinutes(1));
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> loop.until(() -> false)).isInstanceOf(StackException.class);

    assertThat(Thread.interrupted()).isTrue();
  }
}
