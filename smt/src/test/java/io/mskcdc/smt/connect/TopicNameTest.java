package io.mskcdc.smt.connect;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.internals.Topic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the validation of topic names with Kafka's own. */
class TopicNameTest {

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "...", "a", "-", "_", "a.b-c_D9", "a b", "a/b", "a$", "é"})
  void aNameIsValidIfKafkaAcceptsIt(String name) {
    assertThat(TopicName.isValid(name)).as(name).isEqualTo(Topic.isValid(name));
  }

  @Test
  void anAsciiCharacterIsValidIfKafkaAcceptsIt() {
    for (char c = 0; c < 0x80; c++) {
      String name = "t" + c;
      assertThat(TopicName.isValid(name))
          .as("character %d", (int) c)
          .isEqualTo(Topic.isValid(name));
    }
  }

  @Test
  void aNameMayHave249Characters() {
    assertThat(TopicName.isValid("t".repeat(249))).isTrue();
    assertThat(TopicName.isValid("t".repeat(250))).isFalse();
  }
}
