package io.mskcdc.lint.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.config.BundleFolder;
import io.mskcdc.config.MskEnvironment;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a connector needs on MSK, and does not need on other brokers. */
class MskConnectionRulesTest {
  private static final String WORKER =
      """
      key.converter=org.apache.kafka.connect.json.JsonConverter
      value.converter=org.apache.kafka.connect.json.JsonConverter
      offset.storage.topic=shop-offsets
      """;

  @TempDir Path temp;

  private void checkOnMsk(ErrorCode code, String connector, String findings) {
    assertThat(new LintedConnector(temp, connector + "; msk:3.7.x").summary(code))
        .isEqualTo(findings == null ? "" : findings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mysql; schema.history.internal.kafka.topic=h; schema.history.internal.producer.security.protocol=SASL_PLAINTEXT | error schema.history.internal.producer.security.protocol
          mysql; schema.history.internal.kafka.topic=h; schema.history.internal.consumer.sasl.mechanism=SCRAM-SHA-512     | error schema.history.internal.consumer.sasl.mechanism
          oracle; schema.history.internal.kafka.topic=h; schema.history.internal.kafka.bootstrap.servers=b-1:9098; schema.history.internal.producer.sasl.jaas.config=org.apache.kafka.ScramLoginModule required; | error schema.history.internal.producer.sasl.jaas.config
          mysql; signal.enabled.channels=kafka; signal.consumer.sasl.client.callback.handler.class=a.B                    | error signal.consumer.sasl.client.callback.handler.class
          mysql; schema.history.internal.kafka.topic=h                                                                     |
          mysql; schema.history.internal.kafka.topic=h; schema.history.internal.producer.security.protocol=sasl_ssl       |
          mysql; schema.history.internal.kafka.topic=h; schema.history.internal.kafka.bootstrap.servers=own:9092; schema.history.internal.producer.security.protocol=PLAINTEXT |
          mysql; schema.history.internal.kafka.topic=h; schema.history.internal.producer.sasl.mechanism=OAUTHBEARER; schema.history.internal.producer.sasl.jaas.config=a.OAuthBearerLoginModule required;; schema.history.internal.producer.sasl.client.callback.handler.class=software.amazon.msk.auth.iam.IAMOAuthBearerLoginCallbackHandler |
          mysql; schema.history.internal.kafka.topic=h; schema.history.internal.producer.sasl.mechanism=${file:/f:m}      |
          mysql; signal.consumer.sasl.mechanism=PLAIN                                                                      |
          """)
  void debeziumsOwnClientsLogInByIam(String connector, String findings) {
    checkOnMsk(ErrorCode.CLIENT_LOGIN_WRONG, connector, findings);
  }

  @Test
  void withoutIamEachLoginFits() {
    assertThat(
            new LintedConnector(
                    temp,
                    "mysql; schema.history.internal.kafka.topic=h"
                        + "; schema.history.internal.producer.sasl.mechanism=SCRAM-SHA-512")
                .summary(ErrorCode.CLIENT_LOGIN_WRONG))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mysql; producer.override.sasl.mechanism=SCRAM-SHA-512     | error producer.override.sasl.mechanism
          jdbc-sink; consumer.override.sasl.mechanism=plain         | error consumer.override.sasl.mechanism
          mysql; admin.override.ssl.keystore.location=/k.p12        | error admin.override.ssl.keystore.location
          mysql; producer.override.ssl.keystore.certificate.chain=${file:/f:pem} | error producer.override.ssl.keystore.certificate.chain
          mysql; producer.override.sasl.mechanism=GSSAPI            | error producer.override.sasl.mechanism
          mysql; producer.override.sasl.mechanism=oauthbearer       |
          mysql; producer.override.sasl.mechanism=AWS_MSK_IAM       |
          mysql; producer.override.ssl.truststore.location=/t.p12   |
          """)
  void mskConnectLogsInByIamOnly(String connector, String findings) {
    checkOnMsk(ErrorCode.LOGIN_UNSUPPORTED, connector, findings);
    assertThat(
            new LintedConnector(temp.resolve("other"), connector)
                .summary(ErrorCode.LOGIN_UNSUPPORTED))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mysql; schema.history.internal=io.debezium.storage.file.history.FileSchemaHistory     | error schema.history.internal
          sqlserver; schema.history.internal=io.debezium.relational.history.MemorySchemaHistory | error schema.history.internal
          mysql; schema.history.internal=io.debezium.storage.s3.history.S3SchemaHistory         |
          mysql                                                                                  |
          """)
  void aHistoryOutlivesItsWorker(String connector, String findings) {
    checkOnMsk(ErrorCode.HISTORY_NOT_SHARED, connector, findings);
    assertThat(
            new LintedConnector(temp.resolve("other"), connector)
                .summary(ErrorCode.HISTORY_NOT_SHARED))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mysql                                             | error topic.creation.default.replication.factor |
          a.OtherSourceConnector                            | error topic.creation.default.replication.factor |
          mysql; topic.creation.default.replication.factor=3 | error topic.creation.default.partitions       | error topic.creation.default.partitions
          mysql; topic.creation.groups=a; topic.creation.a.include=x | error topic.creation.default.replication.factor | error topic.creation.default.replication.factor
          mysql; topic.creation.default.replication.factor=-1; topic.creation.default.partitions=6 | |
          jdbc-sink                                         |                                                 |
          org.apache.kafka.connect.mirror.MirrorSourceConnector |                                             |
          a.Other                                           |                                                 |
          """)
  void theConnectorCreatesTheTopicsThatMskDoesNot(
      String connector, String findings, String findingsOnConnect) {
    checkOnMsk(ErrorCode.TOPIC_CREATION_MISSING, connector, findings);
    assertThat(
            new LintedConnector(temp.resolve("other"), connector)
                .summary(ErrorCode.TOPIC_CREATION_MISSING))
        .isEqualTo(findingsOnConnect == null ? "" : findingsOnConnect);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mysql; auth:iam  | error topic.creation.default.replication.factor
          mysql; auth:none |
          """)
  void aLoginByIamMeansTheBrokersOfMskOnOtherWorkersToo(String connector, String findings) {
    assertThat(new LintedConnector(temp, connector).summary(ErrorCode.TOPIC_CREATION_MISSING))
        .isEqualTo(findings == null ? "" : findings);
  }

  @Test
  void aWorkerThatCreatesNoTopicsIsAnErrorThere() {
    BundleFolder bundle =
        new BundleFolder(temp)
            .connector(
                "shop", "\"connector.class\": \"io.debezium.connector.mysql.MySqlConnector\"");

    assertThat(
            new MskEnvironment(bundle)
                .worker(WORKER + "topic.creation.enable=false\n")
                .write()
                .problems())
        .singleElement()
        .extracting(Problem::headline)
        .asString()
        .startsWith(
            "[topic-creation-missing] connector-configs/environments/test/worker.properties:4:23,"
                + " topic.creation.enable: ");
    assertThat(
            new MskEnvironment(bundle)
                .worker(WORKER + "topic.creation.enable=true\n")
                .write()
                .problems())
        .isEmpty();
  }
}
