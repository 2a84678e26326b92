package io.mskcdc.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretNamesTest {

  /** Lines of class, option, and whether its value is a secret. */
  @Test
  void optionsOfPublicConnectorsAreJudgedByTheirNames() throws IOException {
    List<String[]> options;
    try (InputStream in = SecretNamesTest.class.getResourceAsStream("public-connectors.tsv")) {
      options =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .map(line -> line.split("\t"))
              .toList();
    }

    assertThat(options.stream().map(option -> option[0]).distinct()).hasSizeGreaterThan(30);
    assertThat(options)
        .allSatisfy(
            option ->
                assertThat(SecretNames.suggestsSecret(option[1]) ? "secret" : "shown")
                    .as(String.join(" ", option))
                    .isEqualTo(option[2]));
  }

  @Test
  void ofTheOptionsOfThisBuildExactlyTheDeclaredSecretsHaveSuchNames() {
    Stream<String> parts =
        Stream.concat(GeneratedOptions.partsWithSecrets().stream(), Stream.of("connect"));

    assertThat(parts)
        .allSatisfy(
            part -> {
              Set<String> options = GeneratedOptions.of(part).orElseThrow();
              assertThat(options.stream().filter(SecretNames::suggestsSecret))
                  .containsExactlyInAnyOrderElementsOf(GeneratedOptions.secrets(part));
            });
  }

  @Test
  void ofTheOptionsOfKafkasClientsExactlyTheDeclaredSecretsAndNoCertificatesHaveSuchNames() {
    assertThat(
            List.of(
                ProducerConfig.configDef(),
                ConsumerConfig.configDef(),
                AdminClientConfig.configDef()))
        .flatMap(options -> options.configKeys().values())
        .allSatisfy(
            option ->
                assertThat(SecretNames.suggestsSecret(option.name))
                    .as(option.name)
                    .isEqualTo(
                        option.type == Type.PASSWORD && !option.name.contains("certificate")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apikey",
        "x.apiKey",
        "X-API-KEY",
        "db.pwd",
        "db.passwd",
        "secret_key",
        "SECRETKEY",
        "gcp.credentials.json",
        "Authorization",
        "vault.secret_id",
        "hash.salt",
        "mqtt.pass",
        "session.token"
      })
  void otherSpellingsAreSecretsToo(String key) {
    assertThat(SecretNames.suggestsSecret(key)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "primary.key",
        "routing.key",
        "message.key.columns",
        "max.tokens",
        "bypass",
        "secret.name",
        "secret.arn",
        "password.file",
        "snapshot.select.statement.overrides.shop.user_password",
        "column.mask.with.3.chars"
      })
  void whereASecretIsAndWhatHasASimilarNameIsNoSecret(String key) {
    assertThat(SecretNames.suggestsSecret(key)).isFalse();
  }
}
