package io.mskcdc.local.msk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.kafkaconnect.KafkaConnectClient;
import software.amazon.awssdk.services.kafkaconnect.model.CreateConnectorRequest;
import software.amazon.awssdk.services.kafkaconnect.model.CustomPluginState;
import software.amazon.awssdk.services.kafkaconnect.model.DescribeCustomPluginResponse;
import software.amazon.awssdk.services.kafkaconnect.model.Plugin;

/** Connectors with {@link TickPlugin}. */
final class TickConnector {
  private TickConnector() {}

  /** Uploads a plugin and returns the ARN of its custom plugin when it is ACTIVE. */
  static String upload(Emulator emulator, KafkaConnectClient client, String name, String build)
      throws IOException {
    String key = name + ".zip";
    String version = emulator.put(key, TickPlugin.zip(build));
    DescribeCustomPluginResponse plugin =
        TickPlugin.create(client, name, "ZIP", TickPlugin.location(key, version));
    assertThat(plugin.customPluginState()).isEqualTo(CustomPluginState.ACTIVE);
    return plugin.customPluginArn();
  }

  /** Returns the request for a connector that never runs, since its class does not exist. */
  static CreateConnectorRequest.Builder idle(String plugin) {
    return request(Emulator.name(), plugin, "127.0.0.1:1")
        .connectorConfiguration(Map.of("connector.class", "x"));
  }

  static Plugin plugin(String arn) {
    return Plugin.builder().customPlugin(c -> c.customPluginArn(arn).revision(1L)).build();
  }

  /** Returns the request for a connector with one worker that writes to the topic {@code ticks}. */
  static CreateConnectorRequest.Builder request(
      String name, String plugin, String bootstrapServers) {
    return CreateConnectorRequest.builder()
        .connectorName(name)
        .capacity(c -> c.provisionedCapacity(p -> p.mcuCount(1).workerCount(1)))
        .connectorConfiguration(configuration(Map.of()))
        .kafkaCluster(
            k ->
                k.apacheKafkaCluster(
                    a ->
                        a.bootstrapServers(bootstrapServers)
                            .vpc(v -> v.subnets("subnet-1").securityGroups("sg-1"))))
        .kafkaClusterClientAuthentication(a -> a.authenticationType("NONE"))
        .kafkaClusterEncryptionInTransit(e -> e.encryptionType("PLAINTEXT"))
        .kafkaConnectVersion("3.7.x")
        .plugins(plugin(plugin))
        .serviceExecutionRoleArn(Emulator.ROLE);
  }

  static Map<String, String> configuration(Map<String, String> more) {
    Map<String, String> configuration = new HashMap<>(more);
    configuration.put("connector.class", "io.mskcdc.local.msk.ticks.TickSource");
    configuration.put("tasks.max", "1");
    configuration.put("ticks.topic", "ticks");
    configuration.put("topic.creation.default.replication.factor", "1");
    configuration.put("topic.creation.default.partitions", "1");
    return configuration;
  }
}
