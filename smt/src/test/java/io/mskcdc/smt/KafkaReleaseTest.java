package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.junit.jupiter.api.Test;

/** The tests run on two Kafka releases. With a wrong class path both runs would be on the same. */
class KafkaReleaseTest {

  @Test
  void theTestsRunOnTheConfiguredKafkaRelease() {
    String release = System.getProperty("kafka.release");

    assertThat(jar(ConfigDef.class)).endsWith("kafka-clients-" + release + ".jar");
    assertThat(jar(Plugins.class)).endsWith("connect-runtime-" + release + ".jar");
  }

  private static String jar(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation().getPath();
  }
}
