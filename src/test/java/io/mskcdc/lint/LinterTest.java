package io.mskcdc.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.config.Accept;
import io.mskcdc.config.BundleFolder;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinterTest {
  private static final String MYSQL =
      "\"connector.class\": \"io.debezium.connector.mysql.MySqlConnector\"";
  private static final String UNWRAP =
      ", \"transforms\": \"unwrap\", \"transforms.unwrap.type\": \"io.mskcdc.smt.Unwrap\"";

  @TempDir Path temp;
  private BundleFolder bundle;

  @BeforeEach
  void bundle() {
    bundle = new BundleFolder(temp);
  }

  @ParameterizedTest
  @CsvSource({
    "database.hostnam, database.hostname",
    "databsae.hostname, database.hostname",
    "database.host, database.hostname",
    "Topic.Prefix, topic.prefix",
    "table.includes.list, table.include.list",
    "signal.kafka.groupid, signal.kafka.groupId",
    "task.max, tasks.max",
    "topic.creation.group, topic.creation.groups",
    "key.converter.schema.enable, key.converter.schemas.enable",
    "transform.unwrap.type, transforms.unwrap.type",
    "transforms.unwrap.add.field, transforms.unwrap.add.fields",
    "transforms.unwrap.predicat, transforms.unwrap.predicate",
    "topic.creations.default.partitions, topic.creation.default.partitions",
    "producer.overide.acks, producer.override.acks",
    "schema.history.internal.produce.acks, schema.history.internal.producer.acks",
  })
  void givenAMisspeltKeyThenTheErrorSuggestsTheSimilarKey(String typo, String meant) {
    mysql("\"key.converter\": \"org.apache.kafka.connect.json.JsonConverter\"", typo);

    assertThat(bundle.problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.headline())
                    .isEqualTo(
                        "[key-unknown] connector-configs/shop.json:1:232, "
                            + typo
                            + ": nothing reads this key, and Connect ignores it: did you mean "
                            + meant
                            + "?"));
  }

  @ParameterizedTest
  @CsvSource({
    "database.server.id, 5400",
    "topic.prefix, shop",
    "schema.history.internal.kafka.topic, __history.shop",
  })
  void givenTwoConnectorsWithOneValueThenTheErrorNamesBoth(String key, String value) {
    String config = MYSQL + ", \"" + key + "\": \"" + value + "\"";
    bundle
        .environment("test", "http://127.0.0.1:8083", "connectors: [{name: shop}, {name: copy}]")
        .connector("shop", config)
        .connector("copy", config);

    assertThat(bundle.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.headline())
                  .startsWith("[value-shared] connector-configs/copy.json:1:")
                  .contains(key + ": the connector shop has the same value " + value)
                  .contains("connector-configs/shop.json:1:");
              assertThat(problem.next()).contains("accept value-shared");
            });
  }

  @Test
  void givenASinkInTheGroupOfAnotherOneThenTheErrorNamesBoth() {
    String sink = "\"connector.class\": \"a.SinkConnector\", \"topics\": \"a,b\"";
    bundle
        .environment("test", "http://127.0.0.1:8083", "connectors: [{name: shop}, {name: copy}]")
        .connector("shop", sink)
        .connector("copy", sink + ", \"consumer.override.group.id\": \"connect-shop\"");

    assertThat(bundle.problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.headline())
                    .startsWith("[value-shared] connector-configs/copy.json:1:")
                    .contains(
                        "consumer.override.group.id: the connector shop has the same value"
                            + " connect-shop"));
  }

  @Test
  void givenTwoConnectorsWithDifferentValuesThenThereIsNoError() {
    bundle
        .environment("test", "http://127.0.0.1:8083", "connectors: [{name: shop}, {name: copy}]")
        .connector("shop", MYSQL + ", \"database.server.id\": 5400, \"topic.prefix\": \"a\"")
        .connector("copy", MYSQL + ", \"database.server.id\": 5401, \"topic.prefix\": \"b\"");

    assertThat(bundle.problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "database.server.name, topic.prefix",
    "database.history, schema.history.internal",
    "database.history.kafka.topic, schema.history.internal.kafka.topic",
    "database.history.producer.acks, schema.history.internal.producer.acks",
    "table.whitelist, table.include.list",
    "sanitize.field.names, field.name.adjustment.mode",
    "column.blacklist, column.exclude.list",
    "transforms.unwrap.drop.tombstones, transforms.unwrap.delete.tombstone.handling.mode",
    "transforms.unwrap.delete.handling.mode, transforms.unwrap.delete.tombstone.handling.mode",
  })
  void givenAKeyOfAnOlderDebeziumThenTheErrorHasItsNewName(String old, String now) {
    mysql("\"tasks.max\": 1", old);

    assertThat(bundle.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.headline()).contains(old + ": ").endsWith("it is " + now + " now");
              assertThat(problem.next()).startsWith("write ").contains(now);
            });
  }

  @Test
  void givenAKeyWithoutASimilarOneThenTheErrorSuggestsNone() {
    mysql("\"tasks.max\": 1", "colour");

    assertThat(bundle.problems())
        .singleElement()
        .extracting(Problem::message)
        .asString()
        .doesNotContain("?");
  }

  @ParameterizedTest
  @CsvSource({
    "io.mskcdc.smt.Mask, transforms.cdc.",
    "io.mskcdc.smt.UnwrapMaskRoute, transforms.cdc.mask."
  })
  void givenAnUnknownMaskingMethodThenTheNextStepListsTheKnownMethods(String type, String prefix) {
    bundle.connector(
        "shop",
        MYSQL
            + ", \"transforms\": \"cdc\", \"transforms.cdc.type\": \""
            + type
            + "\", \""
            + prefix
            + "hash.columns\": \"a.b.c\", \""
            + prefix
            + "hmca.columns\": \"a.b.d\"");

    assertThat(bundle.problems())
        .satisfiesExactly(
            hash -> {
              assertThat(hash.headline())
                  .startsWith("[key-unknown] ")
                  .contains(prefix + "hash.columns: ")
                  .doesNotContain("?");
              for (String method :
                  List.of(
                      "null", "redact", "hmac", "partial", "format", "date", "bucket", "drop")) {
                assertThat(hash.next()).contains(prefix + method + ".columns");
              }
            },
            hmca -> assertThat(hmca.headline()).endsWith(prefix + "hmac.columns?"));
  }

  @Test
  void givenDatabaseWithAnOptionThatTheDriverDoesNotHaveThenNothingReadsIt() {
    mysql("\"tasks.max\": 1", "database.colourOfTheWall");

    assertThat(bundle.problems())
        .singleElement()
        .extracting(Problem::headline)
        .asString()
        .endsWith("nothing reads this key, and Connect ignores it");
  }

  @ParameterizedTest
  @CsvSource({
    "true, drop, drop",
    "false, drop, tombstone",
    "true, rewrite, rewrite",
    "false, rewrite, rewrite-with-tombstone",
    "true, none, delete-to-tombstone"
  })
  void givenTheOldOptionsForDeletesThenTheNextStepHasTheirNewNameAndValue(
      String drop, String mode, String value) {
    bundle.connector(
        "shop",
        MYSQL
            + UNWRAP
            + ", \"transforms.unwrap.drop.tombstones\": \""
            + drop
            + "\", \"transforms.unwrap.delete.handling.mode\": \""
            + mode
            + "\"");

    assertThat(bundle.problems())
        .hasSize(2)
        .extracting(Problem::next)
        .allMatch(
            next ->
                next.startsWith(
                    "write \"transforms.unwrap.delete.tombstone.handling.mode\": \""
                        + value
                        + "\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "database.connectionTimeZone",
        "database.serverTimezone",
        "driver.connectionTimeZone",
        "producer.override.acks",
        "admin.override.retries",
        "schema.history.internal.producer.sasl.mechanism",
        "schema.history.internal.consumer.sasl.mechanism",
        "schema.history.internal.kafka.create.timeout.ms",
        "signal.consumer.sasl.mechanism",
        "signal.kafka.topic",
        "topic.delimiter",
        "binary.handling.mode",
        "read.only",
        "snapshot.select.statement.overrides.shop.orders",
        "column.mask.with.10.chars",
        "column.truncate.to.5.chars",
        "column.mask.hash.SHA-256.with.salt.pepper",
        "column.mask.hash.v2.SHA-256.with.salt.pepper",
        "topic.creation.default.retention.ms",
        "tasks.max.enforce",
        "transforms.unwrap.negate",
        "transforms.unwrap.plugin.version",
        "value.converter.any.thing",
      })
  void aKnownKeyOrAKeyThatIsPassedOnIsNoError(String key) {
    mysql("\"tasks.max\": 1", key);

    assertThat(bundle.problems())
        .extracting(Problem::code)
        .doesNotContain(ErrorCode.KEY_UNKNOWN, ErrorCode.KEY_RENAMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"converters\": \"isbn\", \"isbn.type\": \"a.B\", \"isbn.name\": \"x\"",
        "\"post.processors\": \"re\", \"re.type\": \"a.B\", \"re.name\": \"x\"",
        "\"value.converter\": \"a.Avro\", \"value.converter.registry.url\": \"x\"",
        "\"transforms\": \"own\", \"transforms.own.type\": \"a.B\", \"transforms.own.x\": 1",
        "\"transforms\": \"a.b, c\", \"transforms.a.b.type\": \"a.B\", \"transforms.c.x\": 1",
        "\"predicates\": \"p\", \"predicates.p.type\": \"a.B\", \"predicates.p.x\": 1",
        "\"topic.creation.groups\": \"log\", \"topic.creation.log.include\": \"x\"",
        "\"schema.history.internal\": \"a.B\", \"schema.history.internal.table\": \"x\"",
        "\"topic.naming.strategy\": \"a.B\", \"topic.shape\": \"x\"",
        "\"signal.enabled.channels\": \"source,own\", \"signal.own.url\": \"x\"",
      })
  void theOptionsOfPartsFromElsewhereAreNotChecked(String config) {
    bundle.connector("shop", MYSQL + ", " + config);

    assertThat(bundle.load().connectors()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "transforms.unwarp.add.fields | transforms.unwarp: 'unwarp' is not listed in transforms,"
            + " and Connect ignores its keys: did you mean transforms.unwrap?",
        "transforms.other.type | transforms.other: 'other' is not listed in transforms",
        "predicates.p.type | predicates.p: 'p' is not listed in predicates",
        "topic.creation.log.include | topic.creation.log: 'log' is not listed in"
            + " topic.creation.groups",
      })
  void anAliasThatIsNotListedIsAnError(String key, String expected) {
    mysql("\"tasks.max\": 1", key);

    assertThat(bundle.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.headline()).contains(expected));
  }

  @Test
  void givenSeveralKeysOfAnUnlistedAliasThenTheyAreOneError() {
    bundle.connector(
        "shop", MYSQL + ", \"transforms.gone.type\": \"a.B\", \"transforms.gone.x\": \"1\"");

    assertThat(bundle.problems()).extracting(Problem::key).containsExactly("transforms.gone");
  }

  @Test
  void givenAMisspeltKeyInTheOverlayThenTheErrorHasItsLocationThere() {
    mysql("\"tasks.max\": 1", "topic.prefix")
        .file("environments/test/shop.json", "{\"config\": {\"databse.port\": 1}}");

    assertThat(bundle.problems())
        .extracting(Problem::where)
        .containsExactly("connector-configs/environments/test/shop.json:1:13");
  }

  @Test
  void givenAListThatTheOverlayReplacesThenTheNextStepNamesTheOverlay() {
    bundle
        .connector("shop", MYSQL + UNWRAP)
        .file("environments/test/shop.json", "{\"config\": {\"transforms\": \"\"}}");

    assertThat(bundle.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.where()).startsWith("connector-configs/shop.json:1:");
              assertThat(problem.next())
                  .startsWith(
                      "add it to transforms at connector-configs/environments/test/shop.json:1:27");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "database.hostname, ${HOST}, reference-invalid",
    "snapshot.mode, schema_only, value-renamed",
    "value.converter, org.apache.kafka.connect.storage.StringConverter, converter-unfit",
    "table.whitelist, a.b, key-renamed",
    "transforms.gone.type, a.B, key-unknown",
  })
  void givenAMistakeInTheOverlayThenEachRuleBlamesTheOverlay(
      String key, String value, String code) {
    bundle
        .connector("shop", MYSQL + ", \"" + key + "\": \"fine\"")
        .file("environments/test/shop.json", "{\"config\": {\"" + key + "\": \"" + value + "\"}}");

    assertThat(bundle.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code().code()).isEqualTo(code);
              assertThat(problem.where())
                  .startsWith("connector-configs/environments/test/shop.json:1:");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "snapshot.mode, schema_only, no_data",
    "snapshot.mode, SCHEMA_ONLY, no_data",
    "snapshot.mode, schema_only_recovery, recovery",
    "snapshot.mode, never, no_data",
    "time.precision.mode, adaptive, adaptive_time_microseconds",
    "schema.history.internal, io.debezium.relational.history.FileDatabaseHistory,"
        + " io.debezium.storage.file.history.FileSchemaHistory",
    "transforms.unwrap.type, io.debezium.transforms.UnwrapFromEnvelope,"
        + " io.debezium.transforms.ExtractNewRecordState",
  })
  void givenAValueOfAnOlderDebeziumThenTheErrorHasItsNewValue(String key, String old, String now) {
    bundle.connector(
        "shop", MYSQL + ", \"transforms\": \"unwrap\", \"" + key + "\": \"" + old + "\"");

    assertThat(bundle.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.headline())
                  .startsWith("[value-renamed] connector-configs/shop.json:1:")
                  .contains(key + ": '" + old + "' is a value of an older Debezium");
              assertThat(problem.next())
                  .startsWith("write \"" + key + "\": \"" + now + "\"")
                  .contains("accept value-renamed");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"no_data", "recovery", "initial", "when_needed"})
  void aCurrentValueIsNoError(String mode) {
    bundle.connector("shop", MYSQL + ", \"snapshot.mode\": \"" + mode + "\"");

    assertThat(bundle.problems()).isEmpty();
  }

  @Test
  void givenARenamedKeyWithARenamedValueThenItIsOneError() {
    bundle.connector(
        "shop",
        MYSQL + ", \"database.history\": \"io.debezium.relational.history.KafkaDatabaseHistory\"");

    assertThat(bundle.problems())
        .singleElement()
        .extracting(Problem::next)
        .asString()
        .startsWith(
            "write \"schema.history.internal\":"
                + " \"io.debezium.storage.kafka.history.KafkaSchemaHistory\"");
  }

  @Test
  void theKeysOfAnotherConnectorAreNotChecked() {
    bundle.connector("shop", "\"connector.class\": \"a.B\", \"databse.port\": \"1\"");

    assertThat(bundle.load().connectors()).hasSize(1);
  }

  @Test
  void theLabelOfTheBundleIsAKnownKey() {
    bundle
        .connector("shop", MYSQL)
        .environment("test", "http://h:1", "bundle: b\nconnectors: [{name: shop}]");

    assertThat(bundle.load().connectors().get(0).config()).containsKey("mskcdc.bundle");
  }

  @Test
  void givenTwoAcceptsThenOnlyTheUnneededOneRemains() {
    bundle.file(
        "shop.json",
        "{\"name\": \"shop\", \"accept\": ["
            + accept("key-unknown", "own.key")
            + ", "
            + accept("key-unknown", "other.key")
            + "], \"config\": {"
            + MYSQL
            + ", \"topic.prefix\": \"p\", \"database.server.id\": 1, \"own.key\": \"x\"}}");

    assertThat(bundle.load().connectors().get(0).accept())
        .extracting(Accept::key)
        .containsExactly("other.key");
  }

  @Test
  void anAcceptOfAnotherKeyDoesNotApply() {
    bundle.file(
        "shop.json",
        "{\"name\": \"shop\", \"accept\": ["
            + accept("key-unknown", "other.key")
            + "], \"config\": {"
            + MYSQL
            + ", \"topic.prefix\": \"p\", \"database.server.id\": 1, \"own.key\": \"x\"}}");

    assertThat(bundle.problems()).extracting(Problem::key).containsExactly("own.key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"${vault:/f:k}", "x-${vault:k}-${file:/f:k}"})
  void aProviderThatTheWorkerDoesNotHaveIsAnErrorForAnyConnector(String value) {
    reference("url", value).worker("config.providers = file, env\n" + classes("file", "env"));

    assertThat(bundle.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.headline())
                  .startsWith("[provider-unknown] connector-configs/shop.json:1:62, url:")
                  .contains("'vault'");
              assertThat(problem.next())
                  .contains(
                      "connector-configs/environments/test/worker.properties (it has env, file)");
            });
  }

  @Test
  void givenAWorkerWithoutProvidersThenTheNextStepStatesThatItHasNone() {
    reference("url", "${file:/f:k}").worker("offset.flush.interval.ms=1000");

    assertThat(bundle.problems())
        .singleElement()
        .extracting(Problem::next)
        .asString()
        .contains("names none");
  }

  @Test
  void givenAProviderNameInASecretThenTheErrorDoesNotRepeatIt() {
    reference("database.password", "a${hunter2:b}")
        .worker("config.providers=file\n" + classes("file"));

    assertThat(bundle.problems())
        .extracting(Problem::code)
        .containsExactly(ErrorCode.PROVIDER_UNKNOWN, ErrorCode.CLEAR_SECRET);
    assertThat(bundle.problems().toString()).doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"${file:/f:k}", "$2.$3", "${no-reference}", "{vault:k}"})
  void aKnownProviderOrATextWithoutAReferenceIsNoError(String value) {
    reference("url", value).worker("config.providers=file\n" + classes("file"));

    assertThat(bundle.load().connectors()).hasSize(1);
  }

  @Test
  void givenAnArnWithColonsThenTheNextStepHasTheEncodedForm() {
    reference(
        "database.password",
        "${secretsmanager:arn:aws:secretsmanager:eu-west-1:123456789012:secret:cdc/mysql-AbCdEf:pw}");

    assertThat(bundle.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.headline())
                  .startsWith("[arn-not-encoded] connector-configs/shop.json:1:")
                  .contains(", database.password: ");
              assertThat(problem.next())
                  .startsWith(
                      "write ${secretsmanager:arn%3Aaws%3Asecretsmanager%3Aeu-west-1%3A123456789012"
                          + "%3Asecret%3Acdc/mysql-AbCdEf:pw}");
            });
  }

  @Test
  void withoutAWorkerConfigurationProvidersAreNotChecked() {
    reference("url", "${vault:k}");

    assertThat(bundle.load().connectors()).hasSize(1);
  }

  @Test
  void anAcceptedProviderIsNoError() {
    bundle
        .file(
            "shop.json",
            "{\"name\": \"shop\", \"accept\": ["
                + accept("provider-unknown", "url")
                + "], \"config\": {\"connector.class\": \"a.B\", \"url\": \"${v:k}\"}}")
        .worker("config.providers=file\n" + classes("file"));

    assertThat(bundle.load().connectors().get(0).accept()).isEmpty();
  }

  @Test
  void aMalformedWorkerConfigurationIsAnError() {
    reference("url", "x").worker("a=\\u00g0");

    assertThat(bundle.problems())
        .extracting(Problem::headline)
        .containsExactly(
            "[file-syntax] connector-configs/environments/test/worker.properties:1:1:"
                + " '\\u' is not followed by four hexadecimal digits");
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "local-iam", "staging"})
  void theShippedBundleHasNoFindings(String env) throws IOException {
    BundleFolder copy = BundleFolder.shipped(temp.resolve("shipped"));

    assertThat(copy.load(env).connectors()).isNotEmpty();
  }

  /** A connector of the known class with one transform, some entries, and a key under test. */
  private BundleFolder mysql(String entries, String key) {
    return bundle.connector(
        "shop", MYSQL + UNWRAP + ", " + entries + ", \"" + key + "\": \"a.b.c\"");
  }

  private BundleFolder reference(String key, String value) {
    return bundle.connector(
        "shop", "\"connector.class\": \"a.B\", \"" + key + "\": \"" + value + "\"");
  }

  private static String classes(String... providers) {
    return Stream.of(providers)
        .map(name -> "config.providers." + name + ".class=a.B\n")
        .collect(Collectors.joining());
  }

  private static String accept(String rule, String key) {
    return "{\"rule\": \"" + rule + "\", \"key\": \"" + key + "\", \"reason\": \"r\"}";
  }
}
