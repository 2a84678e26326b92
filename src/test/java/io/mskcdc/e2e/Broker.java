package io.mskcdc.e2e;

import io.mskcdc.local.kafka.Kafka;
import io.mskcdc.local.stack.Ports;
import java.nio.file.Path;

/**
 * A Kafka broker for a test, wherever it runs.
 *
 * @param stop ends it
 */
record Broker(String bootstrapServers, Runnable stop) {
  /** A broker as a subprocess, from the JARs that the build copied. */
  static Broker subprocess(Path folder) {
    Ports ports = Ports.free();
    Kafka kafka =
        Kafka.start(
            Pipeline.CHECKOUT.kafkaLibs("3.7.2"),
            folder.resolve("kafka"),
            ports.kafka(),
            ports.controller(),
            folder.resolve("kafka.log"));
    try {
      kafka.awaitReady();
    } catch (RuntimeException e) {
      kafka.close();
      throw e;
    }
    return new Broker(kafka.bootstrapServers(), kafka::close);
  }
}
