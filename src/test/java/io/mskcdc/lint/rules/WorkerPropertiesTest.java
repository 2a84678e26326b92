package io.mskcdc.lint.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.config.BundleFolder;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerPropertiesTest {
  private static final String FILE = "connector-configs/environments/test/worker.properties";
  private static final String JSON = "org.apache.kafka.connect.json.JsonConverter";
  private static final String MYSQL =
      "\"connector.class\": \"io.debezium.connector.mysql.MySqlConnector\"";

  @TempDir Path temp;
  private BundleFolder bundle;

  @BeforeEach
  void bundle() {
    bundle = new BundleFolder(temp);
  }

  @ParameterizedTest
  @CsvSource({
    "offset.flush.interval, offset.flush.interval.ms",
    "key.convertor, key.converter",
    "plugin.paths, plugin.path",
    "config.provider, config.providers",
    "offset.storage.replication.facto, offset.storage.replication.factor",
    "producer.linger.m, producer.linger.ms",
    "consumer.max.poll.record, consumer.max.poll.records",
    "value.converter.schema.enable, value.converter.schemas.enable",
    "status.storage.cleanup.polcy, status.storage.cleanup.policy",
  })
  void aMisspeltPropertyIsAnErrorWithTheSimilarOne(String typo, String meant) {
    bundle.worker("# why\nvalue.converter=" + JSON + "\n" + typo + "=1\n");

    assertThat(headlines())
        .containsExactly(
            "[worker-property-unknown] "
                + FILE
                + ":3:1, "
                + typo
                + ": no worker reads this property: did you mean "
                + meant
                + "?");
  }

  @ParameterizedTest
  @CsvSource({"role.anr, ': did you mean role.arn?'", "allowed.paths, ''"})
  void aParameterThatAProviderOfThisBundleLacksIsAnErrorWithTheKnownOnes(
      String parameter, String hint) {
    bundle.worker(
        "config.providers=s,file\nconfig.providers.s.class=io.mskcdc.secrets.S3FileConfigProvider\n"
            + "config.providers.s.param.region=eu-west-1\nconfig.providers.s.param."
            + parameter
            + "=x\nconfig.providers.file.class="
            + "org.apache.kafka.common.config.provider.FileConfigProvider\n"
            + "config.providers.file.param.allowed.paths=/run\n");

    assertThat(headlines())
        .containsExactly(
            "[worker-property-unknown] "
                + FILE
                + ":4:1, config.providers.s.param."
                + parameter
                + ": the provider has no parameter "
                + parameter
                + ", and refuses it when the worker starts"
                + hint);
    assertThat(bundle.problems().get(0).next()).contains("role.arn, role.session.name");
  }

  @Test
  void theParametersAreThoseOfTheProviders() throws IOException {
    String source =
        Files.readString(
            Path.of(
                "../connect-plugins/lib/aws-config-provider/src/main/java/io/mskcdc/secrets/ProviderConfig.java"));

    assertThat(
            Pattern.compile("static final String \\w+ = \"([^\"]+)\";").matcher(source).results())
        .extracting(constant -> constant.group(1))
        .containsExactlyInAnyOrderElementsOf(UnknownProviderParameterRule.PARAMETERS);
  }

  @Test
  void aSecretInClearIsAnErrorThatDoesNotShowIt() {
    bundle.worker(
        "listeners.https.ssl.key.password=hunter2\n"
            + "listeners.https.ssl.keystore.password=${v:tls:keystore}\n"
            + "config.providers=v\nconfig.providers.v.class=a.Vault\n"
            + "config.providers.v.param.token=hunter3\n");

    assertThat(headlines())
        .containsExactly(
            "[clear-secret] "
                + FILE
                + ":1:34, listeners.https.ssl.key.password: the value contains a secret in clear");
    assertThat(bundle.problems().toString()).doesNotContain("hunter");
  }

  @Test
  void anArnWithColonsIsAnErrorWithTheFormThatWorks() {
    bundle.worker("bootstrap.servers=${s:arn:aws:ssm:eu-west-1:1:parameter/brokers}\n");

    assertThat(bundle.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.headline()).startsWith("[arn-not-encoded] " + FILE + ":1:19, ");
              assertThat(problem.next())
                  .contains("write ${s:arn%3Aaws%3Assm%3Aeu-west-1%3A1%3Aparameter/brokers}");
            });
  }

  @Test
  void aPropertyWithoutASimilarOneIsAnErrorToo() {
    bundle.worker("colour.of.the.wall=red");

    assertThat(headlines())
        .containsExactly(
            "[worker-property-unknown] "
                + FILE
                + ":1:1, colour.of.the.wall: no worker reads this property");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bootstrap.servers=b:9092",
        "rest.advertised.host.name=h",
        "listeners.https.ssl.keystore.location=/k",
        "config.storage.replication.factor=1",
        "config.storage.min.insync.replicas=2",
        "topic.creation.enable=true",
        "producer.linger.ms=5",
        "producer.interceptor.own.option=1",
        "admin.retries=1",
        "value.converter.registry.url=x",
        "metrics.context.own=1",
        "sasl.login.callback.handler.class=a.B",
        "metadata.recovery.strategy=rebootstrap",
        "metric.reporters=a.Reporter\nown.reporter.key=1",
      })
  void aPropertyThatAWorkerOrAClassOfTheUserReadsIsNoError(String properties) {
    bundle.worker(properties);

    assertThat(bundle.problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "connector.class",
        "database.hostname",
        "tasks.max",
        "transforms",
        "transforms.unwrap.type",
        "topic.creation.default.partitions",
        "producer.override.acks",
        "schema.history.internal.kafka.topic",
      })
  void anOptionOfAConnectorIsAnErrorThatNamesItsPlace(String key) {
    bundle.worker("offset.flush.interval.ms=1000\n" + key + "=1");

    assertThat(bundle.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.headline())
                  .startsWith("[worker-property-misplaced] " + FILE + ":2:1, " + key + ": ")
                  .contains("option of connectors");
              assertThat(problem.next()).isEqualTo("move it to config in the connector's file");
            });
  }

  @Test
  void aPropertyThatIsSetTwiceIsAnErrorAtTheSecondPlace() {
    bundle.worker("offset.flush.interval.ms=1\n\noffset.flush.interval.ms=2\n");

    assertThat(headlines())
        .containsExactly(
            "[file-syntax] "
                + FILE
                + ":3:1, offset.flush.interval.ms: it is set before in line 1, and a worker takes"
                + " the last value");
  }

  @Test
  void aFileThatIsNotUtf8IsAnErrorWithItsLine() throws IOException {
    bundle.worker("");
    Files.write(temp.resolve(FILE), "# why\n# für\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(bundle.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.headline())
                  .isEqualTo("[file-syntax] " + FILE + ":2:4: the file is not UTF-8");
              assertThat(problem.next()).isEqualTo("save the file as UTF-8");
            });
  }

  @Test
  void aByteOrderMarkIsAnError() {
    bundle.worker("\uFEFFgroup.id=g\n");

    assertThat(headlines())
        .singleElement()
        .asString()
        .startsWith("[file-syntax] " + FILE + ":1:1: the file begins with a byte order mark");
  }

  @Test
  void aProviderWithoutAClassIsAnError() {
    bundle.worker("config.providers=file,vault\nconfig.providers.file.class=a.File\n");

    assertThat(bundle.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.headline())
                  .isEqualTo(
                      "[provider-incomplete] "
                          + FILE
                          + ":1:18, config.providers: the provider 'vault' has no class, and a"
                          + " worker does not start");
              assertThat(problem.next()).contains("config.providers.vault.class=");
            });
  }

  @Test
  void theClassOfAProviderThatIsNotListedIsOneErrorForAllItsProperties() {
    bundle.worker(
        """
        config.providers=files
        config.providers.files.class=a.File
        config.providers.file.class=a.File
        config.providers.file.param.x=1
        """);

    assertThat(headlines())
        .containsExactly(
            "[provider-incomplete] "
                + FILE
                + ":3:1, config.providers.file.class: config.providers does not list 'file', and a"
                + " worker ignores this property: did you mean files?");
  }

  @ParameterizedTest
  @CsvSource({
    "key.converter, org.apache.kafka.connect.storage.StringConverter, Struct{id=1}",
    "value.converter, StringConverter, Struct{id=1}",
    "value.converter, org.apache.kafka.connect.converters.ByteArrayConverter, bytes only",
  })
  void aConverterThatCannotWriteRowsIsAnErrorInTheConnectorAndInTheWorker(
      String key, String converter, String fault) {
    bundle.connector("shop", MYSQL).worker(key + "=" + converter);
    assertThat(bundle.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.headline())
                  .startsWith("[converter-unfit] " + FILE + ":1:" + (key.length() + 2) + ", " + key)
                  .contains(fault);
              assertThat(problem.next()).contains(JSON).contains("connector shop");
            });

    bundle
        .connector("shop", MYSQL + ", \"" + key + "\": \"" + converter + "\"")
        .worker(key + "=" + JSON);
    assertThat(bundle.problems())
        .singleElement()
        .extracting(Problem::headline)
        .asString()
        .startsWith("[converter-unfit] connector-configs/shop.json:1:")
        .contains(fault);
  }

  @Test
  void theConverterOfTheConnectorReplacesThatOfTheWorker() {
    bundle
        .connector("shop", MYSQL + ", \"key.converter\": \"" + JSON + "\"")
        .worker("key.converter=org.apache.kafka.connect.storage.StringConverter");

    assertThat(bundle.problems()).isEmpty();
  }

  @Test
  void anotherConnectorAndAnOutboxMayUseThem() {
    bundle.worker("value.converter=org.apache.kafka.connect.storage.StringConverter");
    assertThat(bundle.problems()).isEmpty();

    bundle.connector(
        "shop",
        MYSQL
            + ", \"transforms\": \"outbox\", \"transforms.outbox.type\":"
            + " \"io.debezium.transforms.outbox.EventRouter\"");
    assertThat(bundle.problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "database.hostname, ${DB_HOST}",
    "database.hostname, ${db.host}",
    "topic.prefix, a-${ENV}",
    "transforms.cdc.route.rules, ${RULES}",
  })
  void aNameWithoutAColonIsAnError(String key, String value) {
    bundle.connector(
        "shop",
        MYSQL
            + ", \"transforms\": \"cdc\", \"transforms.cdc.type\":"
            + " \"io.mskcdc.smt.UnwrapMaskRoute\", \""
            + key
            + "\": \""
            + value
            + "\"");

    assertThat(bundle.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.headline())
                  .startsWith("[reference-invalid] connector-configs/shop.json:1:")
                  .contains(key + ": ${")
                  .contains("has no colon");
              assertThat(problem.next())
                  .contains("${provider:path:key}")
                  .contains("{{ name }}")
                  .contains("accept reference-invalid");
            });
  }

  @Test
  void aNameWithoutAColonInTheWorkersFileIsAnError() {
    bundle.worker(
        """
        config.providers=p
        config.providers.p.class=a.B
        config.providers.p.param.region=${REGION}
        """);

    assertThat(headlines())
        .singleElement()
        .asString()
        .startsWith(
            "[reference-invalid] " + FILE + ":3:33, config.providers.p.param.region: ${REGION} ");
  }

  @Test
  void aSecretWithSuchATextIsNotRepeated() {
    bundle.connector("shop", MYSQL + ", \"database.password\": \"a${hunter2}b\"");

    assertThat(bundle.problems())
        .filteredOn(problem -> problem.code() == ErrorCode.REFERENCE_INVALID)
        .singleElement()
        .satisfies(problem -> assertThat(problem.toString()).doesNotContain("hunter2"));
  }

  @Test
  void theTemplatesOfTransformsAndSinksAreNoReferences() {
    bundle.connector(
        "shop",
        "\"connector.class\": \"a.Sink\", \"table.name.format\": \"${topic}\", \"transforms\":"
            + " \"time\", \"transforms.time.topic.format\": \"${topic}-${timestamp}\"");
    assertThat(bundle.problems()).isEmpty();

    bundle.connector(
        "shop",
        MYSQL
            + ", \"transforms\": \"cdc\", \"transforms.cdc.type\":"
            + " \"io.mskcdc.smt.UnwrapMaskRoute\", \"transforms.cdc.route.rules\":"
            + " \"keyless -> ${database}.${table}\"");
    assertThat(bundle.problems()).isEmpty();
  }

  private List<String> headlines() {
    return bundle.problems().stream().map(Problem::headline).toList();
  }
}
