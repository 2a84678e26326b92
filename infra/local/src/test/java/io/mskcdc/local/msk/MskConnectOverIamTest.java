package io.mskcdc.local.msk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mskcdc.local.kafka.IamCluster;
import io.mskcdc.local.kafka.IamLogin;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.kafkaconnect.KafkaConnectClient;

/** A connector on a broker that accepts logins by IAM only. */
@ExtendWith(IamCluster.Shared.class)
class MskConnectOverIamTest {
  @Test
  void workersLogInWithTheServiceExecutionRole(IamCluster cluster) throws Exception {
    String role = IamCluster.role("everything");
    IamLogin login =
        new IamLogin(
            IamCluster.checkout().iamClientLibs(),
            cluster.endpoints(),
            cluster.credentials(),
            "everything",
            Map.of());
    try (Emulator emulator =
            Emulator.start(arn -> arn.equals(role) ? Optional.of(login) : Optional.empty());
        KafkaConnectClient client = emulator.client();
        Admin admin = Admin.create(cluster.client("everything"))) {
      String plugin = TickConnector.upload(emulator, client, "ticks", "one");
      client.createConnector(
          TickConnector.request("over-iam", plugin, cluster.endpoints().bootstrapServers())
              .kafkaClusterClientAuthentication(a -> a.authenticationType("IAM"))
              .kafkaClusterEncryptionInTransit(e -> e.encryptionType("TLS"))
              .serviceExecutionRoleArn(role)
              .build());

      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(
                          client
                              .listConnectors(r -> {})
                              .connectors()
                              .get(0)
                              .connectorStateAsString())
                      .isEqualTo("RUNNING"));

      assertThat(admin.listTopics().names().get()).contains("ticks");
    }
  }
}
