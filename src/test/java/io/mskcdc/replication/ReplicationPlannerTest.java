package io.mskcdc.replication;

import static io.mskcdc.replication.RecordedDms.ARN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.mskcdc.plan.Danger;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ReplicationPlannerTest {
  @RegisterExtension
  static final WireMockExtension SERVER = WireMockExtension.newInstance().build();

  @TempDir Path temp;

  private RecordedDms dms;

  @BeforeEach
  void connect() {
    dms = new RecordedDms(SERVER);
    dms.answer("DescribeTableStatistics", "{\"TableStatistics\": []}");
    owner("shop/test");
  }

  @AfterEach
  void close() {
    dms.close();
  }

  private void owner(String bundle) {
    dms.answer(
        "ListTagsForResource",
        "{\"TagList\": [{\"Key\": \"mskcdc.bundle\", \"Value\": \"%s\"}]}".formatted(bundle));
  }

  private Declaration declared(String yaml) {
    return DeclaredTasks.declared(temp, yaml);
  }

  private ReplicationPlan plan(Declaration declared) {
    return new ReplicationPlanner(dms.api()).plan(declared);
  }

  private Problem refusal(Declaration declared) {
    return catchThrowableOfType(ProblemException.class, () -> plan(declared)).problems().get(0);
  }

  /** Makes a task live as the service describes it. */
  private void live(Declaration declared, Consumer<ObjectNode> task, Consumer<ObjectNode> target) {
    ObjectNode source = described(declared.source(), "endpoint:S");
    ObjectNode changed = described(declared.target(), "endpoint:T");
    target.accept(changed);
    dms.answer("DescribeEndpoints", "{\"Endpoints\": [%s, %s]}".formatted(source, changed));
    ObjectNode instance = described(declared.instance().orElseThrow(), "rep:1");
    // The service describes these members in another form.
    instance.remove(List.of("VpcSecurityGroupIds", "ReplicationSubnetGroupIdentifier"));
    instance
        .putArray("VpcSecurityGroups")
        .addObject()
        .put("VpcSecurityGroupId", "sg-1")
        .put("Status", "active");
    instance
        .putObject("ReplicationSubnetGroup")
        .put("ReplicationSubnetGroupIdentifier", "shop")
        .put("VpcId", "vpc-1");
    dms.answer(
        "DescribeReplicationInstances", "{\"ReplicationInstances\": [%s]}".formatted(instance));
    ObjectNode replication = described(declared.replication(), "task:1");
    replication
        .put("SourceEndpointArn", ARN + "endpoint:S")
        .put("TargetEndpointArn", ARN + "endpoint:T")
        .put("ReplicationInstanceArn", ARN + "rep:1")
        .put("Status", "running");
    task.accept(replication);
    dms.answer("DescribeReplicationTasks", "{\"ReplicationTasks\": [%s]}".formatted(replication));
  }

  private static ObjectNode described(Resource resource, String arn) {
    ObjectNode live = resource.request().deepCopy();
    live.remove("Tags");
    live.remove(Resource.SECRETS);
    return live.put(resource.kind().arnMember(), ARN + arn);
  }

  private static ObjectNode settings(ObjectNode task) {
    return (ObjectNode) RecordedDms.tree(task.path("ReplicationTaskSettings").asText());
  }

  @Test
  void nothingDiffersWhereTheServiceAddedDefaultsCapitalsAndNumbersOfRules() {
    Declaration declared = declared(DeclaredTasks.PROVISIONED);
    live(
        declared,
        task -> {
          ObjectNode settings = settings(task);
          settings.withObject("TargetMetadata").put("SupportLobs", true);
          settings.putObject("Logging").put("EnableLogging", false);
          task.put("ReplicationTaskSettings", settings.toString());
          ObjectNode mappings = (ObjectNode) RecordedDms.tree(task.path("TableMappings").asText());
          for (JsonNode rule : mappings.path("rules")) {
            ((ObjectNode) rule).put("rule-id", "9" + rule.path("rule-id").asText());
          }
          task.put("TableMappings", mappings.toString());
        },
        target ->
            target.withObject("S3Settings").put("DataFormat", "PARQUET").put("CsvDelimiter", ","));

    ReplicationPlan plan = plan(declared);

    assertThat(plan.changes()).allMatch(ResourceChange::isNone).hasSize(4);
    assertThat(plan.step()).isEqualTo(Step.NONE);
    assertThat(plan.isEmpty()).isTrue();
  }

  @Test
  void aSettingThatDiffersIsNamedWithBothValues() {
    Declaration declared = declared(DeclaredTasks.PROVISIONED);
    live(
        declared,
        task -> task.put("ReplicationTaskSettings", "{\"TargetMetadata\": {\"LobMaxSize\": 64}}"),
        target -> {});

    ReplicationPlan plan = plan(declared);

    assertThat(plan.changes().get(3).differences())
        .containsExactly(
            new ResourceDifference(
                "ReplicationTaskSettings.TargetMetadata.LobMaxSize", "64", "32"));
    assertThat(plan.step()).isEqualTo(Step.STOP_AND_RESUME);
    assertThat(plan.dangers()).isEmpty();
  }

  @Test
  void aMaskThatIsRemovedIsADanger() {
    Declaration before = declared(DeclaredTasks.PROVISIONED);
    live(before, task -> {}, target -> {});

    ReplicationPlan plan =
        plan(declared(DeclaredTasks.PROVISIONED.replace("    masks: {email: hash-mask}\n", "")));

    assertThat(plan.dangers())
        .extracting(danger -> danger.code().code() + " " + danger.key())
        .containsExactly("mask-removed data-masking-hash-mask shop.customers.email");
  }

  @Test
  void aChangeOfAnotherBundlesResourceIsADanger() {
    Declaration declared = declared(DeclaredTasks.PROVISIONED);
    live(declared, task -> {}, target -> target.withObject("S3Settings").put("DataFormat", "csv"));
    owner("other/prod");

    List<Danger> dangers = plan(declared).dangers();

    assertThat(dangers)
        .extracting(Danger::key)
        .containsExactly("endpoint orders-target", "replication task orders");
    assertThat(dangers)
        .extracting(Danger::cost)
        .containsOnly("the bundle other/prod has created it, so another tool may change it back");
  }

  @Test
  void aMigrationTypeIsNotChangedSinceAResumeWouldNotLoadTheRows() {
    Declaration declared = declared(DeclaredTasks.PROVISIONED);
    live(declared, task -> task.put("MigrationType", "cdc"), target -> {});

    Problem problem = refusal(declared);

    assertThat(problem.code()).isEqualTo(ErrorCode.DMS_REPLACEMENT_NEEDED);
    assertThat(problem.key()).isEqualTo("MigrationType");
    assertThat(dms.requests("ModifyReplicationTask")).isEmpty();
  }

  @Test
  void aSecretIsNotSent() {
    Declaration declared =
        declared(
            DeclaredTasks.PROVISIONED.replace(
                "SecretsManagerSecretId: shop, SecretsManagerAccessRoleArn: \"arn:r\"}",
                "SecretsManagerSecretId: shop, SecretsManagerAccessRoleArn: \"arn:r\"}\n"
                    + "  Password: '${secretsmanager:shop:password}'"));

    assertThat(refusal(declared).code()).isEqualTo(ErrorCode.DMS_SECRET_NOT_SENT);
  }

  @Test
  void anEndpointWithASecretThatIsAsDeclaredOtherwiseIsLeftAsItIs() {
    Declaration declared = declared(DeclaredTasks.PROVISIONED);
    declared.source().request().put("Password", "${secretsmanager:shop:password}");
    live(declared, task -> {}, target -> {});

    assertThat(plan(declared).isEmpty()).isTrue();
  }

  @Test
  void aStoppedTaskIsResumed() {
    Declaration declared = declared(DeclaredTasks.PROVISIONED);
    live(declared, task -> task.put("Status", "stopped"), target -> {});

    assertThat(plan(declared).step()).isEqualTo(Step.RESUME);
  }

  @Test
  void aStoppedTaskOfAnotherBundleIsADanger() {
    Declaration declared = declared(DeclaredTasks.PROVISIONED);
    live(declared, task -> task.put("Status", "stopped"), target -> {});
    owner("other/prod");

    assertThat(plan(declared).dangers())
        .extracting(Danger::key)
        .containsExactly("replication task orders");
  }

  @Test
  void aFinishedFullLoadIsLeftAsItIs() {
    Declaration declared =
        declared(DeclaredTasks.PROVISIONED.replace("full-load-and-cdc", "full-load"));
    live(
        declared,
        task ->
            task.put("Status", "stopped").put("StopReason", "Stop Reason FULL_LOAD_ONLY_FINISHED"),
        target -> {});

    assertThat(plan(declared).isEmpty()).isTrue();
  }

  @Test
  void pagesAreJoined() {
    Declaration declared = declared(DeclaredTasks.PROVISIONED);
    live(declared, task -> {}, target -> {});
    dms.answer(
        "DescribeReplicationTasks",
        "{\"ReplicationTasks\": [], \"Marker\": \"next\"}",
        "{\"ReplicationTasks\": [{\"ReplicationTaskIdentifier\": \"orders\", \"ReplicationTaskArn\":"
            + " \"%s\", \"Status\": \"ready\"}]}".formatted(ARN + "task:1"));

    assertThat(new ReplicationPlanner(dms.api()).state(declared)).isPresent();
    assertThat(dms.requests("DescribeReplicationTasks").get(1).path("Marker").asText())
        .isEqualTo("next");
  }
}
