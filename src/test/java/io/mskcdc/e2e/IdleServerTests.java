package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.e2e.Topics.Message;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server without any change. */
interface IdleServerTests extends RunningConnector {
  @Test
  default void heartbeatOfAnIdleServerComesWithinTenSeconds() {
    long start = System.currentTimeMillis();

    List<Long> heartbeats =
        pipeline()
            .topics()
            .read("__debezium-heartbeat.production", message -> timestamp(message) > start, 2)
            .stream()
            .map(IdleServerTests::timestamp)
            .toList();

    assertThat(heartbeats.get(1) - heartbeats.get(0)).isLessThanOrEqualTo(10_000);
  }

  private static long timestamp(Message heartbeat) {
    return PipelineContract.payload(heartbeat.value()).path("ts_ms").asLong();
  }
}
