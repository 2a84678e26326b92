package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.utils.AppInfoParser;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.junit.jupiter.api.Test;

/** The tests run on two Kafka releases. With a wrong class path both runs would be on the same. */
class KafkaReleaseTest {

  @Test
  void theTestsRunOnTheConfiguredKafkaRelease() {
    String release = System.getProperty("kafka.release");

    assertThat(AppInfoParser.getVersion()).isEqualTo(release);
    assertThat(Plugins.class.getProtectionDomain().getCodeSource().getLocation().getPath())
        .endsWith("connect-runtime-" + release + ".jar");
  }
}
