package io.mskcdc.e2e;

import io.mskcdc.local.kafka.Kafka;
import io.mskcdc.local.stack.Ports;
import java.nio.file.Path;

/**
 * A Kafka broker, as a subprocess or in a container.
 *
 * @param stop ends the broker
 */
record Broker(String bootstrapServers, Runnable stop) {
  /** Starts a broker as a subprocess. */
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
