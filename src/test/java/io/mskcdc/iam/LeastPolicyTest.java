package io.mskcdc.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.BundleFolder;
import io.mskcdc.config.MskEnvironment;
import io.mskcdc.iam.PolicyDocument.Statement;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeastPolicyTest {
  private static final String IN = "arn:aws:kafka:eu-west-1:111122223333:";
  private static final String MYSQL =
      "\"connector.class\": \"io.debezium.connector.mysql.MySqlConnector\","
          + " \"topic.prefix\": \"p\", \"include.schema.changes\": \"false\","
          + " \"table.include.list\": \"shop\\\\.orders\"";

  @TempDir Path temp;
  private BundleFolder bundle;

  @BeforeEach
  void bundle() {
    bundle = new BundleFolder(temp);
    cluster(IN + "cluster/c/u-1");
    config("");
    bundle.worker("");
  }

  @Test
  void aMinimalConnectorMayWriteItsTopicsAndUseTheWorkersOwn() {
    assertThat(policy().document().statements())
        .containsExactly(
            new Statement("Cluster", actions("Connect"), List.of(IN + "cluster/c/u-1")),
            new Statement(
                "DataTopics",
                actions("DescribeTopic", "WriteData"),
                List.of(IN + "topic/c/u-1/p.shop.orders")),
            new Statement(
                "WorkerTopics",
                actions(
                    "CreateTopic",
                    "DescribeTopic",
                    "DescribeTopicDynamicConfiguration",
                    "ReadData",
                    "WriteData"),
                List.of(IN + "topic/c/u-1/__amazon_msk_connect_*")),
            new Statement(
                "WorkerGroups",
                actions("AlterGroup", "DescribeGroup"),
                List.of(IN + "group/c/u-1/__amazon_msk_connect_*")));
    assertThat(policy().warnings()).isEmpty();
  }

  @Test
  void aWorkerThatNamesItsTopicsAndItsGroupMayUseOnlyThese() {
    bundle.worker(
        "group.id=g\nconfig.storage.topic=g-c\noffset.storage.topic=g-o\nstatus.storage.topic=g-s");

    assertThat(resources("WorkerTopics")).containsExactly("topic g-c", "topic g-o", "topic g-s");
    assertThat(resources("WorkerGroups")).containsExactly("group g");
  }

  @Test
  void aNamedOffsetTopicIsAllowedBesideTheTopicsOfTheService() {
    bundle.worker("offset.storage.topic=kept-offsets");

    assertThat(resources("WorkerTopics"))
        .containsExactly("topic __amazon_msk_connect_*", "topic kept-offsets");
  }

  @Test
  void theConnectorsOwnOffsetTopicIsAllowed() {
    config(", \"offsets.storage.topic\": \"own-offsets\"");

    assertThat(resources("WorkerTopics")).contains("topic own-offsets");
  }

  @Test
  void topicsMayBeCreatedIfTheConnectorConfiguresTheirCreation() {
    config(
        ", \"topic.creation.default.partitions\": 1,"
            + " \"topic.creation.default.replication.factor\": 3");

    assertThat(allowed("DataTopics")).containsExactly("CreateTopic", "DescribeTopic", "WriteData");

    bundle.worker("topic.creation.enable=false");

    assertThat(allowed("DataTopics")).containsExactly("DescribeTopic", "WriteData");
  }

  @Test
  void aSchemaHistoryInKafkaMayBeCreatedReadAndWritten() {
    config(", \"schema.history.internal.kafka.topic\": \"history\"");

    assertThat(allowed("Cluster")).containsExactly("Connect");
    assertThat(allowed("SchemaHistoryTopic"))
        .containsExactly(
            "CreateTopic",
            "DescribeTopic",
            "DescribeTopicDynamicConfiguration",
            "ReadData",
            "WriteData");
    assertThat(resources("SchemaHistoryTopic")).containsExactly("topic history");
  }

  @Test
  void aSchemaHistoryOutsideOfKafkaNeedsNoStatement() {
    config(
        ", \"schema.history.internal\": \"a.B\","
            + " \"schema.history.internal.kafka.topic\": \"history\"");

    assertThat(statement("SchemaHistoryTopic")).isEmpty();
    assertThat(allowed("Cluster")).containsExactly("Connect");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      nullValues = "-",
      value = {
        "- | topic p-signal | group kafka-signal",
        "\"signal.kafka.topic\": \"s\", \"signal.kafka.groupId\": \"g\" | topic s | group g",
        "\"signal.kafka.topic\": \"s\", \"signal.consumer.group.id\": \"h\" | topic s | group h",
      })
  void signalsMayBeReadInTheirGroup(String options, String topic, String group) {
    config(
        ", \"signal.enabled.channels\": \"source,kafka\""
            + (options == null ? "" : ", " + options));

    assertThat(allowed("SignalTopic")).containsExactly("DescribeTopic", "ReadData");
    assertThat(resources("SignalTopic")).containsExactly(topic);
    assertThat(allowed("SignalGroup")).containsExactly("AlterGroup", "DescribeGroup");
    assertThat(resources("SignalGroup")).containsExactly(group);
  }

  @Test
  void signalsOfOtherChannelsNeedNoStatement() {
    config(", \"signal.enabled.channels\": \"source\", \"signal.kafka.topic\": \"s\"");

    assertThat(statement("SignalTopic")).isEmpty();
    assertThat(statement("SignalGroup")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      nullValues = "-",
      value = {
        "exactly.once.source.support=enabled | - | connect-cluster-g g-shop-0",
        "- | required | connect-cluster-g g-shop-0",
        "exactly.once.source.support=preparing | - | connect-cluster-g",
      })
  void exactlyOnceNeedsTransactionalIds(String worker, String connector, String ids) {
    bundle.worker("group.id=g\n" + (worker == null ? "" : worker));
    config(connector == null ? "" : ", \"exactly.once.support\": \"" + connector + "\"");

    assertThat(allowed("Transactions"))
        .containsExactly("AlterTransactionalId", "DescribeTransactionalId");
    assertThat(resources("Transactions"))
        .containsExactly(
            Stream.of(ids.split(" ")).map(id -> "transactional-id " + id).toArray(String[]::new));
    assertThat(allowed("Cluster")).containsExactly("Connect");
  }

  @Test
  void withoutExactlyOnceThereAreNoTransactions() {
    bundle.worker("exactly.once.source.support=disabled");
    config(", \"exactly.once.support\": \"requested\"");

    assertThat(statement("Transactions")).isEmpty();
    assertThat(allowed("Cluster")).containsExactly("Connect");
  }

  @Test
  void anIdempotentProducerNeedsAnActionOnTheCluster() {
    config(", \"producer.override.enable.idempotence\": \"true\"");

    assertThat(allowed("Cluster")).containsExactly("Connect", "WriteDataIdempotently");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      value = {
        "SecretsManagerConfigProvider | ${p:cdc/mysql:password} | secretsmanager:GetSecretValue"
            + " | arn:aws:secretsmanager:eu-west-1:111122223333:secret:cdc/mysql-??????",
        "SecretsManagerConfigProvider | ${p:token} | secretsmanager:GetSecretValue"
            + " | arn:aws:secretsmanager:eu-west-1:111122223333:secret:token-??????",
        "SecretsManagerConfigProvider | ${p:rds!db-1?stage=AWSPREVIOUS:user}"
            + " | secretsmanager:GetSecretValue"
            + " | arn:aws:secretsmanager:eu-west-1:111122223333:secret:rds!db-1-??????",
        "SecretsManagerConfigProvider"
            + " | ${p:arn%3Aaws%3Asecretsmanager%3Aeu-west-2%3A4%3Asecret%3Acdc-AbCdEf:user}"
            + " | secretsmanager:GetSecretValue"
            + " | arn:aws:secretsmanager:eu-west-2:4:secret:cdc-AbCdEf",
        "SecretsManagerFileConfigProvider | ${p:cdc/truststore?encoding=base64}"
            + " | secretsmanager:GetSecretValue"
            + " | arn:aws:secretsmanager:eu-west-1:111122223333:secret:cdc/truststore-??????",
        "ParameterStoreConfigProvider | ${p:/cdc/mysql:password} | ssm:GetParameters"
            + " | arn:aws:ssm:eu-west-1:111122223333:parameter/cdc/mysql/password",
        "ParameterStoreConfigProvider | ${p:password} | ssm:GetParameters"
            + " | arn:aws:ssm:eu-west-1:111122223333:parameter/password",
        "ParameterStoreConfigProvider | ${p:/cdc/password%3A3} | ssm:GetParameters"
            + " | arn:aws:ssm:eu-west-1:111122223333:parameter/cdc/password",
        "ParameterStoreConfigProvider"
            + " | ${p:arn%3Aaws%3Assm%3Aeu-west-2%3A4%3Aparameter/cdc%3Acurrent}"
            + " | ssm:GetParameters | arn:aws:ssm:eu-west-2:4:parameter/cdc",
        "S3FileConfigProvider | ${p:bucket/certs/rds.p12} | s3:GetObject"
            + " | arn:aws:s3:::bucket/certs/rds.p12",
        "S3FileConfigProvider | ${p:bucket/rds.p12?version=7} | s3:GetObjectVersion"
            + " | arn:aws:s3:::bucket/rds.p12",
      })
  void theResourcesThatAProviderReadsAreAllowed(
      String type, String value, String action, String resource) {
    bundle.worker("config.providers=p\nconfig.providers.p.class=io.mskcdc.secrets." + type);
    config(", \"database.password\": \"" + value + "\"");

    assertThat(others()).containsExactly(action + " " + resource);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      value = {
        "SecretsManagerConfigProvider | ${p:cdc:password} | secretsmanager:GetSecretValue"
            + " | arn:aws:secretsmanager:eu-west-1:111122223333:secret:cdc-??????",
        "SsmParamStoreConfigProvider | ${p::/cdc/password} | ssm:GetParameter"
            + " | arn:aws:ssm:eu-west-1:111122223333:parameter/cdc/password",
        "S3ImportConfigProvider | ${p:eu-west-1:bucket/rds.p12} | s3:GetObject"
            + " | arn:aws:s3:::bucket/rds.p12",
      })
  void theResourcesThatAProviderOfAwsReadsAreAllowed(
      String type, String value, String action, String resource) {
    bundle.worker(
        "config.providers=p\nconfig.providers.p.class=com.amazonaws.kafka.config.providers."
            + type);
    config(", \"database.password\": \"" + value + "\"");

    assertThat(others()).containsExactly(action + " " + resource);
  }

  @Test
  void theProvidersRegionAppliesAndTheWorkersOwnReferencesAreIncluded() {
    bundle.worker(
        """
        config.providers=p
        config.providers.p.class=io.mskcdc.secrets.SecretsManagerConfigProvider
        config.providers.p.param.region=us-east-1
        value.converter.basic.auth.user.info=${p:registry}
        """);

    assertThat(others())
        .containsExactly(
            "secretsmanager:GetSecretValue"
                + " arn:aws:secretsmanager:us-east-1:111122223333:secret:registry-??????");
  }

  @Test
  void aProviderWithARoleMayOnlyAssumeTheRole() {
    bundle.worker(
        """
        config.providers=p
        config.providers.p.class=io.mskcdc.secrets.SecretsManagerConfigProvider
        config.providers.p.param.role.arn=arn:aws:iam::444455556666:role/secrets
        """);
    config(", \"database.password\": \"${p:cdc:password}\"");

    assertThat(others()).containsExactly("sts:AssumeRole arn:aws:iam::444455556666:role/secrets");
  }

  @ParameterizedTest
  @ValueSource(strings = {"FileConfigProvider", "EnvVarConfigProvider", "DirectoryConfigProvider"})
  void theProvidersOfKafkaNeedNoStatement(String type) {
    bundle.worker(
        "config.providers=p\nconfig.providers.p.class=org.apache.kafka.common.config.provider."
            + type);
    config(", \"database.password\": \"${p:/f:password}\"");

    assertThat(others()).isEmpty();
    assertThat(policy().warnings()).isEmpty();
  }

  @Test
  void anUnknownProviderGivesOneWarning() {
    bundle.worker("config.providers=p\nconfig.providers.p.class=a.Vault");
    config(", \"database.user\": \"${p:u}\", \"database.password\": \"${p:x}\"");

    assertThat(policy().warnings()).singleElement().asString().contains("'p'", "a.Vault");
  }

  @Test
  void aProviderGivesAWarningWithoutAWorkerConfiguration() throws IOException {
    Files.delete(bundle.root().resolve("environments/test/worker.properties"));
    config(", \"database.password\": \"${p:cdc:password}\"");

    assertThat(policy().warnings()).singleElement().asString().contains("worker.properties");
  }

  @Test
  void onMskConnectTheConnectorsOwnWorkerConfigurationApplies() {
    new MskEnvironment(bundle).write();

    assertThat(policy().document().statements())
        .filteredOn(statement -> statement.sid().equals("WorkerTopics"))
        .flatExtracting(Statement::resources)
        .extracting(arn -> arn.substring(arn.lastIndexOf('/') + 1))
        .containsExactly("__amazon_msk_connect_*", "shop-offsets");
  }

  @Test
  void aReferenceInATopicsNameBecomesAStar() {
    bundle.worker(
        "config.providers=env\n"
            + "config.providers.env.class="
            + "org.apache.kafka.common.config.provider.EnvVarConfigProvider");
    config(", \"schema.history.internal.kafka.topic\": \"history.${env:STAGE}\"");

    assertThat(resources("SchemaHistoryTopic")).containsExactly("topic history.*");
  }

  @Test
  void thePartitionOfTheClusterIsInEveryArn() {
    cluster("arn:aws-cn:kafka:cn-north-1:111122223333:cluster/c/u-1");
    bundle.worker(
        "config.providers=p\nconfig.providers.p.class=io.mskcdc.secrets.S3FileConfigProvider");
    config(", \"database.ssl.truststore\": \"${p:b/k}\"");

    assertThat(policy().document().statements())
        .flatExtracting(Statement::resources)
        .allMatch(arn -> arn.startsWith("arn:aws-cn:"));
  }

  @Test
  void anUnknownTransformGivesAWarning() {
    config(", \"transforms\": \"x\", \"transforms.x.type\": \"a.Own\"");

    assertThat(policy().warnings()).singleElement().asString().contains("a.Own");
  }

  @ParameterizedTest
  @CsvSource({
    "value.converter, com.amazonaws.services.schemaregistry.kafkaconnect.AWSKafkaAvroConverter",
    "schema.history.internal, io.debezium.storage.s3.history.S3SchemaHistory",
  })
  void aClassThatUsesAServiceOfItsOwnGivesAWarning(String key, String type) {
    config(", \"%s\": \"%s\"".formatted(key, type));

    assertThat(policy().warnings()).singleElement().asString().startsWith(key + " " + type);
  }

  @Test
  void aConverterOfTheWorkersThatUsesAServiceOfItsOwnGivesAWarning() {
    bundle.worker("value.converter=a.GlueConverter");

    assertThat(policy().warnings()).singleElement().asString().contains("a.GlueConverter");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "JsonConverter",
        "org.apache.kafka.connect.json.JsonConverter",
        "io.confluent.connect.avro.AvroConverter"
      })
  void aConverterWithoutAServiceOfAwsGivesNoWarning(String type) {
    config(", \"value.converter\": \"%s\"".formatted(type));

    assertThat(policy().warnings()).isEmpty();
  }

  @Test
  void noPolicyIsDerivedWithoutTheClustersArn() {
    cluster(null);

    assertProblem(ErrorCode.CLUSTER_MISSING, "cluster");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"connector.class\": \"a.B\", \"topic.prefix\": \"p\"",
        "\"connector.class\": \"io.debezium.connector.mysql.MySqlConnector\""
      })
  void noPolicyIsDerivedForAnUnknownConnector(String config) {
    bundle.bareConnector("shop", config);

    assertProblem(ErrorCode.POLICY_NOT_DERIVABLE, "connector.class");
  }

  private void assertProblem(ErrorCode code, String key) {
    assertThatThrownBy(this::policy)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problems().get(0).code()).isEqualTo(code);
              assertThat(e.problems().get(0).key()).isEqualTo(key);
            });
  }

  private void cluster(String arn) {
    bundle.environment(
        "test",
        "http://h:1",
        (arn == null ? "" : "cluster: " + arn + "\n") + "connectors: [{name: shop}]");
  }

  @Test
  void aSinkMayCreateAndWriteItsTopicOfDeadLetters() {
    sink("\"topics\": \"shop.orders\", \"errors.deadletterqueue.topic.name\": \"dead\"");

    assertThat(resources("DeadLetters")).containsExactly("topic dead");
    assertThat(allowed("DeadLetters")).containsExactly("CreateTopic", "DescribeTopic", "WriteData");
  }

  @Test
  void anIcebergSinkMayUseTheGroupThatItsConfigurationSets() {
    sink(
        "\"topics\": \"shop.orders\", \"consumer.override.group.id\": \"lake\","
            + " \"iceberg.connect.group-id\": \"lake\"");

    assertThat(resources("SinkGroups"))
        .containsExactly("group cg-control*", "group lake", "group lake-coord");
  }

  @Test
  void anIcebergSinkMayReadItsTopicsAndWriteItsTables() {
    sink(
        "\"topics\": \"Shop.orders, shop.events.append\", \"iceberg.catalog.warehouse\":"
            + " \"s3://lake/warehouse/\", \"iceberg.catalog.catalog-impl\":"
            + " \"org.apache.iceberg.aws.glue.GlueCatalog\"");

    assertThat(resources("SinkTopics"))
        .containsExactly("topic Shop.orders", "topic shop.events.append");
    assertThat(allowed("SinkTopics")).containsExactly("DescribeTopic", "ReadData");
    assertThat(resources("ControlTopic")).containsExactly("topic control-iceberg");
    assertThat(allowed("ControlTopic")).containsExactly("DescribeTopic", "ReadData", "WriteData");
    assertThat(resources("SinkGroups"))
        .containsExactly("group cg-control*", "group connect-shop", "group connect-shop-coord");
    assertThat(resources("SinkTransactions"))
        .containsExactly("transactional-id coordinator-txn-*", "transactional-id worker-txn-*");
    assertThat(statement("DataTopics")).isEmpty();
    String files =
        "s3:AbortMultipartUpload,s3:DeleteObject,s3:GetObject,s3:PutObject arn:aws:s3:::";
    String tables = "glue:GetTable,glue:UpdateTable arn:aws:glue:eu-west-1:111122223333:";
    assertThat(others())
        .containsExactly(
            files + "lake/warehouse/*",
            tables + "catalog",
            tables + "database/shop",
            tables + "table/shop/*");
    assertThat(policy().warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "shop\\\\..*, shop.*",
    "shop\\\\.orders?, shop.order*",
    "(?i)shop, *",
    "a|b, *",
  })
  void aPatternOfTopicsBecomesAStarWhereItBegins(String regex, String topic) {
    sink("\"topics.regex\": \"" + regex + "\"");

    assertThat(resources("SinkTopics")).containsExactly("topic " + topic);
  }

  private void sink(String options) {
    bundle.bareConnector(
        "shop",
        "\"connector.class\": \"org.apache.iceberg.connect.IcebergSinkConnector\", " + options);
  }

  private void config(String more) {
    bundle.bareConnector("shop", MYSQL + more);
  }

  private LeastPolicy policy() {
    Bundle read = bundle.read();
    return LeastPolicy.of(read, read.connectors().get(0));
  }

  private Optional<Statement> statement(String sid) {
    return policy().document().statements().stream()
        .filter(statement -> statement.sid().equals(sid))
        .findFirst();
  }

  /** Returns the actions of a statement without their service. */
  private List<String> allowed(String sid) {
    return statement(sid).orElseThrow().actions().stream()
        .map(action -> action.substring(action.indexOf(':') + 1))
        .toList();
  }

  /** Returns kind and name of a statement's resources in the cluster. */
  private List<String> resources(String sid) {
    return statement(sid).orElseThrow().resources().stream()
        .map(arn -> arn.substring(IN.length()).replace("/c/u-1/", " "))
        .toList();
  }

  /** Returns the actions and resources outside of the cluster. */
  private List<String> others() {
    return policy().document().statements().stream()
        .filter(statement -> !statement.actions().get(0).startsWith("kafka-cluster:"))
        .flatMap(
            statement ->
                statement.resources().stream()
                    .map(resource -> String.join(",", statement.actions()) + " " + resource))
        .collect(Collectors.toList());
  }

  private static List<String> actions(String... names) {
    return Stream.of(names).map(name -> "kafka-cluster:" + name).toList();
  }
}
