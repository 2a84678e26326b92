package io.mskcdc.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.catalog.DebeziumMySql;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final String OLD = entry("old", "\"file\": \"binlog.000001\", \"pos\": 4");
  private static final String OWN = entry("shop", "\"file\": \"binlog.000001\", \"pos\": 9");
  private static final String LATER = entry("shop", "\"file\": \"binlog.000001\", \"pos\": 12");
  private static final String SNAPSHOT =
      entry("shop", "\"file\": \"binlog.000001\", \"pos\": 9, \"snapshot\": \"INITIAL\"");

  @Test
  void theOrderOfTheOffsetsIsNoProgress() {
    assertThat(progress(OLD + ", " + OWN)).isEqualTo(progress(OWN + ", " + OLD));
    assertThat(progress(OLD + ", " + LATER)).isNotEqualTo(progress(OLD + ", " + OWN));
  }

  @Test
  void theOffsetOfAnotherTopicPrefixIsNoProgress() {
    assertThat(progress(OLD)).isEqualTo(progress(""));
    assertThat(progress(OLD).mayStandStill()).isFalse();
    assertThat(progress(OLD + ", " + SNAPSHOT).mayStandStill()).isFalse();
    assertThat(progress(OLD + ", " + OWN).mayStandStill()).isTrue();
  }

  @Test
  void anyOffsetMayBelongToAPrefixThatTheWorkerResolves() {
    assertThat(progress("${env:PREFIX}", OWN).mayStandStill()).isTrue();
  }

  @Test
  void everyOffsetOfAnUnknownConnectorIsItsOwn() throws JsonProcessingException {
    InMemoryRuntime runtime =
        InMemoryRuntime.shared().with("shop", Map.of("connector.class", "x")).standingStill();
    runtime.withOffsets(new ObjectMapper().readTree("{\"offsets\": [" + OLD + "]}"));

    assertThat(progress(runtime).mayStandStill()).isTrue();
  }

  private static String entry(String server, String offset) {
    return "{\"partition\": {\"server\": \"" + server + "\"}, \"offset\": {" + offset + "}}";
  }

  private static Progress progress(String entries) {
    return progress("shop", entries);
  }

  private static Progress progress(String prefix, String entries) {
    Map<String, String> config =
        Map.of("connector.class", new DebeziumMySql().className(), "topic.prefix", prefix);
    try {
      return progress(
          InMemoryRuntime.shared()
              .with("shop", config)
              .withOffsets(new ObjectMapper().readTree("{\"offsets\": [" + entries + "]}")));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Progress progress(InMemoryRuntime runtime) {
    return runtime.connector("shop").flatMap(runtime::progress).orElseThrow();
  }
}
