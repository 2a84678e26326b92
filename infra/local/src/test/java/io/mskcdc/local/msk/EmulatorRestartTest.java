package io.mskcdc.local.msk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mskcdc.local.aws.rest.Arns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kafkaconnect.KafkaConnectClient;
import software.amazon.awssdk.services.kafkaconnect.model.CustomPluginState;

/** A restart of the emulator in the middle of changes. */
class EmulatorRestartTest {
  private Emulator emulator;
  private KafkaConnectClient client;

  @BeforeEach
  void start() throws IOException {
    emulator = Emulator.start();
    client = emulator.client();
  }

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  @Test
  void interruptedOperationsEndAndUnfinishedPluginsAreFetchedAfterARestart() throws IOException {
    emulator.put("kept.zip", TickPlugin.zip("one"));
    String used =
        TickPlugin.create(client, "ZIP", TickPlugin.location("kept.zip", null)).customPluginArn();
    String unread =
        TickPlugin.create(client, "ZIP", TickPlugin.location("kept.zip", null)).customPluginArn();
    String connector = client.createConnector(TickConnector.idle(used).build()).connectorArn();
    String operation = connector.replace(":connector/", ":connector-operation/") + "/1";

    emulator.restart(
        left -> {
          replace(left.resolve("connectors/" + Arns.id(connector)), "CREATING", "UPDATING");
          replace(left.resolve("plugins/" + Arns.id(unread)), "ACTIVE", "CREATING");
          write(
              left.resolve("operations/1.json"),
              String.format(
                  """
                  {"connectorArn": "%s", "connectorOperationArn": "%s",
                   "connectorOperationState": "UPDATE_IN_PROGRESS",
                   "connectorOperationType": "UPDATE_WORKER_SETTING",
                   "creationTime": "2026-05-04T10:20:30.456Z", "operationSteps": []}
                  """,
                  connector, operation));
        });
    client.close();
    client = emulator.client();

    assertThat(client.describeConnectorOperation(r -> r.connectorOperationArn(operation)))
        .satisfies(
            ended -> {
              assertThat(ended.connectorOperationStateAsString()).isEqualTo("ROLLBACK_COMPLETE");
              assertThat(ended.errorInfo().message()).contains("stopped during the operation");
              assertThat(ended.endTime()).isAfter(ended.creationTime());
            });
    assertThat(client.describeConnector(r -> r.connectorArn(connector)).connectorStateAsString())
        .isEqualTo("RUNNING");
    await()
        .until(
            () ->
                client.describeCustomPlugin(r -> r.customPluginArn(unread)).customPluginState()
                    == CustomPluginState.ACTIVE);
    client.deleteConnector(r -> r.connectorArn(connector));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> client.listConnectors(r -> {}).connectors().isEmpty());
  }

  private static void replace(Path file, String was, String is) {
    Path json = Path.of(file + ".json");
    try {
      Files.writeString(json, Files.readString(json).replace(was, is));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String content) {
    try {
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
