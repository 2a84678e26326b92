package io.mskcdc.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {
  @Test
  void aLongTextKeepsItsBeginningAndItsEnd() {
    String text = "failed: " + "x".repeat(5000) + ", no longer on the server";

    assertThat(OneLine.of(text))
        .hasSize(1003)
        .startsWith("failed: xxx")
        .contains("xxx … xxx")
        .endsWith(", no longer on the server");
    assertThat(OneLine.of("x".repeat(1000))).isEqualTo("x".repeat(1000));
  }
}
