package io.mskcdc.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotedSecretsTest {
  private static final QuotedSecrets SECRETS =
      QuotedSecrets.of(
          Map.of(
              "producer.override.acks", "${file:/secrets:password}",
              "database.password", "${file:/secrets:password}",
              "database.hostname", "db.example",
              "transforms.mask.key.secret", "n0t-4-reference",
              "url", "jdbc:mysql://db/shop?user=cdc&password=pa55",
              "tasks.max", "two",
              "retries", "-7"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "o.a.k.c.c.ConfigException: Invalid value hunter2 for configuration acks: String must be one"
            + " of: all, -1, 0, 1",
        "Invalid value hunter2 for configuration x: Class hunter2 could not be found.",
        "outer\n\tat a.B.c(B.java:1)\nCaused by: Invalid value hunter2 for configuration acks",
        "Invalid value -----BEGIN KEY\nhunter2\nEND for configuration keystore.key: bad",
        "The 'database.password' value 'hunter2' is invalid: too short",
        "the value of an earlier configuration: Invalid value hunter2 for configuration tasks.max",
        "the value of another key: Invalid value hunter2 for configuration retries",
        "ProducerConfig values: \n\tacks = hunter2\n\tbatch.size = 1",
        "{database.hostname=db.example, database.password=hunter2}",
        "cannot connect to jdbc:mysql://cdc:hunter2@db:3306/shop",
        "request failed: Authorization: Basic hunter2=",
        "request failed: {\"authorization\": \"Bearer hunter2\"}",
        "bad key: -----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----",
        "GET https://x.example/?X-Amz-Signature=hunter2&x=y",
        "login failed: password: hunter2",
        "url jdbc:mysql://db/shop?user=cdc&password=hunter2",
      })
  void aQuotedSecretIsHidden(String text) {
    assertThat(SECRETS.hide(text)).contains("(sensitive)").doesNotContain("hunter2");
  }

  @Test
  void aSecretInClearOfTheConfigurationIsHiddenWhereverItIs() {
    assertThat(SECRETS.hide("no such key: n0t-4-reference; tried pa55"))
        .isEqualTo("no such key: (sensitive); tried (sensitive)");
  }

  @Test
  void aPercentEncodedSecretIsHidden() {
    QuotedSecrets secrets = QuotedSecrets.of(Map.of(), Set.of(), Set.of("p/w!x ü$1"));

    assertThat(secrets.hide("a p/w!x ü$1, b?x=p%2Fw%21x%20%C3%BC%241, c?x=p%2fw!x%20%c3%bc$1&y=1"))
        .isEqualTo("a (sensitive), b?x=(sensitive), c?x=(sensitive)&y=1");
  }

  @Test
  void aDeclaredOrResolvedSecretIsHidden() {
    assertThat(
            QuotedSecrets.of(Map.of("pid", "1234"), Set.of("pid"), Set.of("hunter2", ""))
                .hide("cannot parse 1234 or hunter2"))
        .isEqualTo("cannot parse (sensitive) or (sensitive)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "o.a.k.c.c.ConfigException: Invalid value two for configuration tasks.max: Not a number",
        "Invalid value -7 for configuration retries: Value must be at least 0",
        "Invalid value null for configuration topic.prefix: a value is required",
        "Access denied for user 'cdc'@'10.0.0.1' (using password: YES)",
        "The 'database.hostname' value 'db.example' is invalid: unknown host",
        "io.mskcdc.provider.SecretException: the secret prod/db has no key user",
        "the reference ${file:/secrets:password} has no value",
        "org.apache.kafka.common.errors.SaslAuthenticationException: [5e3a]: Access denied",
        "java.net.UnknownHostException: db.example",
        "outer\n\tat a.B.c(B.java:1)\nCaused by: Unknown host",
      })
  void theCauseOfAFailureStays(String text) {
    assertThat(SECRETS.hide(text)).isEqualTo(text);
  }

  @Test
  void noTextStaysNoText() {
    assertThat(SECRETS.hide(null)).isNull();
  }
}
