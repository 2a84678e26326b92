package io.mskcdc.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.InstalledProgram;
import io.mskcdc.aws.AwsAccess;
import io.mskcdc.aws.AwsSession;
import io.mskcdc.http.RetryPolicy;
import io.mskcdc.infra.Moto;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The calls themselves, on moto, an imitation of AWS that nobody here wrote. It has no serverless
 * replications, no changes and no statistics of tables.
 */
class DmsOnMotoTest {
  private static final Map<String, String> CREDENTIALS =
      Map.of("aws.accessKeyId", "AKIDOFTHETEST", "aws.secretAccessKey", "key-of-the-test");

  @TempDir Path temp;

  @AfterEach
  void noCredentials() {
    CREDENTIALS.keySet().forEach(System::clearProperty);
  }

  @Test
  void aTaskIsCreatedStartedAndStopped() throws Exception {
    assumeTrue(InstalledProgram.exists("moto_server"), "moto_server is not on the PATH");
    CREDENTIALS.forEach(System::setProperty);
    Declaration declared = DeclaredTasks.declared(temp, DeclaredTasks.PROVISIONED);
    AwsAccess access =
        new AwsAccess("eu-west-1", Optional.empty(), Optional.empty(), Optional.empty());
    RetryPolicy policy =
        new RetryPolicy(Duration.ofSeconds(5), Duration.ofMillis(1), Duration.ofMillis(20));
    try (Moto moto = Moto.start(temp);
        AwsSession session = new AwsSession(access, policy, name -> null, line -> {})) {
      Dms api = new Dms(session, Optional.of(moto.endpoint()));

      ObjectNode request = declared.replication().request();
      request.put("SourceEndpointArn", created(api, declared.source(), "EndpointArn"));
      request.put("TargetEndpointArn", created(api, declared.target(), "EndpointArn"));
      request.put(
          "ReplicationInstanceArn",
          created(api, declared.instance().orElseThrow(), "ReplicationInstanceArn"));
      String task = created(api, declared.replication(), "ReplicationTaskArn");
      String instance = request.path("ReplicationInstanceArn").asText();
      String source = request.path("SourceEndpointArn").asText();
      api.testConnection(instance, source);
      assertThat(api.connection(instance, source)).isPresent();
      api.start(
          ResourceKind.TASK,
          task,
          "start-replication",
          JsonNodeFactory.instance.objectNode(),
          () -> false);
      String running = status(api);
      api.stop(ResourceKind.TASK, task);

      assertThat(running).isEqualTo("running");
      assertThat(status(api)).isEqualTo("stopped");
      assertThat(Comparison.of(request, live(api))).isEmpty();
      JsonNode target = api.find(ResourceKind.ENDPOINT, "orders-target").orElseThrow();
      assertThat(Comparison.of(declared.target().request(), target)).isEmpty();
      assertThat(api.find(ResourceKind.TASK, "other")).isEmpty();
    }
  }

  private static String created(Dms api, Resource resource, String arn) {
    return api.create(resource, resource.request()).path(arn).asText();
  }

  private static JsonNode live(Dms api) {
    return api.find(ResourceKind.TASK, "orders").orElseThrow();
  }

  private static String status(Dms api) {
    return live(api).path("Status").asText();
  }
}
