package io.mskcdc.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** The same on a broker in a container, for machines with Docker. */
class PipelineInContainerIT extends PipelineContract {
  private static final DockerImageName IMAGE = DockerImageName.parse("apache/kafka:3.7.2");

  @Override
  Pipeline start() {
    assumeTrue(
        DockerClientFactory.instance().isDockerAvailable(),
        "skipped: no Docker engine answers, so there is no broker in a container");
    return Pipeline.start(PipelineInContainerIT::container, "3.7.2");
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
