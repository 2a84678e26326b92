package io.mskcdc.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
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
        "ssl.keystore.key",
        "kafka.creds",
        "motDePasse",
        "db.contraseña"
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
    "database.password, ${file:{{ secrets_file }}:pw}, ${file:{{ secrets_file }}:pw}",
    "database.password, ${file:{{a}}/{{b}}:{{ c }}}, ${file:{{a}}/{{b}}:{{ c }}}",
    "database.password, ${file:{{ secrets_file }}:pw}hunter2, (sensitive)",
    "database.password, ${file:{{ secrets_file }:pw}, (sensitive)",
    "database.password, {{ password }}, (sensitive)",
    "basic.auth.user.info, cdc:${file:{{ secrets_file }}:pw}, cdc:${file:{{ secrets_file }}:pw}",
    "database.user, debezium, debezium",
    "database.password, '', ''",
    "aws.token, true, true",
    "database.password, ${PASSWORD}, ${PASSWORD}",
    "database.password, ${PASSWORD}hunter2, (sensitive)",
    "connection.url, jdbc:mysql://cdc:hunter2@db/shop, (sensitive)",
    "connection.url, jdbc:mysql://db/shop, jdbc:mysql://db/shop",
    "http.headers.authorization, Bearer ${a:t}, Bearer ${a:t}",
    "http.headers.authorization, Bearer ${a:t}x, (sensitive)",
    "basic.auth.user.info, ${a:u}:${a:p}, ${a:u}:${a:p}",
    "basic.auth.user.info, cdc:${a:p}, cdc:${a:p}",
    "basic.auth.user.info, cdc:hunter2${a:p}, (sensitive)",
    "a.password, cdc:${a:p}, (sensitive)",
    "sasl.jaas.config, a.Login required password=\"${a:p}\";, a.Login required password=\"${a:p}\";",
    "sasl.jaas.config, a.Login required keyTab=\"/f\";, a.Login required keyTab=\"/f\";",
    "sasl.jaas.config, hunter2, (sensitive)",
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

  @Test
  void aKeyThatTheWorkerDeclaresIsASecret() {
    assertThat(SecretKeys.shown("x.pid", "1234", Set.of("x.pid"))).isEqualTo("(sensitive)");
    assertThat(SecretKeys.shown("x.pid", "${a:b}", Set.of("x.pid"))).isEqualTo("${a:b}");
    assertThat(SecretKeys.shown("x.pid", "1234", Set.of())).isEqualTo("1234");
  }

  @Test
  void aCertificateIsNoSecretUnlessAPrivateKeyFollows() {
    Set<String> declared = Set.of("ssl.truststore.certificates");
    String certificate = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    String both = certificate + "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----";

    assertThat(SecretKeys.isClear("ssl.truststore.certificates", certificate, declared)).isFalse();
    assertThat(SecretKeys.isClear("ssl.truststore.certificates", both, declared)).isTrue();
    assertThat(SecretKeys.isClear("ssl.keystore.key", both)).isTrue();
  }
}
