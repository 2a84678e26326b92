package io.mskcdc.local.msk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.kafkaconnect.KafkaConnectClient;
import software.amazon.awssdk.services.kafkaconnect.model.BadRequestException;
import software.amazon.awssdk.services.kafkaconnect.model.CreateConnectorRequest;
import software.amazon.awssdk.services.kafkaconnect.model.NotFoundException;

/** Connectors that are refused before a worker starts. */
@ExtendWith(Emulator.Shared.class)
class CreateConnectorTest {
  private static final String NOBODY =
      "arn:aws:kafkaconnect:eu-west-1:123456789012:connector/nobody/1-2";

  private final Emulator emulator;
  private final KafkaConnectClient client;

  CreateConnectorTest(Emulator emulator) {
    this.emulator = emulator;
    client = emulator.client();
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void aConnectorThatDoesNotExistIsNotFound() {
    assertThatThrownBy(() -> client.describeConnector(r -> r.connectorArn(NOBODY)))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> client.deleteConnector(r -> r.connectorArn(NOBODY)))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> client.listConnectorOperations(r -> r.connectorArn(NOBODY)))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(
            () -> client.describeConnectorOperation(r -> r.connectorOperationArn(NOBODY)))
        .isInstanceOf(NotFoundException.class);
    String path = "/v1/connectors/" + URLEncoder.encode(NOBODY, StandardCharsets.UTF_8);
    assertThat(emulator.send("PUT", path + "/pause", "").statusCode()).isEqualTo(404);
    assertThat(emulator.send("PUT", path + "/resume", "").statusCode()).isEqualTo(404);
    assertThat(emulator.send("POST", path + "/restart", "").statusCode()).isEqualTo(404);
  }

  @Test
  void aConnectorWithInvalidInputIsRefused() throws IOException {
    emulator.put("used.zip", TickPlugin.zip("one"));
    String plugin =
        TickPlugin.create(client, "ZIP", TickPlugin.location("used.zip", null)).customPluginArn();

    assertRefused(plugin, r -> r.connectorName("a name with spaces"), "connectorName");
    assertRefused(plugin, r -> r.connectorName("x".repeat(129)), "connectorName");
    assertRefused(plugin, r -> r.capacity(c -> {}), "exactly one");
    assertRefused(
        plugin,
        r -> r.capacity(c -> c.provisionedCapacity(p -> p.mcuCount(3).workerCount(1))),
        "mcuCount");
    assertRefused(
        plugin,
        r -> r.capacity(c -> c.autoScaling(a -> a.mcuCount(1).minWorkerCount(3).maxWorkerCount(2))),
        "minWorkerCount");
    assertRefused(plugin, r -> r.kafkaConnectVersion("4.0.0"), "kafkaConnectVersion");
    assertRefused(plugin, r -> r.connectorConfiguration(Map.of()), "connector.class");
    assertRefused(
        plugin,
        r -> r.kafkaClusterClientAuthentication(a -> a.authenticationType("SCRAM")),
        "authenticationType");
    assertRefused(
        plugin, r -> r.kafkaClusterClientAuthentication(a -> a.authenticationType("IAM")), "TLS");
    assertRefused(
        plugin,
        r ->
            r.kafkaClusterClientAuthentication(a -> a.authenticationType("IAM"))
                .kafkaClusterEncryptionInTransit(e -> e.encryptionType("TLS")),
        "cannot assume");
    assertRefused(plugin, r -> r.serviceExecutionRoleArn("worker"), "serviceExecutionRoleArn");
    assertRefused(
        plugin,
        r -> r.plugins(TickConnector.plugin(plugin), TickConnector.plugin(plugin)),
        "exactly one");
    assertRefused(plugin, r -> r.plugins(List.of()), "exactly one");
    assertThatThrownBy(() -> client.createConnector(TickConnector.idle(plugin + "x").build()))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(
            () ->
                client.createConnector(
                    TickConnector.idle(plugin)
                        .workerConfiguration(w -> w.workerConfigurationArn(NOBODY).revision(1L))
                        .build()))
        .isInstanceOf(NotFoundException.class);
  }

  private void assertRefused(
      String plugin, Consumer<CreateConnectorRequest.Builder> change, String why) {
    CreateConnectorRequest.Builder request = TickConnector.idle(plugin);
    change.accept(request);
    assertThatThrownBy(() -> client.createConnector(request.build()))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aConnectorOnAPluginThatFailedIsRefused() {
    String failed =
        TickPlugin.create(client, "ZIP", TickPlugin.location("nowhere.zip", null))
            .customPluginArn();

    assertThatThrownBy(() -> client.createConnector(TickConnector.idle(failed).build()))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("CREATE_FAILED");
  }
}
