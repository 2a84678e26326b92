package io.mskcdc.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

class SecretsManagerTest {
  private static final String ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:";

  @RegisterExtension private final RunningAws aws = new RunningAws();

  private SecretsManagerClient client;

  @BeforeEach
  void connect() {
    client = aws.client(SecretsManagerClient.builder());
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void aTextSecretIsReadByName() {
    String version = aws.secrets.put("cdc/mysql", "{\"password\": \"geheim, ä\"}");

    GetSecretValueResponse secret = client.getSecretValue(r -> r.secretId("cdc/mysql"));

    assertThat(secret.secretString()).isEqualTo("{\"password\": \"geheim, ä\"}");
    assertThat(secret.secretBinary()).isNull();
    assertThat(secret.name()).isEqualTo("cdc/mysql");
    assertThat(secret.arn()).matches(ARN + "cdc/mysql-[A-Za-z0-9]{6}");
    assertThat(secret.versionId()).isEqualTo(version);
    assertThat(secret.versionStages()).containsExactly("AWSCURRENT");
    assertThat(Duration.between(secret.createdDate(), Instant.now()))
        .isLessThan(Duration.ofHours(1));
    assertThat(secret.createdDate()).isBeforeOrEqualTo(Instant.now());
    assertThat(secret.responseMetadata().requestId()).hasSize(36);
  }

  @Test
  void aBinarySecretIsReadAsBytes() {
    byte[] bytes = {0, -1, 127, -128};
    aws.secrets.put("cdc/keystore", bytes);

    GetSecretValueResponse secret = client.getSecretValue(r -> r.secretId("cdc/keystore"));

    assertThat(secret.secretBinary()).isEqualTo(SdkBytes.fromByteArray(bytes));
    assertThat(secret.secretString()).isNull();
  }

  @Test
  void aSecretIsReadByArnWithAndWithoutTheSuffix() {
    aws.secrets.put("cdc/mysql", "value");
    aws.secrets.put("cdc/mysql2", "another");
    String arn = client.getSecretValue(r -> r.secretId("cdc/mysql")).arn();

    assertThat(client.getSecretValue(r -> r.secretId(arn)).secretString()).isEqualTo("value");
    assertThat(client.getSecretValue(r -> r.secretId(ARN + "cdc/mysql")).arn()).isEqualTo(arn);
  }

  @Test
  void rotationKeepsTheOldValueAsPrevious() {
    String first = aws.secrets.put("cdc/mysql", "first");
    String second = aws.secrets.put("cdc/mysql", "second");
    String arn = client.getSecretValue(r -> r.secretId("cdc/mysql")).arn();

    String third = aws.secrets.put("cdc/mysql", "third");

    GetSecretValueResponse current = client.getSecretValue(r -> r.secretId("cdc/mysql"));
    assertThat(current.secretString()).isEqualTo("third");
    assertThat(current.versionId()).isEqualTo(third);
    assertThat(current.arn()).isEqualTo(arn);
    GetSecretValueResponse previous =
        client.getSecretValue(r -> r.secretId("cdc/mysql").versionStage("AWSPREVIOUS"));
    assertThat(previous.secretString()).isEqualTo("second");
    assertThat(previous.versionId()).isEqualTo(second);
    assertThat(previous.versionStages()).containsExactly("AWSPREVIOUS");
    GetSecretValueResponse oldest =
        client.getSecretValue(r -> r.secretId("cdc/mysql").versionId(first));
    assertThat(oldest.secretString()).isEqualTo("first");
    assertThat(oldest.versionStages()).isEmpty();
  }

  @Test
  void versionIdAndStageMustNameTheSameVersion() {
    String first = aws.secrets.put("cdc/mysql", "first");
    aws.secrets.put("cdc/mysql", "second");

    assertThat(
            client
                .getSecretValue(
                    r -> r.secretId("cdc/mysql").versionId(first).versionStage("AWSPREVIOUS"))
                .secretString())
        .isEqualTo("first");
    assertThatThrownBy(
            () ->
                client.getSecretValue(
                    r -> r.secretId("cdc/mysql").versionId(first).versionStage("AWSCURRENT")))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void aSecretOrVersionThatDoesNotExistIsNotFound() {
    aws.secrets.put("cdc/mysql", "value");

    assertThatThrownBy(() -> client.getSecretValue(r -> r.secretId("cdc/mysq")))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("there is no secret cdc/mysq")
        .asInstanceOf(throwable(SecretsManagerException.class))
        .satisfies(e -> assertThat(e.statusCode()).isEqualTo(400))
        .satisfies(e -> assertThat(e.requestId()).hasSize(36));
    assertThatThrownBy(
            () ->
                client.getSecretValue(
                    r ->
                        r.secretId(
                            "arn:aws:secretsmanager:eu-west-1:999999999999:secret:cdc/mysql")))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(
            () -> client.getSecretValue(r -> r.secretId("cdc/mysql").versionStage("AWSPREVIOUS")))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("AWSPREVIOUS");
    assertThatThrownBy(
            () -> client.getSecretValue(r -> r.secretId("cdc/mysql").versionId("0".repeat(36))))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "cdc:mysql", "cdc mysql"})
  void anIdOfAnInvalidFormIsRefused(String id) {
    refused(() -> client.getSecretValue(r -> r.secretId(id)), "ValidationException");
  }

  @Test
  void aSecretThePolicyDoesNotAllowIsDenied() throws IOException {
    aws.secrets.put("cdc/mysql", "value");
    aws.secrets.put("cdc/other", "value");

    aws.allow("secretsmanager:GetSecretValue", ARN + "cdc/mysql-??????");

    assertThat(client.getSecretValue(r -> r.secretId("cdc/mysql")).secretString())
        .isEqualTo("value");
    refused(() -> client.getSecretValue(r -> r.secretId("cdc/other")), "AccessDeniedException")
        .hasMessageContaining(RunningAws.PRINCIPAL)
        .hasMessageContaining("secretsmanager:GetSecretValue on " + ARN + "cdc/other-");
    // The error does not reveal whether the secret exists.
    refused(() -> client.getSecretValue(r -> r.secretId("cdc/none")), "AccessDeniedException");
    aws.allow("secretsmanager:DescribeSecret", "*");
    refused(() -> client.getSecretValue(r -> r.secretId("cdc/mysql")), "AccessDeniedException");
  }

  @Test
  void anUnknownOperationIsRefusedAndTheKnownOnesAreNamed() {
    refused(client::listSecrets, "UnknownOperationException")
        .hasMessageContaining("[GetSecretValue]");
  }

  private static AbstractThrowableAssert<?, SecretsManagerException> refused(
      ThrowingCallable call, String code) {
    return assertThatThrownBy(call)
        .asInstanceOf(throwable(SecretsManagerException.class))
        .satisfies(e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code))
        .satisfies(e -> assertThat(e.statusCode()).isEqualTo(400));
  }
}
