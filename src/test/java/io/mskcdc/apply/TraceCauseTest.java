package io.mskcdc.apply;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TraceCauseTest {

  @Test
  void givenATraceThenItsFirstLineAndLastCauseAreRead() {
    String trace =
        """
        org.apache.kafka.connect.errors.ConnectException: outer
        \tat a.B.c(B.java:1)
        Caused by: java.lang.RuntimeException: middle
        \tat a.B.c(B.java:2)
        Caused by: java.net.UnknownHostException: mysql.example
        \t... 3 more
        """;

    assertThat(TraceCause.of(trace).text())
        .isEqualTo(
            "org.apache.kafka.connect.errors.ConnectException: outer"
                + " … caused by java.net.UnknownHostException: mysql.example");
  }

  @Test
  void givenATraceWithoutCauseThenItsFirstLineIsRead() {
    assertThat(TraceCause.of("boom\n\tat a.B").text()).isEqualTo("boom");
  }

  @Test
  void givenControlCharactersThenTheyAreNotShown() {
    assertThat(TraceCause.of("boom \u001b[2Kall\u009bhealthy\n\tat a.B").text())
        .isEqualTo("boom  [2Kall healthy");
  }

  @Test
  void givenNoTraceThenTheTextIsNoTrace() {
    assertThat(TraceCause.of(null).text()).isEqualTo("no trace");
    assertThat(TraceCause.of(" \n").text()).isEqualTo("no trace");
  }
}
