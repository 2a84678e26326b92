package io.mskcdc.lint.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.config.BundleFolder;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.MskEnvironment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each documented rule with files in which it finds something, and the nearest ones in which it
 * does not. The conditions of each rule are in a test of its own.
 */
class RuleExamplesTest {
  private static final String JSON = "org.apache.kafka.connect.json.JsonConverter";
  private static final String MASK = "; transforms=m; transforms.m.type=io.mskcdc.smt.Mask";
  private static final String RDS = "; database.hostname=shop.x.eu-west-1.rds.amazonaws.com";
  private static final String REGEX_ROUTER = "org.apache.kafka.connect.transforms.RegexRouter";

  /** The code, a connector with the mistake, and one without it, as LintedConnector reads them. */
  private static final String OF_CONNECTORS =
      """
      converter-unfit          | mysql; value.converter=StringConverter                      | mysql; value.converter=JsonConverter
      numbers-unreadable       | mysql; worker:value.converter.schemas.enable=false          | mysql; worker:value.converter.schemas.enable=true
      decimals-rounded         | mysql; decimal.handling.mode=double                         | mysql; decimal.handling.mode=string
      time-unit-unset          | mysql; worker:value.converter.schemas.enable=false          | mysql; worker:value.converter.schemas.enable=false; time.precision.mode=connect
      nulls-replaced           | mysql                                                       | mysql; worker:value.converter.replace.null.with.default=false
      unsigned-overflow        | mysql                                                       | mysql; bigint.unsigned.handling.mode=precise
      nanoseconds-overflow     | mysql; time.precision.mode=nanoseconds                      | mysql; time.precision.mode=microseconds
      values-not-canonical     | mysql; transforms=c; transforms.c.type=io.mskcdc.smt.UnwrapMaskRoute; transforms.c.values.canonical=true | mysql; transforms=c; transforms.c.type=io.mskcdc.smt.UnwrapMaskRoute; transforms.c.values.canonical=false
      retries-drop-records     | mysql; msk:3.7.x; value.converter=io.confluent.connect.avro.AvroConverter | mysql; msk:3.7.x; value.converter=io.confluent.connect.avro.AvroConverter; errors.retry.timeout=-1
      plugin-needs-newer-worker | mysql; msk:2.7.1; transforms=u; transforms.u.type=io.mskcdc.smt.Unwrap | mysql; msk:3.7.x; transforms=u; transforms.u.type=io.mskcdc.smt.Unwrap
      server-id-missing        | mysql                                                       | mysql; database.server.id=1
      host-without-binlog      | mysql; database.hostname=a.cluster-ro-x.eu-west-1.rds.amazonaws.com | mysql; database.hostname=a.cluster-x.eu-west-1.rds.amazonaws.com
      tls-not-verified         | mysql; database.hostname=db.example.com                     | mysql; database.hostname=db.example.com; database.ssl.mode=verify_ca
      topic-prefix-invalid     | mysql; topic.prefix=a shop                                  | mysql; topic.prefix=a-shop
      lists-conflict           | mysql; table.include.list=a.b; table.exclude.list=a.c       | mysql; table.include.list=a.b; database.exclude.list=c
      entry-matches-nothing    | mysql; table.include.list=orders                            | mysql; table.include.list=shop.orders
      entry-matches-more       | mysql; table.include.list=shop.*                            | mysql; table.include.list=shop\\..*
      heartbeat-off            | mysql                                                       | mysql; heartbeat.interval.ms=5000
      keep-alive-off           | mysql; connect.keep.alive=false                             | mysql
      write-timeout-short      | mysql{rds}                                                  | mysql{rds}; binlog.net.write.timeout=600
      retries-off              | mysql; errors.max.retries=0                                 | mysql; errors.max.retries=1
      queue-too-small          | mysql; max.queue.size=2048                                  | mysql; max.queue.size=2049
      queue-unbounded          | mysql; msk:3.7.x                                            | mysql; msk:3.7.x; max.queue.size.in.bytes=1000000
      query-included           | mysql; include.query=true; column.mask.with.5.chars=a.b.c   | mysql; include.query=true
      snapshot-unlocked        | mysql; snapshot.locking.mode=none                           | mysql; snapshot.locking.mode=minimal
      snapshot-repeated        | mysql; snapshot.mode=when_needed                            | mysql; snapshot.mode=when_needed; env:local
      snapshot-recovers        | mysql; snapshot.mode=recovery                               | mysql; snapshot.mode=initial
      snapshot-entry-unused    | mysql; snapshot.select.statement.overrides=a.b              | mysql; snapshot.select.statement.overrides=a.b; snapshot.select.statement.overrides.a.b=SELECT 1
      table-not-resnapshottable | mysql                                                      | mysql; signal.data.collection=a.signals
      signals-unusable         | mysql; signal.enabled.channels=kafka; read.only=true        | mysql; signal.enabled.channels=kafka; read.only=true; signal.kafka.bootstrap.servers=b:1
      history-not-shared       | mysql; msk:3.7.x; schema.history.internal=io.debezium.storage.file.history.FileSchemaHistory | mysql; msk:3.7.x
      history-topic-is-prefix  | mysql; topic.prefix=a; schema.history.internal.kafka.topic=a | mysql; topic.prefix=a; schema.history.internal.kafka.topic=a.history
      statements-skipped       | mysql; schema.history.internal.skip.unparseable.ddl=true    | mysql; schema.history.internal.skip.unparseable.ddl=false
      history-partial          | mysql; schema.history.internal.store.only.captured.tables.ddl=true | mysql; schema.history.internal.store.only.captured.databases.ddl=true
      statements-filtered      | mysql; database.include.list=shop; internal.schema.history.internal.ddl.filter=.* | mysql; database.include.list=shop; internal.schema.history.internal.ddl.filter=DROP .*
      errors-tolerated         | mysql; errors.tolerance=all                                 | s3-sink; errors.tolerance=all
      failures-skipped         | mysql; event.converting.failure.handling.mode=warn          | mysql; event.converting.failure.handling.mode=fail
      operations-skipped       | mysql; skipped.operations=d                                 | mysql; skipped.operations=t
      tombstones-off           | mysql; tombstones.on.delete=false; topic.creation.default.cleanup.policy=compact | mysql; tombstones.on.delete=false; topic.creation.default.cleanup.policy=delete
      dead-letters-ignored     | mysql; errors.deadletterqueue.topic.name=a                  | s3-sink; errors.deadletterqueue.topic.name=a
      topic-creation-missing   | mysql; msk:3.7.x                                            | mysql; msk:3.7.x; topic.creation.default.partitions=1; topic.creation.default.replication.factor=3
      tables-routed-together   | mysql; topic.prefix=p; table.include.list=shop.a,shop.b; transforms=r; transforms.r.type={router}; transforms.r.regex=.*; transforms.r.replacement=all | mysql; topic.prefix=p; table.include.list=shop.a,shop.b; transforms=r; transforms.r.type={router}; transforms.r.regex=p.(.*); transforms.r.replacement=$1
      message-size-mismatch    | mysql; topic.creation.default.partitions=1; topic.creation.default.replication.factor=3; worker:producer.max.request.size=33554432 | mysql; topic.creation.default.partitions=1; topic.creation.default.replication.factor=3; topic.creation.default.max.message.bytes=33554432; worker:producer.max.request.size=33554432
      clear-secret             | mysql; database.password=hunter2                            | mysql; database.password=${file:/f:k}
      clear-values-logged      | mysql; errors.log.enable=true; errors.log.include.messages=true; column.mask.with.5.chars=a.b.c | mysql; errors.log.enable=true; errors.log.include.messages=true
      personal-column-clear    | mysql{mask}; transforms.m.redact.columns=a.b.c; transforms.m.unlisted=drop; transforms.m.clear.columns=a.d.* | mysql{mask}; transforms.m.redact.columns=a.b.c; transforms.m.unlisted=drop; transforms.m.clear.columns=a.d.id
      personal-column-listed   | mysql{mask}; transforms.m.redact.columns=a.b.c; transforms.m.unlisted=drop; transforms.m.clear.columns=a.d.email | mysql{mask}; transforms.m.redact.columns=a.b.c; transforms.m.unlisted=drop; transforms.m.clear.columns=a.d.email_verified
      mask-invalid             | mysql{mask}; transforms.m.hmac.columns=a.b.c                | mysql{mask}; transforms.m.redact.columns=a.b.c
      mask-not-captured        | mysql; table.include.list=a.b; column.mask.with.5.chars=a.c.email | mysql; table.include.list=a.b; column.mask.with.5.chars=a.b.email
      key-mask-merges          | mysql; message.key.columns=a.b:email; column.mask.with.5.chars=a.b.email | mysql; message.key.columns=a.b:id; column.mask.with.5.chars=a.b.email
      key-column-clear         | mysql; message.key.columns=a.b:email; transforms=m; transforms.m.type=org.apache.kafka.connect.transforms.MaskField$Value; transforms.m.fields=email | mysql; message.key.columns=a.b:id; transforms=m; transforms.m.type=org.apache.kafka.connect.transforms.MaskField$Value; transforms.m.fields=email
      provider-unknown         | mysql; database.user=${vault:a:b}; worker:config.providers=file; worker:config.providers.file.class=a.B | mysql; database.user=${file:a:b}; worker:config.providers=file; worker:config.providers.file.class=a.B
      arn-not-encoded          | mysql; database.user=${s:arn:aws:secretsmanager:eu-west-1:111122223333:secret:a:user} | mysql; database.user=${s:arn%3Aaws%3Asecretsmanager%3Aeu-west-1%3A111122223333%3Asecret%3Aa:user}
      reference-invalid        | mysql; database.user=${USER}                                | mysql; database.user=${env:USER}
      provider-incomplete      | mysql; worker:config.providers=file                         | mysql; worker:config.providers=file; worker:config.providers.file.class=a.B
      reload-restarts          | mysql; database.user=${s:a:b}; worker:config.providers=s; worker:config.providers.s.class=io.lenses.connect.secrets.providers.AWSSecretProvider | mysql; database.user=${s:a:b}; config.action.reload=none; worker:config.providers=s; worker:config.providers.s.class=io.lenses.connect.secrets.providers.AWSSecretProvider
      tasks-overridden         | mysql; msk:3.7.x; capacity:{autoScaling: {minWorkerCount: 1, maxWorkerCount: 2, mcuCount: 1}} | sqlserver; msk:3.7.x; capacity:{autoScaling: {minWorkerCount: 1, maxWorkerCount: 2, mcuCount: 1}}
      workers-idle             | postgresql; msk:3.7.x; capacity:{mcuCount: 1, workerCount: 2} | postgresql; msk:3.7.x; capacity:{mcuCount: 2, workerCount: 1}
      tasks-unused             | mysql; tasks.max=2                                          | mysql; tasks.max=1
      worker-property-refused  | mysql; msk:3.7.x; worker:rest.port=8083                     | mysql; worker:rest.port=8083
      worker-property-unknown  | mysql; worker:offset.flush.interval=1                       | mysql; worker:offset.flush.interval.ms=1
      worker-property-misplaced | mysql; worker:database.hostname=a                          | mysql; database.hostname=a
      client-login-wrong       | mysql; auth:iam; schema.history.internal.kafka.topic=h; schema.history.internal.producer.sasl.mechanism=PLAIN | mysql; auth:none; schema.history.internal.kafka.topic=h; schema.history.internal.producer.sasl.mechanism=PLAIN
      login-unsupported        | mysql; msk:3.7.x; producer.override.sasl.mechanism=PLAIN    | mysql; producer.override.sasl.mechanism=PLAIN
      broker-address-invalid   | mysql; schema.history.internal.kafka.bootstrap.servers=b-1  | mysql; schema.history.internal.kafka.bootstrap.servers=b-1:9092
      key-renamed              | mysql; table.whitelist=a.b                                  | mysql; table.include.list=a.b
      key-unknown              | mysql; databse.port=1                                       | mysql; database.port=1
      value-renamed            | mysql; snapshot.mode=schema_only                            | mysql; snapshot.mode=no_data
      value-unknown            | mysql; snapshot.mode=inital                                 | mysql; snapshot.mode=initial
      sink-option-ignored      | org.apache.iceberg.connect.IcebergSinkConnector; iceberg.tables.cdc-field=op | io.tabular.iceberg.connect.IcebergSinkConnector; iceberg.tables.cdc-field=op
      sink-rows-dropped        | org.apache.iceberg.connect.IcebergSinkConnector; iceberg.kafka.auto.offset.reset=latest | org.apache.iceberg.connect.IcebergSinkConnector; iceberg.kafka.auto.offset.reset=earliest
      placeholder              | mysql; database.hostname=replace-me.example.com             | mysql; database.hostname=db.example.com
      """;

  private static final String DEBEZIUM =
      "\"connector.class\": \"io.debezium.connector.mysql.MySqlConnector\"";

  private static final String WORKER =
      "key.converter=" + JSON + "\nvalue.converter=" + JSON + "\noffset.storage.topic=t\n";

  private static final String WORKER_FILE = "environments/test/worker.properties";

  /** Changes to a bundle with the connector shop in the environment test. */
  private record Changes(Consumer<BundleFolder> mistake, Consumer<BundleFolder> nearest) {}

  private static Changes changes(Consumer<BundleFolder> mistake, Consumer<BundleFolder> nearest) {
    return new Changes(mistake, nearest);
  }

  /** The rules about several files. */
  private static final Map<String, Changes> OF_BUNDLES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(
                  "worker-converter-missing",
                  changes(onMsk(WORKER.replaceFirst("value.converter=.*\n", "")), onMsk(WORKER))),
              Map.entry(
                  "offset-topic-unnamed",
                  changes(onMsk(WORKER.replace("=t\n", "=\n")), onMsk(WORKER))),
              Map.entry(
                  "class-not-in-plugin", changes(builtPlugin("a.Other"), builtPlugin("a.Source"))),
              Map.entry(
                  "value-shared",
                  changes(twoConnectors("\"topic.prefix\": \"shop\""), twoConnectors(""))),
              Map.entry("topic-shared", changes(twoRouters("all"), twoRouters("$0"))),
              Map.entry(
                  "accept-unneeded",
                  changes(
                      accepting("own.key", "database.hostname"), accepting("own.key", "own.key"))),
              Map.entry(
                  "name-not-allowed",
                  changes(
                      environment("policies: {connectorNames: 'x.*'}"),
                      environment("policies: {connectorNames: 's.*'}"))),
              Map.entry(
                  "key-required",
                  changes(
                      environment("policies: {required: [owner]}"),
                      environment("policies: {required: []}"))),
              Map.entry(
                  "limit-exceeded",
                  changes(
                      environment("policies: {limits: {tasks: 1}}").andThen(tasks(2)),
                      environment("policies: {limits: {tasks: 1}}").andThen(tasks(1)))),
              Map.entry(
                  "policy-rule-unknown",
                  changes(
                      environment(
                          "policies: {severities: [{rule: CDC999, severity: error, reason: r}]}"),
                      environment(
                          "policies: {severities: [{rule: CDC001, severity: error, reason: r}]}"))),
              Map.entry(
                  "config-value-invalid", changes(config("\"a\": {\"b\": 1}"), config("\"a\": 1"))),
              Map.entry(
                  "connector-name-invalid",
                  changes(
                      bundle ->
                          bundle.environment("test", "http://h:1", "connectors: [{name: 'a/b'}]"),
                      bundle ->
                          bundle.environment("test", "http://h:1", "connectors: [{name: 'a-b'}]"))),
              Map.entry(
                  "file-not-readable",
                  changes(
                      onMsk(WORKER)
                          .andThen(
                              bundle -> bundle.without(WORKER_FILE).file(WORKER_FILE + "/x", "")),
                      onMsk(WORKER))),
              Map.entry(
                  "file-syntax",
                  changes(file("shop.json", "{\"name\": \"shop\","), file("shop.md", "{"))),
              Map.entry(
                  "environment-invalid",
                  changes(environment("colour: red"), environment("bundle: red"))),
              Map.entry(
                  "variable-file-missing",
                  changes(
                      environment("variableFiles: [gone.yaml]"),
                      environment("variableFiles: [here.yaml]")
                          .andThen(file("environments/test/here.yaml", "a: b\n")))),
              Map.entry(
                  "variable-unknown",
                  changes(
                      config("\"a\": \"{{ b }}\""),
                      config("\"a\": \"{{ b }}\"").andThen(environment("variables: {b: c}")))),
              Map.entry(
                  "variable-unused",
                  changes(
                      environment("variables: {b: c}"),
                      config("\"a\": \"{{ b }}\"").andThen(environment("variables: {b: c}")))),
              Map.entry(
                  "variable-malformed",
                  changes(config("\"a\": \"{{ b c }}\""), config("\"a\": \"{ b c }\""))),
              Map.entry(
                  "secret-from-variable",
                  changes(
                      config("\"database.password\": \"{{ b }}\"")
                          .andThen(environment("variables: {b: c}")),
                      config("\"database.password\": \"${file:{{ b }}:k}\"")
                          .andThen(environment("variables: {b: c}")))),
              Map.entry(
                  "connector-listed-twice",
                  changes(
                      bundle ->
                          bundle.environment(
                              "test", "http://h:1", "connectors: [{name: shop}, {name: shop}]"),
                      environment(""))),
              Map.entry(
                  "connector-file-missing",
                  changes(
                      bundle ->
                          bundle.environment("test", "http://h:1", "connectors: [{name: gone}]"),
                      environment(""))),
              Map.entry(
                  "connector-file-foreign",
                  changes(
                      file("shop.json", "{\"connector.class\": \"a.B\", \"tasks.max\": \"1\"}"),
                      config("\"tasks.max\": \"1\""))),
              Map.entry(
                  "connector-file-invalid",
                  changes(
                      file(
                          "shop.json",
                          "{\"name\": \"shop\", \"config\": {\"connector.class\": \"a.B\"}, \"x\": 1}"),
                      config("\"x\": 1"))),
              Map.entry(
                  "overlay-without-connector",
                  changes(
                      file("environments/test/gone.json", "{}"),
                      file("environments/test/shop.json", "{}"))),
              Map.entry(
                  "overlay-missing",
                  changes(
                      copied(bundle -> {}),
                      copied(
                          file("environments/test/copy.json", "{\"config\": {\"url\": \"b\"}}")))),
              Map.entry(
                  "worker-file-missing",
                  changes(
                      bundle ->
                          new MskEnvironment(bundle)
                              .defaults("worker: worker.properties", "worker: gone.properties")
                              .write(),
                      onMsk(WORKER))),
              Map.entry(
                  "plugin-not-built",
                  changes(
                      onMsk(WORKER, "debezium-mysql")
                          .andThen(file("../connect-plugins/debezium-mysql/pom.xml", "<project/>")),
                      onMsk(WORKER)))));

  private static Consumer<BundleFolder> onMsk(String worker) {
    return onMsk(worker, "debezium-3-1a2b");
  }

  private static Consumer<BundleFolder> onMsk(String worker, String plugin) {
    return bundle ->
        new MskEnvironment(bundle).defaults("debezium-3-1a2b", plugin).worker(worker).write();
  }

  private static Consumer<BundleFolder> builtPlugin(String type) {
    return onMsk(WORKER, "debezium-mysql")
        .andThen(config("\"tasks.max\": 1"))
        .andThen(
            file(
                "../connect-plugins/debezium-mysql/target/manifest.json",
                "{\"name\": \"debezium-mysql-3-1a2b\", \"verification\": {\"connect\": \"3.7.2\","
                    + " \"classes\": [{\"type\": \"any\", \"name\": \""
                    + type
                    + "\", \"declared\": true}]}}"));
  }

  private static Consumer<BundleFolder> environment(String lines) {
    return bundle ->
        bundle.environment("test", "http://h:1", "connectors: [{name: shop}]\n" + lines);
  }

  private static Consumer<BundleFolder> config(String entries) {
    return bundle -> bundle.connector("shop", "\"connector.class\": \"a.Source\", " + entries);
  }

  private static Consumer<BundleFolder> tasks(int number) {
    return config("\"tasks.max\": " + number);
  }

  private static Consumer<BundleFolder> file(String path, String content) {
    return bundle -> bundle.file(path, content);
  }

  private static Consumer<BundleFolder> accepting(String wrong, String accepted) {
    return file(
        "shop.json",
        "{\"name\": \"shop\", \"accept\": [{\"rule\": \"key-unknown\", \"key\": \"%s\","
                .formatted(accepted)
            + " \"reason\": \"r\"}], \"config\": {%s, \"%s\": 1}}".formatted(DEBEZIUM, wrong));
  }

  private static Consumer<BundleFolder> listed(String first, String second) {
    return bundle ->
        bundle.environment(
            "test", "http://h:1", "connectors: [{name: %s}, {name: %s}]".formatted(first, second));
  }

  private static Consumer<BundleFolder> twoConnectors(String entry) {
    String more = entry.isEmpty() ? "" : ", " + entry;
    return listed("shop", "copy")
        .andThen(bundle -> bundle.connector("shop", DEBEZIUM + more))
        .andThen(bundle -> bundle.connector("copy", DEBEZIUM + more));
  }

  private static Consumer<BundleFolder> twoRouters(String topic) {
    return twoConnectors(
        "\"table.include.list\": \"a.b\", \"transforms\": \"r\", \"transforms.r.type\": \""
            + REGEX_ROUTER
            + "\", \"transforms.r.regex\": \".*\", \"transforms.r.replacement\": \""
            + topic
            + "\"");
  }

  /** A connector that was copied, whose overlay sets the key with a variable. */
  private static Consumer<BundleFolder> copied(Consumer<BundleFolder> overlay) {
    String config = "\"connector.class\": \"a.Source\", \"url\": \"{{ url }}\"";
    return listed("shop", "copy")
        .andThen(bundle -> bundle.connector("shop", config))
        .andThen(bundle -> bundle.connector("copy", config))
        .andThen(file("environments/test/shop.json", "{\"config\": {\"url\": \"a\"}}"))
        .andThen(overlay);
  }

  @TempDir Path temp;

  static Stream<String> ofConnectors() {
    return OF_CONNECTORS.lines();
  }

  static Stream<String> ofBundles() {
    return OF_BUNDLES.keySet().stream();
  }

  private static String[] columns(String line) {
    return line.replace("{rds}", RDS)
        .replace("{mask}", MASK)
        .replace("{router}", REGEX_ROUTER)
        .split(" +\\| +");
  }

  @Test
  void eachDocumentedRuleHasAnExample() {
    assertThat(Stream.concat(ofConnectors().map(line -> columns(line)[0]), ofBundles()))
        .containsExactlyInAnyOrderElementsOf(
            Rules.documented().stream()
                .map(rule -> rule.code().code())
                // DmsRulesTest has these.
                .filter(code -> !code.startsWith("dms-"))
                .toList());
  }

  @ParameterizedTest
  @MethodSource("ofConnectors")
  void aRuleFindsAMistakeInAConnectorAndNotItsNearest(String line) {
    String[] columns = columns(line);

    assertThat(new LintedConnector(temp.resolve("mistake"), columns[1]).codes())
        .contains(columns[0]);
    assertThat(new LintedConnector(temp.resolve("nearest"), columns[2].strip()).codes())
        .doesNotContain(columns[0]);
  }

  @ParameterizedTest
  @MethodSource("ofBundles")
  void aRuleFindsAMistakeInABundleAndNotItsNearest(String code) {
    assertThat(codes(temp.resolve("mistake"), OF_BUNDLES.get(code).mistake())).contains(code);
    assertThat(codes(temp.resolve("nearest"), OF_BUNDLES.get(code).nearest())).doesNotContain(code);
  }

  private static List<String> codes(Path folder, Consumer<BundleFolder> changes) {
    BundleFolder bundle = new BundleFolder(folder);
    changes.accept(bundle);
    return LintedConnector.codes(new BundlePaths(bundle.root()), "test");
  }
}
