package io.mskcdc.e2e;

import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** The same on a broker in a container, for machines with Docker. */
@EnabledIf(
    value = "dockerAnswers",
    disabledReason = "no Docker engine answers, so there is no broker in a container")
class PipelineInContainerIT extends PipelineContract {
  private static final DockerImageName IMAGE = DockerImageName.parse("apache/kafka:3.7.2");

  @Override
  Pipeline start() {
    return Pipeline.start(PipelineInContainerIT::container, "3.7.2");
  }

  static boolean dockerAnswers() {
    boolean answers = DockerClientFactory.instance().isDockerAvailable();
    if (!answers) {
      // Maven's console counts what is skipped, and does not say why.
      System.out.println(
          "Skipped: no Docker engine answers, so there is no broker in a container.");
    }
    return answers;
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
