package io.mskcdc.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ParallelTest {
  @Test
  void returnsWhenAllTasksHaveEnded() {
    CountDownLatch ended = new CountDownLatch(2);

    Parallel.run(ended::countDown, ended::countDown);

    assertThat(ended.getCount()).isZero();
  }

  @Test
  void firstFailureInterruptsTheOtherTaskAndIsThrown() {
    CountDownLatch waiting = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    Runnable waits =
        () -> {
          try {
            waiting.countDown();
            Thread.sleep(60_000);
          } catch (InterruptedException e) {
            interrupted.set(true);
          }
        };
    Runnable fails =
        () -> {
          try {
            waiting.await();
          } catch (InterruptedException e) {
            throw StackException.interrupted(e);
          }
          throw new StackException("no disk");
        };

    assertThatThrownBy(() -> Parallel.run(waits, fails)).hasMessage("no disk");

    assertThat(interrupted).isTrue();
  }
}
