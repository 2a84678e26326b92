package io.mskcdc.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretKeysTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "database.password",
        "database.ssl.truststore.password",
        "schema.history.internal.producer.sasl.jaas.config",
        "transforms.mask.key.secret",
        "value.converter.basic.auth.user.info",
        "ssl.keystore.key"
      })
  void declaredSecretsAndKeysNamedLikeOneAreSecrets(String key) {
    assertThat(SecretKeys.isSecret(key)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"database.user", "key.converter", "transforms.mask.key.id", "topic.prefix"})
  void otherKeysAreNoSecrets(String key) {
    assertThat(SecretKeys.isSecret(key)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "database.password, hunter2, (sensitive)",
    "database.password, ${file:/f:pw}, ${file:/f:pw}",
    "database.password, ${file:/f:pw}hunter2, (sensitive)",
    "database.user, debezium, debezium",
    "signal.consumer.sasl.jaas.config, a.PlainLoginModule required password=\"x\";, (sensitive)"
  })
  void onlyASecretInClearIsHidden(String key, String value, String shown) {
    assertThat(SecretKeys.shown(key, value)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " awsProfileName=\"a\"", " awsRoleArn=\"b\" awsStsRegion = \"c\" "})
  void aLoginByIamWithoutCredentialsIsShown(String options) {
    String login = "software.amazon.msk.auth.iam.IAMLoginModule required" + options + ";";

    assertThat(SecretKeys.shown("signal.consumer.sasl.jaas.config", login)).isEqualTo(login);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {" awsRoleSecretAccessKey=\"x\"", " awsProfileName=\"a\"; x password=\"b\""})
  void aLoginByIamWithACredentialIsHidden(String options) {
    String login = "software.amazon.msk.auth.iam.IAMLoginModule required" + options + ";";

    assertThat(SecretKeys.shown("signal.consumer.sasl.jaas.config", login))
        .isEqualTo("(sensitive)");
  }
}
