package io.mskcdc.e2e;

import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** The pipeline with a broker in a container, on machines with Docker. */
@EnabledIf(
    value = "dockerIsAvailable",
    disabledReason = "needs a Docker engine for the broker's container")
class PipelineInContainerIT extends PipelineContract {
  private static final DockerImageName IMAGE = DockerImageName.parse("apache/kafka:3.7.2");

  @Override
  Pipeline start() {
    return Pipeline.start(PipelineInContainerIT::container, "3.7.2");
  }

  static boolean dockerIsAvailable() {
    boolean available = DockerClientFactory.instance().isDockerAvailable();
    if (!available) {
      // Maven prints how many tests are skipped, but not why.
      System.out.println("Skipped: needs a Docker engine for the broker's container.");
    }
    return available;
  }

  private static Broker container(Path folder) {
    KafkaContainer kafka = new KafkaContainer(IMAGE);
    kafka.start();
    return new Broker(kafka.getBootstrapServers(), kafka::stop);
  }

  @Override
  Golden.Format format() {
    return Golden.Format.WITHOUT_SCHEMAS;
  }
}
