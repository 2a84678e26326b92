package io.mskcdc.lint.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.config.BundleFolder;
import io.mskcdc.config.MskEnvironment;
import io.mskcdc.problem.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MskPlacementRulesTest {
  private static final String ENVIRONMENT = "connector-configs/environments/test/environment.yaml";
  private static final String MYSQL =
      "\"connector.class\": \"io.debezium.connector.mysql.MySqlConnector\"";
  private static final String JSON = "org.apache.kafka.connect.json.JsonConverter";

  @TempDir Path temp;
  private BundleFolder bundle;
  private MskEnvironment environment;

  @BeforeEach
  void environment() {
    bundle = new BundleFolder(temp).connector("shop", MYSQL);
    environment = new MskEnvironment(bundle);
  }

  @Test
  void aWorkerFileThatIsMissingIsAnErrorWhereItIsNamed() {
    environment.defaults("worker.properties", "workers.properties");

    assertThat(environment.write().problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.headline())
                  .isEqualTo(
                      "[worker-file-missing] "
                          + ENVIRONMENT
                          + ":10:3, worker: there is no file"
                          + " connector-configs/environments/test/workers.properties");
              assertThat(problem.next()).startsWith("create it, or correct the name");
            });
  }

  @Test
  void aFolderInPlaceOfTheWorkerFileIsNamedAsOne() {
    environment.defaults("worker: worker.properties", "worker: folder");
    bundle.file("environments/test/folder/x", "");

    assertThat(environment.write().problems())
        .extracting(Problem::headline)
        .containsExactly(
            "[file-not-readable] connector-configs/environments/test/folder: it is a folder");
  }

  @ParameterizedTest
  @CsvSource({
    "producer.linger.m, worker-property-unknown",
    "database.hostname, worker-property-misplaced",
    "client.dns.lookupp, worker-property-unknown",
    "rest.colour, worker-property-refused",
    "producer.own.interceptor, worker-property-refused",
  })
  void aPropertyThatTheServiceRefusesIsReportedOnceAndForItsTrueCause(String key, String code) {
    environment.worker(
        "key.converter=%1$s%nvalue.converter=%1$s%noffset.storage.topic=t%n%2$s=1%n"
            .formatted(JSON, key));

    assertThat(environment.write().problems())
        .extracting(problem -> problem.code().code())
        .containsExactly(code);
  }

  @ParameterizedTest
  @CsvSource({
    "b-1.example, has no port, write host:port; the port of MSK's listener is 9098",
    "b-1:9092, listener for plaintext without a login and auth is iam, write port 9098",
    "b-1:9094, listener for TLS without a login by IAM and auth is iam, write port 9098",
    "b-1:9196, listener for the login with SCRAM and auth is iam, write port 9098",
  })
  void anAddressOfABrokerThatCannotWorkIsAnError(String address, String message, String next) {
    environment.target("b-2:9098,b-1:9098", "b-2:9098," + address);

    assertThat(environment.write().problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.headline().replace(",", ""))
                  .startsWith(
                      "[broker-address-invalid] "
                          + ENVIRONMENT
                          + ":5:21 mskConnect.bootstrapServers: '"
                          + address
                          + "'")
                  .contains(message);
              assertThat(problem.next()).startsWith(next);
            });
  }

  @Test
  void thePortOfTheListenerForIamNeedsTheLoginByIam() {
    environment.target("auth: iam", "auth: none");

    assertThat(environment.write().problems())
        .hasSize(2)
        .allSatisfy(
            problem ->
                assertThat(problem.next()).isEqualTo("write port 9094 for TLS, or auth: iam"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"b-1:9098", "b-1.x.amazonaws.com:9198", "127.0.0.1:40123", "[::1]:9098"})
  void anAddressWithAPortIsNoError(String address) {
    environment.target("b-2:9098,b-1:9098", "\"" + address + "\"");

    assertThat(environment.write().problems()).isEmpty();
  }

  @Test
  void theAddressesOfAConnectorsOwnClientsAreCheckedToo() {
    bundle.connector(
        "shop",
        MYSQL
            + ", \"schema.history.internal.kafka.bootstrap.servers\": \"b-1:9098,b-2\""
            + ", \"signal.kafka.bootstrap.servers\": \"${file:/f:servers}\"");
    environment.worker(
        "key.converter=%1$s%nvalue.converter=%1$s%noffset.storage.topic=t%n".formatted(JSON)
            + "config.providers=file\nconfig.providers.file.class=org.apache.kafka.File\n");

    assertThat(environment.write().problems())
        .singleElement()
        .extracting(Problem::headline)
        .asString()
        .startsWith("[broker-address-invalid] connector-configs/shop.json:1:")
        .contains("'b-2' has no port");
  }

  @Test
  void onOtherWorkersOnlyAMissingPortIsAnError() {
    bundle
        .environment("test", "http://h:1", "auth: iam\nconnectors: [{name: shop}]")
        .connector(
            "shop",
            MYSQL + ", \"schema.history.internal.kafka.bootstrap.servers\": \"b-1:9092,b-2\"");

    assertThat(bundle.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.message()).startsWith("'b-2' has no port");
              assertThat(problem.next()).isEqualTo("write host:port");
            });
  }

  @Test
  void severalWorkersForOneTaskAreAnError() {
    environment.defaults("workerCount: 1", "workerCount: 3");

    assertThat(environment.write().problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.headline())
                  .startsWith("[workers-idle] " + ENVIRONMENT + ":13:3, capacity.workerCount: ")
                  .contains("2 of 3 workers");
              assertThat(problem.next()).startsWith("write workerCount: 1");
            });

    bundle.connector("shop", "\"connector.class\": \"a.Sink\"");
    assertThat(bundle.problems()).isEmpty();
  }

  @Test
  void theOldWorkerCannotLoadAPluginForTheNewOne() {
    environment.defaults("3.7.x", "2.7.1");
    assertThat(environment.write().problems()).isEmpty();

    built("3.7.2", "");
    assertThat(bundle.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.headline())
                  .isEqualTo(
                      "[plugin-needs-newer-worker] "
                          + ENVIRONMENT
                          + ":11:3, connectVersion: Kafka Connect 2.7.1 runs on Java 11, and its"
                          + " plugin was checked for Kafka Connect 3.7.2");
              assertThat(problem.next()).startsWith("write connectVersion: 3.7.x");
            });

    built("2.7.1", "");
    assertThat(bundle.problems()).isEmpty();
  }

  @Test
  void theOldWorkerCannotLoadTheTransformsOfThisRepository() {
    environment.defaults("3.7.x", "2.7.1");
    bundle.connector(
        "shop", MYSQL + ", \"transforms\": \"u\", \"transforms.u.type\": \"io.mskcdc.smt.Unwrap\"");

    assertThat(environment.write().problems())
        .extracting(Problem::message)
        .containsExactly(
            "Kafka Connect 2.7.1 runs on Java 11, and io.mskcdc.smt.Unwrap needs Java 17");
  }

  @Test
  void aClassThatThePluginLacksIsAnErrorWhereItIsNamed() {
    built(
        "3.7.2",
        type("io.debezium.connector.mysql.MySqlConnector", true)
            + ", "
            + type("io.mskcdc.smt.Unwrap", true));
    bundle.connector(
        "shop",
        MYSQL
            + ", \"transforms\": \"u\", \"transforms.u.type\": \"io.mskcdc.smt.Unwrapp\","
            + " \"errors.retry.timeout\": -1,"
            + " \"value.converter\": \"io.confluent.connect.avro.AvroConverter\"");
    environment
        .worker(
            """
            key.converter=JsonConverter
            value.converter=a.Replaced
            config.providers=vault
            config.providers.vault.class=a.Vault
            offset.storage.topic=t
            """)
        .write();

    assertThat(bundle.problems())
        .extracting(Problem::headline)
        .satisfiesExactly(
            converter ->
                assertThat(converter)
                    .startsWith("[class-not-in-plugin] connector-configs/shop.json:1:")
                    .endsWith("has no class io.confluent.connect.avro.AvroConverter"),
            transform ->
                assertThat(transform)
                    .contains("transforms.u.type: ")
                    .endsWith("did you mean io.mskcdc.smt.Unwrap?"),
            provider ->
                assertThat(provider)
                    .startsWith(
                        "[class-not-in-plugin] connector-configs/environments/test/"
                            + "worker.properties:4:30, config.providers.vault.class: "));
    assertThat(bundle.problems())
        .extracting(Problem::next)
        .allMatch(next -> next.contains("connect-plugins/debezium-mysql/target/manifest.json"));
  }

  @Test
  void aClassThatNoServiceFileListsIsAnErrorForWorkersThatReadThese() {
    built("3.7.2", type("io.debezium.connector.mysql.MySqlConnector", false));
    environment.write();
    assertThat(bundle.problems()).isEmpty();

    environment
        .worker(
            "key.converter=%1$s%nvalue.converter=%1$s%noffset.storage.topic=t%n".formatted(JSON)
                + "plugin.discovery=SERVICE_LOAD\n")
        .write();
    assertThat(bundle.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.headline())
                  .startsWith("[class-not-in-plugin] connector-configs/shop.json:1:")
                  .contains("plugin.discovery=service_load");
              assertThat(problem.next()).contains("hybrid_warn");
            });
  }

  /** Writes the manifest of a built plugin, which the environment uses. */
  private void built(String release, String classes) {
    if (!Files.exists(temp.resolve("connect-plugins"))) {
      environment.defaults("debezium-3-1a2b", "debezium-mysql");
    }
    bundle.file(
        "../connect-plugins/debezium-mysql/target/manifest.json",
        "{\"name\": \"debezium-mysql-3-1a2b\", \"verification\": {\"connect\": \""
            + release
            + "\", \"classes\": ["
            + classes
            + "]}}");
    environment.write();
  }

  private static String type(String name, boolean declared) {
    return "{\"type\": \"any\", \"name\": \"" + name + "\", \"declared\": " + declared + "}";
  }
}
