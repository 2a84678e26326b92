package io.mskcdc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mskcdc.problem.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IamClientsTest {
  private static final String MYSQL =
      "\"connector.class\": \"io.debezium.connector.mysql.MySqlConnector\"";
  private static final String HISTORY = ", \"schema.history.internal.kafka.topic\": \"history\"";
  private static final String ARN = "arn:aws:kafka:eu-west-1:111122223333:cluster/shop/0a1b-2";

  @TempDir Path temp;
  private BundleFolder bundle;

  @BeforeEach
  void bundle() {
    bundle = new BundleFolder(temp);
    iam("auth: iam");
  }

  @Test
  void givenASchemaHistoryThenItsClientsLogInByIam() {
    bundle.bareConnector("shop", MYSQL + HISTORY);

    assertThat(config())
        .containsExactly(
            Map.entry("connector.class", "io.debezium.connector.mysql.MySqlConnector"),
            Map.entry("schema.history.internal.kafka.topic", "history"),
            Map.entry("schema.history.internal.producer.security.protocol", "SASL_SSL"),
            Map.entry("schema.history.internal.producer.sasl.mechanism", "AWS_MSK_IAM"),
            Map.entry(
                "schema.history.internal.producer.sasl.jaas.config",
                "software.amazon.msk.auth.iam.IAMLoginModule required;"),
            Map.entry(
                "schema.history.internal.producer.sasl.client.callback.handler.class",
                "software.amazon.msk.auth.iam.IAMClientCallbackHandler"),
            Map.entry("schema.history.internal.consumer.security.protocol", "SASL_SSL"),
            Map.entry("schema.history.internal.consumer.sasl.mechanism", "AWS_MSK_IAM"),
            Map.entry(
                "schema.history.internal.consumer.sasl.jaas.config",
                "software.amazon.msk.auth.iam.IAMLoginModule required;"),
            Map.entry(
                "schema.history.internal.consumer.sasl.client.callback.handler.class",
                "software.amazon.msk.auth.iam.IAMClientCallbackHandler"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"kafka", "source, kafka", "kafka,jmx"})
  void givenTheKafkaSignalChannelThenItsConsumerLogsInByIam(String channels) {
    bundle.connector("shop", MYSQL + ", \"signal.enabled.channels\": \"" + channels + "\"");

    assertThat(added())
        .containsExactly(
            "signal.consumer.security.protocol",
            "signal.consumer.sasl.mechanism",
            "signal.consumer.sasl.jaas.config",
            "signal.consumer.sasl.client.callback.handler.class");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ", \"signal.enabled.channels\": \"source,kafkaesque\"",
        ", \"schema.history.internal\": \"io.debezium.storage.file.history.FileSchemaHistory\""
            + HISTORY,
      })
  void givenNoKafkaClientsOfDebeziumThenNoSettingsAreAdded(String config) {
    bundle.connector("shop", MYSQL + config);

    assertThat(added()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"auth: none", ""})
  void givenAnotherLoginThenNoSettingsAreAdded(String auth) {
    iam(auth);
    bundle.connector("shop", MYSQL + HISTORY);

    assertThat(added()).isEmpty();
  }

  @Test
  void givenSettingsInTheFileOrOverlayThenTheyAreKept() {
    String profile = "software.amazon.msk.auth.iam.IAMLoginModule required awsProfileName=";
    iam("auth: iam\nvariables: {profile: history}");
    bundle
        .connector(
            "shop",
            MYSQL
                + HISTORY
                + ", \"schema.history.internal.producer.sasl.jaas.config\": \""
                + profile
                + "\\\"{{ profile }}\\\";\"")
        .file(
            "environments/test/shop.json",
            "{\"config\": {\"schema.history.internal.consumer.security.protocol\":"
                + " \"SASL_PLAINTEXT\"}}");

    assertThat(config())
        .containsEntry(
            "schema.history.internal.producer.sasl.jaas.config", profile + "\"history\";")
        .containsEntry("schema.history.internal.producer.security.protocol", "SASL_SSL")
        .containsEntry("schema.history.internal.consumer.security.protocol", "SASL_PLAINTEXT")
        .containsEntry("schema.history.internal.consumer.sasl.mechanism", "AWS_MSK_IAM");
  }

  @Test
  void givenVariablesInAuthAndClusterThenBothAreRead() {
    iam("auth: '{{ login }}'\ncluster: '{{ arn }}'\nvariables: {login: iam, arn: '" + ARN + "'}");

    Environment environment = bundle.read().environment();

    assertThat(environment.auth()).isEqualTo(Authentication.IAM);
    assertThat(environment.cluster())
        .get()
        .satisfies(
            cluster -> {
              assertThat(cluster.cluster()).isEqualTo(ARN);
              assertThat(cluster.topic("a.b"))
                  .isEqualTo("arn:aws:kafka:eu-west-1:111122223333:topic/shop/0a1b-2/a.b");
              assertThat(cluster.group("g"))
                  .isEqualTo("arn:aws:kafka:eu-west-1:111122223333:group/shop/0a1b-2/g");
              assertThat(cluster.transactionalId("t"))
                  .isEqualTo("arn:aws:kafka:eu-west-1:111122223333:transactional-id/shop/0a1b-2/t");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws-cn", "aws-us-gov"})
  void givenAnArnOfAnotherPartitionThenTheClusterIsRead(String partition) {
    iam("cluster: " + ARN.replace("arn:aws:", "arn:" + partition + ":"));

    assertThat(bundle.read().environment().cluster())
        .get()
        .extracting(ClusterArn::partition)
        .isEqualTo(partition);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "auth: IAM                                     | 'IAM' is not a way to log in",
        "auth: scram                                   | 'scram' is not a way to log in",
        "auth: [iam]                                   | auth: it is not a text",
        "auth: '{{ nobody }}'                          | auth: the variable nobody is not defined",
        "cluster: shop                                 | 'shop' is not the ARN of an MSK cluster",
        "cluster: arn:aws:kafka:eu-west-1:111122223333:topic/shop/0a1b-2/t | is not the ARN",
        "cluster: arn:aws:kafka:eu-west-1:1:cluster/shop/0a1b-2            | is not the ARN",
        "cluster: arn:aws:kafka:eu-west-1:111122223333:cluster/shop        | is not the ARN",
        "cluster: arn:aws:kafka:eu-west-1:111122223333:cluster/shop/*      | is not the ARN",
        "cluster: arn:other:kafka:eu-west-1:111122223333:cluster/shop/0a1b | is not the ARN",
      })
  void anInvalidLoginOrClusterIsAnError(String line, String expected) {
    iam(line);

    assertThatThrownBy(bundle::read)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("[environment-invalid]")
        .hasMessageContaining(expected);
  }

  @Test
  void givenAnUnknownLoginThenTheNextStepListsTheKnownOnes() {
    iam("auth: scram");

    assertThatThrownBy(bundle::read)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problems().get(0).next()).isEqualTo("write iam or none"));
  }

  private void iam(String lines) {
    bundle.environment("test", "http://h:1", lines + "\nconnectors: [{name: shop}]");
  }

  private Map<String, String> config() {
    return bundle.read().connectors().get(0).config();
  }

  private List<String> added() {
    List<String> keys = new ArrayList<>(config().keySet());
    keys.removeIf(key -> !key.contains(".producer.") && !key.contains(".consumer."));
    return keys;
  }
}
