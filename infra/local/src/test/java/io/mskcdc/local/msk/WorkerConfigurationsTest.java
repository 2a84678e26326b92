package io.mskcdc.local.msk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kafkaconnect.KafkaConnectClient;
import software.amazon.awssdk.services.kafkaconnect.model.BadRequestException;
import software.amazon.awssdk.services.kafkaconnect.model.ListWorkerConfigurationsResponse;
import software.amazon.awssdk.services.kafkaconnect.model.NotFoundException;
import software.amazon.awssdk.services.kafkaconnect.model.WorkerConfigurationSummary;

/** Worker configurations, created by the client of the SDK. */
@ExtendWith(Emulator.Shared.class)
class WorkerConfigurationsTest {
  private static final String CONVERTERS =
      """
      key.converter=org.apache.kafka.connect.storage.StringConverter
      value.converter=org.apache.kafka.connect.storage.StringConverter
      """;

  private static final String NOBODY =
      "arn:aws:kafkaconnect:eu-west-1:123456789012:connector/nobody/1-2";

  private final Emulator emulator;
  private final KafkaConnectClient client;

  WorkerConfigurationsTest(Emulator emulator) {
    this.emulator = emulator;
    client = emulator.client();
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void aWorkerConfigurationIsReturnedAsCreated() {
    String content = base64(CONVERTERS + "offset.storage.topic=kept\n");
    String name = Emulator.name();

    String arn =
        client
            .createWorkerConfiguration(
                r -> r.name(name).description("of a test").propertiesFileContent(content))
            .workerConfigurationArn();

    assertThat(client.describeWorkerConfiguration(r -> r.workerConfigurationArn(arn)))
        .satisfies(
            found -> {
              assertThat(found.name()).isEqualTo(name);
              assertThat(found.description()).isEqualTo("of a test");
              assertThat(found.workerConfigurationStateAsString()).isEqualTo("ACTIVE");
              assertThat(found.latestRevision().propertiesFileContent()).isEqualTo(content);
              assertThat(found.latestRevision().revision()).isEqualTo(1);
            });
    client.deleteWorkerConfiguration(r -> r.workerConfigurationArn(arn));
    assertThatThrownBy(() -> client.describeWorkerConfiguration(r -> r.workerConfigurationArn(arn)))
        .isInstanceOf(NotFoundException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "admin.retries",
        "bootstrap.servers",
        "connector.client.config.override.policy",
        "consumer.sasl.mechanism",
        "group.id",
        "plugin.path",
        "producer.retries",
        "rest.port",
        "sasl.mechanism",
        "scheduled.rebalance.max.delay.ms",
        "ssl.protocol",
        "status.storage.topic"
      })
  void aPropertyTheServiceDoesNotSupportIsRefusedWithoutItsValue(String property) {
    assertThatThrownBy(() -> createWorkerConfiguration(CONVERTERS + property + "=hidden-value\n"))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining(property + " is not supported")
        .hasMessageNotContaining("hidden-value");
  }

  @Test
  void aWorkerConfigurationNeedsBothConverters() {
    assertThatThrownBy(() -> createWorkerConfiguration("key.converter=x\n"))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("value.converter");
  }

  @Test
  void supportedPropertiesAreAccepted() {
    createWorkerConfiguration(
        CONVERTERS
            + "producer.linger.ms=5\n"
            + "producer.compression.type=zstd\n"
            + "consumer.max.poll.records=10\n"
            + "config.providers=secretsmanager\n"
            + "plugin.discovery=service_load\n");
  }

  private void createWorkerConfiguration(String content) {
    client.createWorkerConfiguration(
        r -> r.name(Emulator.name()).propertiesFileContent(base64(content)));
  }

  @Test
  void aListIsReturnedInPages() {
    String prefix = Emulator.name() + "-of-a-page-";
    for (int i = 0; i < 5; i++) {
      String name = prefix + i;
      client.createWorkerConfiguration(r -> r.name(name).propertiesFileContent(base64(CONVERTERS)));
    }

    List<ListWorkerConfigurationsResponse> pages =
        client.listWorkerConfigurationsPaginator(r -> r.namePrefix(prefix).maxResults(2)).stream()
            .toList();

    assertThat(pages)
        .extracting(page -> page.workerConfigurations().size())
        .containsExactly(2, 2, 1);
    assertThat(pages.stream().flatMap(page -> page.workerConfigurations().stream()))
        .extracting(WorkerConfigurationSummary::name)
        .containsExactly(prefix + 0, prefix + 1, prefix + 2, prefix + 3, prefix + 4);
    assertThatThrownBy(() -> client.listCustomPlugins(r -> r.nextToken("made up")))
        .isInstanceOf(BadRequestException.class);
    assertThatThrownBy(() -> client.listConnectors(r -> r.maxResults(101)))
        .isInstanceOf(BadRequestException.class);
  }

  @Test
  void tagsAreAddedChangedAndRemoved() {
    String arn =
        client
            .createWorkerConfiguration(
                r ->
                    r.name(Emulator.name())
                        .propertiesFileContent(base64(CONVERTERS))
                        .tags(Map.of("team", "cdc", "stage", "test")))
            .workerConfigurationArn();

    client.tagResource(r -> r.resourceArn(arn).tags(Map.of("stage", "live", "cost", "1 & 2")));
    client.untagResource(r -> r.resourceArn(arn).tagKeys("team", "never there"));

    assertThat(client.listTagsForResource(r -> r.resourceArn(arn)).tags())
        .containsExactlyInAnyOrderEntriesOf(Map.of("stage", "live", "cost", "1 & 2"));
    assertThatThrownBy(() -> client.listTagsForResource(r -> r.resourceArn(NOBODY)))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void theQuotaIsOneHundredWorkerConfigurations() {
    int there = client.listWorkerConfigurations(r -> {}).workerConfigurations().size();
    List<String> made =
        IntStream.range(there, 100)
            .mapToObj(
                i ->
                    client
                        .createWorkerConfiguration(
                            r -> r.name(Emulator.name()).propertiesFileContent(base64(CONVERTERS)))
                        .workerConfigurationArn())
            .toList();

    assertThat(
            emulator.send(
                "POST",
                "/v1/worker-configurations",
                "{\"name\": \"one-more\", \"propertiesFileContent\": \""
                    + base64(CONVERTERS)
                    + "\"}"))
        .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(429));
    made.forEach(arn -> client.deleteWorkerConfiguration(r -> r.workerConfigurationArn(arn)));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
