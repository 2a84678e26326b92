package io.mskcdc.history;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ValueLoggersTest {
  static Iterable<String> loggers() {
    return ValueLoggers.LEVELS.keySet();
  }

  @ParameterizedTest
  @MethodSource("loggers")
  void isAClassOfThisReleaseOfDebezium(String logger) {
    assertThatCode(() -> Class.forName(logger)).doesNotThrowAnyException();
  }
}
