package io.mskcdc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mskcdc.config.MskConnectTarget.AssumedRole;
import io.mskcdc.config.MskConnectTarget.PluginBucket;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MskConnectEnvironmentTest {
  private static final String MYSQL =
      "\"connector.class\": \"io.debezium.connector.mysql.MySqlConnector\"";
  private static final String REQUIRED =
      ", \"topic.prefix\": \"p\", \"database.server.id\": 1,"
          + " \"topic.creation.default.partitions\": 1,"
          + " \"topic.creation.default.replication.factor\": 3";

  @TempDir Path temp;
  private BundleFolder bundle;
  private MskEnvironment environment;

  @BeforeEach
  void bundle() {
    bundle = new BundleFolder(temp);
    environment = new MskEnvironment(bundle);
  }

  @Test
  void givenOnlyTheRequiredKeysThenTheOthersHaveTheClustersValueOrTheDefault() {
    MskConnectTarget target = target();

    assertThat(target.region()).isEqualTo("eu-west-1");
    assertThat(target.account()).isEqualTo("111122223333");
    assertThat(target.networkType()).isEqualTo("IPV4");
    assertThat(target.endpoint()).isEmpty();
    assertThat(target.pluginBucket()).isEmpty();
  }

  @Test
  void givenEveryKeyThenAllAreReadWithTheirVariablesReplaced() {
    environment
        .target(
            "  securityGroups: [sg-1]\n",
            """
              securityGroups: ["{{ group }}"]
              region: eu-west-2
              account: "444455556666"
              endpoint: http://127.0.0.1:4599/
              profile: deployer
              assumeRole: arn:aws:iam::444455556666:role/deployer
              assumeRoleExternalId: "{{ group }}"
              networkType: DUAL
              pluginBucket: {name: my-bucket, prefix: plugins, endpoint: "https://s3.example.com", kmsKey: key}
              tags: {team: data, group: "{{ group }}"}
            """)
        .connectors("variables: {group: sg-9}\nconnectors: [{name: shop}]");

    assertThat(target())
        .isEqualTo(
            new MskConnectTarget(
                "eu-west-2",
                "444455556666",
                Optional.of(URI.create("http://127.0.0.1:4599")),
                Optional.of("deployer"),
                Optional.of(
                    new AssumedRole(
                        "arn:aws:iam::444455556666:role/deployer", Optional.of("sg-9"))),
                List.of("b-2:9098", "b-1:9098"),
                List.of("subnet-2", "subnet-1"),
                List.of("sg-9"),
                "DUAL",
                Optional.of(
                    new PluginBucket(
                        "my-bucket",
                        "plugins/",
                        Optional.of(URI.create("https://s3.example.com")),
                        Optional.of("key"))),
                Map.of("team", "data", "group", "sg-9")));
  }

  @Test
  void aConnectorHasTheSettingsOfTheDefaultsAndOfTheTarget() {
    Map<String, String> settings = settings();

    assertThat(settings)
        .containsEntry("plugin", "debezium-3-1a2b")
        .containsEntry("connectVersion", "3.7.x")
        .containsEntry("role", "arn:aws:iam::111122223333:role/shop")
        .containsEntry("capacity.mcuCount", "1")
        .containsEntry("capacity.workerCount", "1")
        .containsEntry("auth", "iam")
        .containsEntry("encryption", "TLS")
        .containsEntry("networkType", "IPV4")
        .containsEntry("bootstrapServers", "b-1:9098,b-2:9098")
        .containsEntry("subnets", "subnet-1,subnet-2")
        .containsEntry("securityGroups", "sg-1")
        .containsEntry("offset.storage.topic", "shop-offsets")
        .hasEntrySatisfying("worker", name -> assertThat(name).matches("test-worker-[0-9a-f]{8}"))
        .hasSize(13);
  }

  @Test
  void givenSettingsInAnEntryThenEachReplacesTheDefaultAsAWhole() {
    environment.connectors(
        """
        connectors:
          - name: shop
            state: paused
            plugin: other-9f8e
            capacity: {autoScaling: {minWorkerCount: 1, maxWorkerCount: 3, mcuCount: 2}}
            logDelivery: {cloudWatchLogs: {logGroup: /msk/shop}, s3: {bucket: logs, prefix: shop/}}
        """);

    RenderedConnector shop = connector();

    assertThat(shop.state()).isEqualTo(WantedState.PAUSED);
    assertThat(shop.settings().orElseThrow().texts())
        .containsEntry("plugin", "other-9f8e")
        .containsEntry("capacity.autoScaling.maxWorkerCount", "3")
        // The service describes its defaults, so an absent policy would always be a difference.
        .containsEntry("capacity.autoScaling.scaleInPolicy.cpuUtilizationPercentage", "20")
        .containsEntry("capacity.autoScaling.scaleOutPolicy.cpuUtilizationPercentage", "80")
        .containsEntry("logDelivery.cloudWatchLogs.logGroup", "/msk/shop")
        .containsEntry("logDelivery.s3.prefix", "shop/")
        .doesNotContainKeys("capacity.mcuCount", "capacity.workerCount");
  }

  @Test
  void givenAFolderOfConnectPluginsThenThePluginHasTheNameInItsManifest() {
    environment.defaults("debezium-3-1a2b", "debezium-mysql");
    bundle.file(
        "../connect-plugins/debezium-mysql/target/manifest.json",
        "{\"name\": \"debezium-mysql-3-6-1-1a2b3c4d\"}");

    assertThat(settings()).containsEntry("plugin", "debezium-mysql-3-6-1-1a2b3c4d");
  }

  @Test
  void givenAPluginThatIsNotBuiltThenTheBundleIsReadAndNamesIt() {
    environment.defaults("debezium-3-1a2b", "debezium-mysql");
    bundle.file("../connect-plugins/debezium-mysql/pom.xml", "");

    assertThat(environment.write().load().unbuilt())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo(ErrorCode.PLUGIN_NOT_BUILT);
              assertThat(problem.next()).isEqualTo("run ./scripts/build-plugins.sh debezium-mysql");
            });
  }

  @Test
  void theNameOfAWorkerConfigurationDependsOnItsValuesAndNotOnItsComments() {
    String name = workerName();

    environment.worker("# why\n" + MskEnvironment.WORKER);
    assertThat(workerName()).isEqualTo(name);
    environment.worker(MskEnvironment.WORKER + "offset.flush.interval.ms=1000\n");
    assertThat(workerName()).isNotEqualTo(name);
  }

  @Test
  void theBundleHoldsEachWorkerConfigurationUnderItsName() {
    environment.connectors("connectors: [{name: shop, worker: other.properties}]");
    bundle.file(
        "environments/test/other.properties",
        MskEnvironment.WORKER + "offset.flush.interval.ms=2\n");

    Bundle read = environment.write().load();

    assertThat(
            read.workers()
                .get(read.connectors().get(0).settings().orElseThrow().worker().orElseThrow())
                .text())
        .endsWith("offset.flush.interval.ms=2\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bootstrap.servers",
        "config.storage.topic",
        "group.id",
        "plugin.path",
        "rest.port",
        "ssl.truststore.location",
        "admin.retries",
        "listeners.https.ssl.key",
        "producer.transactional.id",
        "producer.interceptor.classes",
        "consumer.isolation.level",
      })
  void aWorkerPropertyThatTheServiceRejectsIsAnError(String key) {
    environment.worker(MskEnvironment.WORKER + key + "=1\n");

    assertThat(environment.write().problems())
        .extracting(Problem::headline)
        .containsExactly(
            "[worker-property-refused] connector-configs/environments/test/worker.properties:4:1, "
                + key
                + ": MSK Connect does not accept this property in a worker configuration");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "producer.linger.ms=1",
        "consumer.max.poll.records=1",
        "offset.flush.interval.ms=1",
        "plugin.discovery=only_scan",
      })
  void aWorkerPropertyThatTheServiceAcceptsIsNoError(String property) {
    environment.worker(MskEnvironment.WORKER + property + "\n");

    assertThat(settings()).containsKey("worker");
  }

  @Test
  void aMissingConverterIsAnError() {
    environment.worker("key.converter=a.B\noffset.storage.topic=t\n");

    assertThat(environment.write().problems())
        .extracting(Problem::headline)
        .singleElement()
        .asString()
        .startsWith("[worker-converter-missing]")
        .contains("worker.properties, value.converter:");
  }

  @Test
  void anUnnamedOffsetTopicOfASourceIsAnErrorThatTheConnectorFileMayAccept() {
    environment.worker(MskEnvironment.WORKER.replaceAll("offset.*\n", ""));
    assertThat(environment.write().problems())
        .extracting(Problem::code)
        .containsExactly(ErrorCode.OFFSET_TOPIC_UNNAMED);

    accepting("\"connector.class\": \"S\"", "offset-topic-unnamed");

    assertThat(settings()).doesNotContainKey("offset.storage.topic");

    bundle.connector("shop", "\"connector.class\": \"a.SinkConnector\", \"topics\": \"t\"");
    assertThat(settings()).doesNotContainKey("offset.storage.topic");
  }

  @Test
  void scalingAConnectorWithOneTaskIsAnErrorThatTheConnectorFileMayAccept() {
    environment.defaults(
        "{mcuCount: 1, workerCount: 1}",
        "{autoScaling: {minWorkerCount: 1, maxWorkerCount: 2, mcuCount: 1}}");
    assertThat(settings()).containsKey("capacity.autoScaling.mcuCount");

    bundle.connector("shop", MYSQL);
    assertThat(environment.write().problems())
        .extracting(Problem::code)
        .containsExactly(ErrorCode.TASKS_OVERRIDDEN);

    accepting(MYSQL + REQUIRED, "tasks-overridden");
    assertThat(settings()).containsKey("capacity.autoScaling.mcuCount");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "auth: iam                | auth: scram              | 'scram' is not a way to log in",
        "cluster: arn             | cluster: urn             | is not the ARN of an MSK cluster",
        "cluster: arn             | bundle: b # arn          | cluster: it is missing",
        "mskConnect:              | connect:                 | connect: this key is not known for"
            + " target msk-connect",
        "  subnets                | net                      | mskConnect.subnets: it is missing",
        "[subnet-2, subnet-1]     | subnet-1                 | mskConnect.subnets: it is not a"
            + " list",
        "[sg-1]                   | [[sg-1]]                 | mskConnect.securityGroups: it is not"
            + " a text",
        "[sg-1]                   | ['{{ nobody }}']         | the variable nobody is not defined",
        "bootstrapServers: b      | endpoint: ftp://b        | mskConnect.endpoint: it is not the"
            + " https address",
        "bootstrapServers: b      | endpoint: http://h       | mskConnect.endpoint: it is not the"
            + " https address",
        "bootstrapServers: b-2:9098,b-1:9098 | account: '1' | mskConnect.account: an account is"
            + " twelve digits",
        "bootstrapServers: b      | assumeRoleExternalId: b  | mskConnect.assumeRole: it is"
            + " missing",
        "bootstrapServers: b      | networkType: b           | mskConnect.networkType:",
        "bootstrapServers: b      | nettype: b               | mskConnect.nettype: this key is not"
            + " known",
        "bootstrapServers: b-2:9098,b-1:9098 | pluginBucket: {prefix: p} |"
            + " mskConnect.pluginBucket.name: it is missing",
        "bootstrapServers: b-2:9098,b-1:9098 | pluginBucket: {name: b, acl: p} |"
            + " mskConnect.pluginBucket.acl: this key",
        "bootstrapServers: b-2:9098,b-1:9098 | tags: [a]      | mskConnect.tags: it is not an"
            + " object",
      })
  void anInvalidTargetIsAnError(String part, String by, String expected) {
    environment.target(part, by);

    assertThat(environment.write().problems())
        .extracting(Problem::headline)
        .anyMatch(line -> line.contains(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mcuCount: 1              | mcuCount: 3              | capacity.mcuCount: '3' is not"
            + " allowed",
        "mcuCount: 1, workerCount | workerCount              | connectors.shop.capacity: it is"
            + " missing, or a part",
        "workerCount: 1           | workerCount: 1, autoScaling: {mcuCount: 1} | both provisioned"
            + " and autoscaled capacity are set",
        "{mcuCount: 1, workerCount: 1} | 1                   | defaults.capacity: it is not an"
            + " object",
        "capacity:                | capacities:              | defaults.capacities: this key is not"
            + " known",
        "mcuCount                 | mcu                      | defaults.capacity.mcu: this key is"
            + " not known",
        "connectVersion: 3.7.x    | connectVersion: 3.8.x    | defaults.connectVersion: '3.8.x'"
            + " is not allowed",
        "connectVersion: 3.7.x    | encryption: TLS          | connectors.shop.connectVersion: it"
            + " is missing",
        "connectVersion: 3.7.x    | encryption: PLAINTEXT    | a login by IAM needs TLS",
        "arn:aws:iam              | arn:aws:ecs              | defaults.role:",
        "plugin: debezium-3-1a2b  | encryption: TLS          | connectors.shop.plugin: it is"
            + " missing",
        "worker: worker.properties | worker: none.properties | there is no file connector-configs/environments/test/none.properties",
      })
  void invalidDefaultsAreAnError(String part, String by, String expected) {
    environment.defaults(part, by);

    assertThat(environment.write().problems())
        .extracting(Problem::headline)
        .anyMatch(line -> line.contains(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "state: stopped  | connectors.shop.state: MSK Connect cannot stop a connector",
        "colour: red     | connectors.shop.colour: this key is not known for target msk-connect",
        "role: admin     | connectors.shop.role: 'admin' is not allowed",
      })
  void anInvalidEntryIsAnError(String entry, String expected) {
    environment.connectors("connectors: [{name: shop, " + entry + "}]");

    assertThat(environment.write().problems())
        .extracting(Problem::headline)
        .anyMatch(line -> line.contains(expected));
  }

  @Test
  void givenTheTargetConnectThenTheKeysOfMskConnectAreUnknown() {
    bundle.environment("test", "http://h:1", "defaults: {}\nconnectors: [{name: shop}]");

    assertThatThrownBy(bundle::read)
        .hasMessageContaining("defaults: this key is not known for target connect");
  }

  private void accepting(String config, String rule) {
    bundle.file(
        "shop.json",
        "{\"name\": \"shop\", \"accept\": [{\"rule\": \""
            + rule
            + "\", \"reason\": \"r\"}], \"config\": {"
            + config
            + "}}");
  }

  private String workerName() {
    return settings().get("worker");
  }

  private RenderedConnector connector() {
    return environment.write().load().connectors().get(0);
  }

  private Map<String, String> settings() {
    return connector().settings().orElseThrow().texts();
  }

  private MskConnectTarget target() {
    return environment.write().load().environment().mskConnect().orElseThrow();
  }
}
