package io.mskcdc.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PollerTest {
  private final ManualTime time = new ManualTime();
  private final AtomicInteger reads = new AtomicInteger();

  @Test
  void givenAConditionThatHoldsAtOnceThenNothingIsWaitedFor() {
    assertThat(poller(10).until("shop", reads::incrementAndGet, read -> true, PollerTest::late))
        .isEqualTo(1);
    assertThat(time.pauses()).isEmpty();
  }

  @Test
  void givenAConditionThatHoldsLaterThenItIsReadAtTheInterval() {
    assertThat(
            poller(10).until("shop", reads::incrementAndGet, read -> read == 4, PollerTest::late))
        .isEqualTo(4);
    assertThat(time.pauses()).hasSize(3).containsOnly(Duration.ofSeconds(1));
  }

  @Test
  void givenAConditionThatNeverHoldsThenTheLastValueIsReportedAtTheTimeLimit() {
    assertThatThrownBy(
            () -> poller(10).until("shop", reads::incrementAndGet, read -> false, PollerTest::late))
        .hasMessageContaining("still 11");
    assertThat(time.now()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void givenGrowingPausesThenEachFollowsFromTheNumberOfItsRead() {
    Poller growing =
        new Poller(attempt -> Duration.ofSeconds(1L << attempt), Duration.ofSeconds(60), time);

    growing.until("shop", reads::incrementAndGet, read -> read == 4, PollerTest::late);

    assertThat(time.pauses())
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
  }

  @Test
  void givenAConditionThatMayFailThenTheResultIsTheLastValue() {
    assertThat(poller(3).last("shop", reads::incrementAndGet, read -> read == 2)).isEqualTo(2);
    assertThat(poller(3).last("shop", reads::incrementAndGet, read -> false)).isEqualTo(6);
  }

  @Test
  void givenAnInterruptedThreadThenThePollingEndsAndTheThreadStaysInterrupted() {
    Poller poller =
        new Poller(new Polling(Duration.ofSeconds(9), Duration.ofSeconds(9)), Time.SYSTEM);
    Thread.currentThread().interrupt();

    assertThatThrownBy(
            () -> poller.until("shop", reads::incrementAndGet, read -> false, PollerTest::late))
        .hasMessage("[interrupted] shop: interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  private Poller poller(long seconds) {
    return new Poller(new Polling(Duration.ofSeconds(1), Duration.ofSeconds(seconds)), time);
  }

  private static ProblemException late(int last) {
    return new ProblemException(
        Problem.of(ErrorCode.OPERATION_NOT_ENDED, "shop", "still " + last, "wait"));
  }
}
