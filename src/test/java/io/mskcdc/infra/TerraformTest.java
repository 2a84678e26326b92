package io.mskcdc.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mskcdc.cli.Main;
import io.mskcdc.cli.option.ExitCode;
import io.mskcdc.cli.option.Terminal;
import io.mskcdc.config.BundleFolder;
import io.mskcdc.deploy.TargetConnections;
import io.mskcdc.infra.Terraform.Run;
import io.mskcdc.msk.api.KafkaConnect;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The modules of infra/aws, with mocked answers of AWS: no account and no network. */
class TerraformTest {
  private static final Path AWS = Path.of("../infra/aws");
  private static final Path EXAMPLE = AWS.resolve("examples/complete");
  private static final Path RUNBOOK = Path.of("../docs/runbook.md");

  /** The metrics of MSK Connect, as "Monitoring MSK Connect" in the MSK Developer Guide. */
  private static final Set<String> METRICS =
      Set.of(
          "CpuUtilization",
          "ErroredTaskCount",
          "MemoryUtilization",
          "RebalanceCompletedTotal",
          "RebalanceTimeAvg",
          "RebalanceTimeMax",
          "RebalanceTimeSinceLast",
          "RunningTaskCount",
          "SinkConsumerByteRate",
          "SinkRecordReadRate",
          "SinkRecordSendRate",
          "SourceProducerByteRate",
          "SourceRecordPollRate",
          "SourceRecordWriteRate",
          "TaskStartupAttemptsTotal",
          "TaskStartupSuccessPercentage",
          "WorkerCount");

  /**
   * Operators and keys, as the Service Authorization Reference and the IAM User Guide list them.
   */
  private static final Set<String> CONDITIONS =
      Set.of(
          "ArnLike aws:SourceArn",
          "Bool aws:SecureTransport",
          "Null s3:x-amz-server-side-encryption",
          "NumericLessThan s3:TlsVersion",
          "StringEquals aws:SourceAccount",
          "StringEquals iam:AWSServiceName",
          "StringEquals iam:PassedToService",
          "StringEquals kms:ViaService",
          "StringEquals token.actions.githubusercontent.com:aud",
          "StringEquals token.actions.githubusercontent.com:sub",
          "StringNotEquals s3:x-amz-server-side-encryption");

  /**
   * The actions that IAM limits by no resource, or whose resource does not exist yet. Source: the
   * Service Authorization Reference.
   */
  private static final Pattern WITHOUT_RESOURCE =
      Pattern.compile(
          "kafkaconnect:(List|Create)\\w+|kafkaconnect:TagResource|ec2:Describe\\w+"
              + "|logs:\\w+LogDeliver(y|ies)|logs:DescribeLogGroups|logs:\\w+ResourcePolic(y|ies)");

  /** What MSK Connect writes before each line of a worker's log. */
  private static final String PREFIX = "[Worker-0bb8afa0b01391c41] [2026-11-28 18:53:41,162] ";

  @TempDir static Path temp;
  private static AwsProvider provider;
  private static Terraform terraform;
  private static Run exampleTests;
  private static TerraformState example;
  private static String policy;

  @BeforeAll
  static void testTheExample() throws Exception {
    provider =
        AwsProvider.start(
            AwsProvider.required(), Files.createDirectory(temp.resolve("p")), Map.of());
    terraform = new Terraform(temp, provider);
    policy = policy(BundleFolder.shipped(temp), new StringWriter());
    Path file = Files.writeString(temp.resolve("policy.json"), policy);
    terraform.with(
        "TF_VAR_policy_file", EXAMPLE.toRealPath().relativize(file.toRealPath()).toString());
    Run init = terraform.init(EXAMPLE);
    assertThat(init.exitCode()).as(init.output()).isZero();
    exampleTests = terraform.run(EXAMPLE, "test", "-json", "-verbose");
    example =
        TerraformState.first(exampleTests.output())
            .orElseThrow(() -> new AssertionError(diagnostics(exampleTests.output())));
  }

  @AfterAll
  static void stopTheProvider() {
    if (provider != null) {
      provider.close();
    }
  }

  @Test
  void everyFileIsFormatted() throws Exception {
    Run run =
        terraform.run(
            AWS, "fmt", "-check", "-diff", "-recursive", "-no-color", "modules", "examples");

    assertThat(run).isEqualTo(new Run(0, ""));
  }

  @Test
  void theExampleAndEachModuleInItAreValid() throws Exception {
    Run run = terraform.run(EXAMPLE, "validate", "-no-color");

    assertThat(run.exitCode()).as(run.output()).isZero();
    assertThat(run.output()).contains("The configuration is valid").doesNotContain("Warning");
    assertThat(moduleSources(EXAMPLE)).containsExactlyInAnyOrderElementsOf(modules().toList());
  }

  @Test
  void theTestsOfTheExamplePass() {
    assertThat(exampleTests.exitCode()).as(diagnostics(exampleTests.output())).isZero();
  }

  /** Without the states, which are many megabytes. */
  private static String diagnostics(String output) {
    return output
        .lines()
        .filter(line -> line.contains("\"type\":\"diagnostic\""))
        .collect(Collectors.joining("\n"));
  }

  static Stream<String> modules() throws IOException {
    try (Stream<Path> modules = Files.list(AWS.resolve("modules"))) {
      return modules.map(module -> module.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("modules")
  void theTestsOfEachModulePass(String module) throws Exception {
    Path folder = AWS.resolve("modules").resolve(module);
    Run init = terraform.init(folder);
    assertThat(init.exitCode()).as(init.output()).isZero();

    Run run = terraform.run(folder, "test", "-no-color");

    assertThat(run.exitCode()).as(run.output()).isZero();
    assertThat(run.output()).containsPattern("Success! [1-9]\\d* passed, 0 failed\\.");
  }

  @Test
  void theWorkersRoleHasExactlyThePolicyThatTheDeployerDerives() {
    List<JsonNode> policies =
        example
            .ofType("aws_iam_role_policy")
            .filter(resource -> resource.address().startsWith("module.connect_role."))
            .map(resource -> resource.document("policy"))
            .toList();

    assertThat(policies).containsExactly(TerraformState.json(policy));
    assertThat(
            example
                .at("module.connect_role.aws_iam_role_policies_exclusive.this")
                .values()
                .path("policy_names"))
        .hasSize(1);
  }

  @Test
  void theOutputsReplaceEachPlaceholderOfTheShippedEnvironment() throws Exception {
    BundleFolder bundle = BundleFolder.shipped(Files.createDirectory(temp.resolve("filled")));
    Path outputs =
        Files.writeString(temp.resolve("terraform-output.json"), example.outputs().toString());
    StringWriter err = new StringWriter();
    deployer(bundle, err, "env", "pull", "--from", outputs.toString());

    JsonNode filled = TerraformState.json(policy(bundle, err));

    assertThat(Files.readString(bundle.root().resolve("environments/production/environment.yaml")))
        .doesNotContainPattern("(?m)^[^#\n]*replace-me")
        .contains("# The port of the IAM listener is 9098.");
    assertThat(err.toString()).doesNotContain("[placeholder]").doesNotContain("error");
    assertThat(filled.toString()).contains(example.environment().path("cluster").asText());
  }

  @Test
  void thePlanRoleMayCallWhatReadsAndTheApplyRoleEachOperationOfTheDeployer() {
    assertThat(connectActions("plan"))
        .containsExactlyInAnyOrderElementsOf(operations(TerraformTest::reads));
    Set<String> all = new TreeSet<>(operations(operation -> true));
    all.add("kafkaconnect:TagResource");
    assertThat(connectActions("apply")).containsExactlyInAnyOrderElementsOf(all);
  }

  private static Set<String> connectActions(String role) {
    return example
        .ofType("aws_iam_role_policy")
        .filter(resource -> resource.address().startsWith("module.deploy_role."))
        .filter(
            resource ->
                resource.address().endsWith("[\"" + role + "\"]")
                    || role.equals("apply") && resource.address().endsWith("apply"))
        .flatMap(PolicyStatement::of)
        .flatMap(statement -> statement.actions().stream())
        .filter(action -> action.startsWith("kafkaconnect:"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The class of MSK Connect's API has a method with the name of each operation. */
  private static Set<String> operations(Predicate<String> wanted) {
    return Arrays.stream(KafkaConnect.class.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .map(
            method ->
                method.getName().substring(0, 1).toUpperCase() + method.getName().substring(1))
        .filter(name -> !Set.of("Await", "Poll").contains(name))
        .filter(wanted)
        .map("kafkaconnect:"::concat)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean reads(String operation) {
    return operation.startsWith("List") || operation.startsWith("Describe");
  }

  @Test
  void noPolicyAllowsMoreThanItNames() {
    assertThat(allowed())
        .hasSizeGreaterThan(15)
        .allSatisfy(
            statement -> {
              assertThat(statement.principals()).as(statement.place()).doesNotContain("*");
              assertThat(statement.actions())
                  .as(statement.place())
                  .isNotEmpty()
                  .noneMatch(action -> action.contains("*"));
              if (statement.resources().contains("*")) {
                assertThat(statement.actions())
                    .as(statement.place())
                    .allMatch(action -> WITHOUT_RESOURCE.matcher(action).matches());
              }
            });
  }

  @Test
  void eachConditionHasAKnownOperatorAndKey() {
    assertThat(statements().flatMap(TerraformTest::conditions).collect(Collectors.toSet()))
        .isEqualTo(CONDITIONS);
  }

  private static Stream<String> conditions(PolicyStatement statement) {
    return statement.conditions().entrySet().stream()
        .flatMap(
            operator ->
                operator.getValue().keySet().stream().map(key -> operator.getKey() + " " + key));
  }

  @Test
  void aRoleIsPassedOnlyToMskConnectAndByItsName() {
    assertThat(allowed().filter(statement -> statement.actions().contains("iam:PassRole")))
        .hasSize(1)
        .allSatisfy(
            statement -> {
              assertThat(statement.resources())
                  .containsExactly(example.environment().path("defaults").path("role").asText());
              assertThat(statement.conditions())
                  .isEqualTo(
                      Map.of(
                          "StringEquals",
                          Map.of("iam:PassedToService", List.of("kafkaconnect.amazonaws.com"))));
            });
  }

  @Test
  void jobsOfGitHubAreTrustedByTheirWholeSubject() {
    assertThat(
            allowed()
                .filter(statement -> statement.actions().contains("sts:AssumeRoleWithWebIdentity")))
        .hasSize(2)
        .allSatisfy(
            statement -> {
              assertThat(statement.conditions()).containsOnlyKeys("StringEquals");
              Map<String, List<String>> equal = statement.conditions().get("StringEquals");
              assertThat(equal.get("token.actions.githubusercontent.com:aud"))
                  .containsExactly("sts.amazonaws.com");
              assertThat(equal.get("token.actions.githubusercontent.com:sub"))
                  .noneMatch(subject -> subject.matches(".*[*?].*"))
                  .anyMatch(subject -> subject.startsWith("repo:example/msk-cdc:"))
                  .anyMatch(subject -> subject.startsWith("repo:example@1001/msk-cdc@2002:"));
            });
  }

  private static Stream<PolicyStatement> statements() {
    return example.resources().stream().flatMap(PolicyStatement::of);
  }

  private static Stream<PolicyStatement> allowed() {
    return statements().filter(PolicyStatement::allows);
  }

  @Test
  void everyAlarmWatchesAMetricThatExists() {
    Set<String> filtered =
        example
            .ofType("aws_cloudwatch_log_metric_filter")
            .map(filter -> filter.values().path("metric_transformation").path(0))
            .map(metric -> metric.path("namespace").asText() + " " + metric.path("name").asText())
            .collect(Collectors.toSet());

    assertThat(example.ofType("aws_cloudwatch_metric_alarm"))
        .hasSize(5)
        .allSatisfy(
            alarm -> {
              String metric = alarm.text("metric_name");
              if (alarm.text("namespace").equals("AWS/KafkaConnect")) {
                assertThat(METRICS).contains(metric);
                assertThat(alarm.values().path("dimensions").toString())
                    .isEqualTo("{\"ConnectorName\":\"mysql-cdc\"}");
              } else {
                assertThat(filtered).contains(alarm.text("namespace") + " " + metric);
              }
            });
  }

  @Test
  void theDashboardHasGraphsOfMetricsThatExist() {
    JsonNode widgets =
        example
            .at("module.observability.aws_cloudwatch_dashboard.this")
            .document("dashboard_body")
            .path("widgets");

    assertThat(widgets).hasSizeGreaterThan(3);
    for (JsonNode widget : widgets) {
      assertThat(widget.path("x").asInt() + widget.path("width").asInt()).isLessThanOrEqualTo(24);
      JsonNode properties = widget.path("properties");
      switch (widget.path("type").asText()) {
        case "metric" ->
            assertThat(properties.path("metrics"))
                .isNotEmpty()
                .allSatisfy(
                    metric -> {
                      assertThat(metric).hasSize(4);
                      assertThat(metric.path(0).asText()).isEqualTo("AWS/KafkaConnect");
                      assertThat(METRICS).contains(metric.path(1).asText());
                      assertThat(metric.path(2).asText()).isEqualTo("ConnectorName");
                    });
        case "log" ->
            assertThat(properties.path("query").asText())
                .startsWith("SOURCE '" + logGroup() + "' |");
        case "alarm" -> assertThat(properties.path("alarms")).hasSize(5);
        default -> throw new AssertionError(widget);
      }
    }
  }

  private static String logGroup() {
    return example
        .environment()
        .path("defaults")
        .path("logDelivery")
        .path("cloudWatchLogs")
        .path("logGroup")
        .asText();
  }

  static Stream<Arguments> lines() {
    String task = "ERROR [mysql-cdc|task-0] WorkerSourceTask{id=mysql-cdc-0} ";
    String killed = "Task threw an uncaught and unrecoverable exception. Task is being killed and";
    return Stream.of(
        Arguments.of(
            task + killed + " will not recover until manually restarted (a.B:1)",
            List.of("Errors", "TaskFailures")),
        Arguments.of(
            task + "Task failed initialization and will not be started. (a.B:1)",
            List.of("Errors", "TaskFailures")),
        Arguments.of(
            task + "Task threw an uncaught and unrecoverable exception during shutdown (a.B:1)",
            List.of("Errors")),
        Arguments.of(
            "ERROR Failed to discover Converter in classpath: io.debezium.CloudEventsConverter",
            List.of()),
        Arguments.of("INFO [mysql-cdc|task-0] 3 records sent, no ERROR (a.B:1)", List.of()),
        Arguments.of("WARN [mysql-cdc|task-0] the server closed the connection", List.of()));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void aLineOfTheLogCountsInTheRightMetrics(String line, List<String> metrics) {
    assertThat(
            example
                .ofType("aws_cloudwatch_log_metric_filter")
                .filter(filter -> LogPattern.parse(filter.text("pattern")).matches(PREFIX + line))
                .map(filter -> filter.text("name")))
        .containsExactlyInAnyOrderElementsOf(metrics);
  }

  @Test
  void everyAlarmLinksToAnEntryOfTheRunbook() throws IOException {
    Set<String> entries = anchors(RUNBOOK);

    assertThat(example.ofType("aws_cloudwatch_metric_alarm"))
        .isNotEmpty()
        .extracting(alarm -> alarm.text("alarm_description"))
        .allSatisfy(
            text -> {
              assertThat(text)
                  .contains("https://github.com/example/msk-cdc/blob/main/docs/runbook.md#");
              assertThat(entries).contains(text.substring(text.indexOf('#') + 1));
            });
  }

  /** GitHub's anchors: the heading in lower case, without punctuation, with hyphens for blanks. */
  private static Set<String> anchors(Path document) throws IOException {
    return Files.readAllLines(document).stream()
        .filter(line -> line.startsWith("#"))
        .map(
            line ->
                line.replaceFirst("#+ ", "")
                    .toLowerCase()
                    .replaceAll("[^a-z0-9 -]", "")
                    .replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  private static List<String> moduleSources(Path folder) throws IOException {
    return Pattern.compile("source = \"../../modules/([a-z-]+)\"")
        .matcher(Files.readString(folder.resolve("main.tf")))
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  private static String policy(BundleFolder bundle, StringWriter err) throws IOException {
    bundle.file("../connect-plugins/debezium-mysql/pom.xml", "");
    return deployer(bundle, err, "iam", "policy", "mysql-cdc");
  }

  /** Runs the deployer for the environment production, and returns what it printed. */
  private static String deployer(BundleFolder bundle, StringWriter err, String... command) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--env", "production", "--configs", bundle.root().toString()));
    StringWriter out = new StringWriter();
    int exitCode =
        Main.commandLine(new Terminal(Optional.empty()), new TargetConnections())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(all.toArray(String[]::new));
    assertThat(exitCode).as(err.toString()).isEqualTo(ExitCode.DONE);
    return out.toString();
  }
}
