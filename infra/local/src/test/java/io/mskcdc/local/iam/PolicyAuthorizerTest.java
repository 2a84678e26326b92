package io.mskcdc.local.iam;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.network.ClientInformation;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.RequestContext;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyAuthorizerTest {
  private static final String ROLE = "arn:aws:iam::1:role/app";
  private static final String ARN = "arn:aws:kafka:eu-west-1:1:";
  private static final String CLUSTER = ARN + "cluster/local/u";
  private static final String TOPIC = ARN + "topic/local/u/x";
  private static final String GROUP = ARN + "group/local/u/x";
  private static final String TRANSACTIONAL_ID = ARN + "transactional-id/local/u/x";

  /** The developer guide's table without Connect, which only a login needs. */
  private static final List<List<String>> TABLE =
      List.of(
          List.of("DescribeCluster", CLUSTER, "CLUSTER", "DESCRIBE"),
          List.of("AlterCluster", CLUSTER, "CLUSTER", "ALTER"),
          List.of("DescribeClusterDynamicConfiguration", CLUSTER, "CLUSTER", "DESCRIBE_CONFIGS"),
          List.of("AlterClusterDynamicConfiguration", CLUSTER, "CLUSTER", "ALTER_CONFIGS"),
          List.of("WriteDataIdempotently", CLUSTER, "CLUSTER", "IDEMPOTENT_WRITE"),
          List.of("CreateTopic", TOPIC, "TOPIC", "CREATE"),
          List.of("DescribeTopic", TOPIC, "TOPIC", "DESCRIBE"),
          List.of("AlterTopic", TOPIC, "TOPIC", "ALTER"),
          List.of("DeleteTopic", TOPIC, "TOPIC", "DELETE"),
          List.of("DescribeTopicDynamicConfiguration", TOPIC, "TOPIC", "DESCRIBE_CONFIGS"),
          List.of("AlterTopicDynamicConfiguration", TOPIC, "TOPIC", "ALTER_CONFIGS"),
          List.of("ReadData", TOPIC, "TOPIC", "READ"),
          List.of("WriteData", TOPIC, "TOPIC", "WRITE"),
          List.of("DescribeGroup", GROUP, "GROUP", "DESCRIBE"),
          List.of("AlterGroup", GROUP, "GROUP", "READ"),
          List.of("DeleteGroup", GROUP, "GROUP", "DELETE"),
          List.of("DescribeTransactionalId", TRANSACTIONAL_ID, "TRANSACTIONAL_ID", "DESCRIBE"),
          List.of("AlterTransactionalId", TRANSACTIONAL_ID, "TRANSACTIONAL_ID", "WRITE"));

  private static final Set<ResourceType> TYPES = EnumSet.complementOf(EnumSet.of(ResourceType.ANY));

  @TempDir Path folder;

  @Test
  void eachActionAllowsOneOperationAndImpliesNoOther() throws IOException {
    for (List<String> row : TABLE) {
      allow("kafka-cluster:" + row.get(0), row.get(1));

      assertThat(allowedOperations(user(ROLE)))
          .as(row.get(0))
          .containsExactly(row.get(2) + " " + row.get(3));
    }
  }

  @Test
  void operationsOutsideOfTheTableAreDeniedToAll() throws IOException {
    allow("*", "*");

    assertThat(allowedOperations(user(ROLE)))
        .containsExactlyInAnyOrderElementsOf(
            TABLE.stream().map(row -> row.get(2) + " " + row.get(3)).toList());
  }

  @Test
  void aPrincipalWithoutAPolicyIsDeniedEverything() throws IOException {
    allow("*", "*");

    assertThat(allowedOperations(user("arn:aws:iam::1:role/other"))).isEmpty();
    assertThat(allowedOperations(KafkaPrincipal.ANONYMOUS)).isEmpty();
  }

  @Test
  void theBrokerIsAllowedEverything() throws IOException {
    allow("a:B", "*");

    assertThat(allowedOperations(user("CN=broker")))
        .hasSize(TYPES.size() * AclOperation.values().length);
    assertThat(byType(user("CN=broker"))).isEqualTo(AuthorizationResult.ALLOWED);
  }

  @Test
  void anActionOnATopicIsDeniedOnAnotherTopic() throws IOException {
    allow("kafka-cluster:*", TOPIC);
    PolicyAuthorizer authorizer = authorizer();

    assertThat(
            authorizer.authorize(
                context(user(ROLE)),
                List.of(
                    action(ResourceType.TOPIC, AclOperation.READ, "x", true),
                    action(ResourceType.TOPIC, AclOperation.READ, "x2", true))))
        .containsExactly(AuthorizationResult.ALLOWED, AuthorizationResult.DENIED);
  }

  @Test
  void writeDataDoesNotImplyIdempotentWrites() throws IOException {
    allow("kafka-cluster:WriteData", "*");

    assertThat(byType(user(ROLE))).isEqualTo(AuthorizationResult.DENIED);
  }

  @Test
  void aChangedPolicyAppliesToTheNextRequest() throws IOException {
    allow("kafka-cluster:ReadData", TOPIC);
    PolicyAuthorizer authorizer = authorizer();
    List<Action> read = List.of(action(ResourceType.TOPIC, AclOperation.READ, "x", true));
    assertThat(authorizer.authorize(context(user(ROLE)), read))
        .containsExactly(AuthorizationResult.ALLOWED);

    allow("kafka-cluster:WriteData", TOPIC);

    assertThat(authorizer.authorize(context(user(ROLE)), read))
        .containsExactly(AuthorizationResult.DENIED);
  }

  @Test
  void logsEachDenialButAnAllowedOrOptionalActionOnce() throws IOException {
    allow("kafka-cluster:ReadData", TOPIC);
    PolicyAuthorizer authorizer = authorizer();
    List<Action> actions =
        List.of(
            action(ResourceType.TOPIC, AclOperation.READ, "x", true),
            action(ResourceType.TOPIC, AclOperation.WRITE, "x", true),
            action(ResourceType.TOPIC, AclOperation.DESCRIBE, "x", false),
            action(ResourceType.CLUSTER, AclOperation.IDEMPOTENT_WRITE, "kafka-cluster", false),
            action(ResourceType.CLUSTER, AclOperation.CREATE, "kafka-cluster", false));

    authorizer.authorize(context(user(ROLE)), actions);
    authorizer.authorize(context(user(ROLE)), actions);

    assertThat(Files.readAllLines(folder.resolve("decisions.log")))
        .map(PolicyAuthorizerTest::summary)
        .containsExactly(
            "allowed ReadData topic/local/u/x",
            "denied WriteData topic/local/u/x",
            "denied optional DescribeTopic topic/local/u/x",
            "denied WriteDataIdempotently cluster/local/u",
            "denied WriteData topic/local/u/x",
            "denied WriteDataIdempotently cluster/local/u");
    assertThat(Files.readAllLines(folder.resolve("decisions.log")).get(0))
        .isEqualTo(
            "{\"decision\":\"allowed\",\"optional\":false,\"principal\":\""
                + ROLE
                + "\",\"client\":\"the \\\"client\\\"\",\"action\":\"kafka-cluster:ReadData\","
                + "\"resource\":\""
                + TOPIC
                + "\",\"request\":\"Fetch\"}");
  }

  private static String summary(String line) {
    try {
      JsonNode decision = new ObjectMapper().readTree(line);
      return decision.get("decision").asText()
          + (decision.get("optional").asBoolean() ? " optional " : " ")
          + decision.get("action").asText().replace("kafka-cluster:", "")
          + " "
          + decision.get("resource").asText().replace(ARN, "");
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Test
  void thereAreNoAcls() throws IOException {
    allow("*", "*");
    PolicyAuthorizer authorizer = authorizer();

    assertThat(authorizer.acls(AclBindingFilter.ANY)).isEmpty();
    assertThat(authorizer.deleteAcls(context(user(ROLE)), List.of(AclBindingFilter.ANY)))
        .allSatisfy(
            result ->
                assertThat(result.toCompletableFuture().join().exception().orElseThrow())
                    .hasMessageContaining("there are no ACLs"));
  }

  private void allow(String action, String resource) throws IOException {
    String account =
        String.format(
            """
            {"region": "eu-west-1", "cluster": "%s", "policies": {"%s":
              {"Statement": {"Effect": "Allow", "Action": "%s", "Resource": "%s"}}}}
            """,
            CLUSTER, ROLE, action, resource);
    Files.move(
        Files.writeString(folder.resolve("new"), account),
        folder.resolve("account.json"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  private PolicyAuthorizer authorizer() {
    PolicyAuthorizer authorizer = new PolicyAuthorizer();
    Map<String, String> properties = new HashMap<>();
    properties.put(BrokerProperties.ACCOUNT_FILE, folder.resolve("account.json").toString());
    properties.put(BrokerProperties.DECISIONS_LOG, folder.resolve("decisions.log").toString());
    properties.put("super.users", "User:CN=broker");
    authorizer.configure(properties);
    return authorizer;
  }

  private List<String> allowedOperations(KafkaPrincipal principal) throws IOException {
    PolicyAuthorizer authorizer = authorizer();
    List<String> allowed = new ArrayList<>();
    for (ResourceType type : TYPES) {
      for (AclOperation operation : AclOperation.values()) {
        Action action = action(type, operation, "x", true);
        if (authorizer.authorize(context(principal), List.of(action)).get(0)
            == AuthorizationResult.ALLOWED) {
          allowed.add(type + " " + operation);
        }
      }
    }
    return allowed;
  }

  private AuthorizationResult byType(KafkaPrincipal principal) throws IOException {
    return authorizer()
        .authorizeByResourceType(context(principal), AclOperation.WRITE, ResourceType.TOPIC);
  }

  private static Action action(
      ResourceType type, AclOperation operation, String name, boolean logIfDenied) {
    ResourcePattern resource = new ResourcePattern(type, name, PatternType.LITERAL);
    return new Action(operation, resource, 1, true, logIfDenied);
  }

  private static KafkaPrincipal user(String name) {
    return new KafkaPrincipal(KafkaPrincipal.USER_TYPE, name);
  }

  private static AuthorizableRequestContext context(KafkaPrincipal principal) throws IOException {
    return new RequestContext(
        new RequestHeader(ApiKeys.FETCH, (short) 12, "the \"client\"", 1),
        "1",
        InetAddress.getByAddress(new byte[] {127, 0, 0, 1}),
        principal,
        new ListenerName("IAM"),
        SecurityProtocol.SASL_SSL,
        ClientInformation.EMPTY,
        false);
  }
}
