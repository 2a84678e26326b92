package io.mskcdc.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {
  private static final RetryPolicy POLICY =
      new RetryPolicy(Duration.ofSeconds(60), Duration.ofMillis(100), Duration.ofMillis(1000));

  @ParameterizedTest
  @CsvSource({"0, 50, 100", "1, 100, 200", "3, 400, 800", "4, 500, 1000", "1000, 500, 1000"})
  void givenTheNumberOfAnAttemptThenThePauseIsBetweenHalfAndAllOfItsLimit(
      int attempt, long least, long most) {
    for (int i = 0; i < 100; i++) {
      assertThat(POLICY.delay(attempt).toMillis()).isBetween(least, most);
    }
  }
}
