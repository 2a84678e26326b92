package io.mskcdc.config;

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
  void secretsAreKnown(String key) {
    assertThat(SecretKeys.isSecret(key)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"database.user", "key.converter", "transforms.mask.key.id", "topic.prefix"})
  void otherKeysAreNot(String key) {
    assertThat(SecretKeys.isSecret(key)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "database.password, hunter2, (sensitive)",
    "database.password, ${file:/f:pw}, ${file:/f:pw}",
    "database.password, ${file:/f:pw}hunter2, (sensitive)",
    "database.user, debezium, debezium"
  })
  void onlyAClearSecretIsHidden(String key, String value, String shown) {
    assertThat(SecretKeys.shown(key, value)).isEqualTo(shown);
  }
}
