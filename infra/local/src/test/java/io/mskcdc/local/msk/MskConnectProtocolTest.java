package io.mskcdc.local.msk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.kafkaconnect.KafkaConnectClient;
import software.amazon.awssdk.services.kafkaconnect.model.KafkaConnectException;

/** Errors, unknown paths and permissions. */
@ExtendWith(Emulator.Shared.class)
class MskConnectProtocolTest {
  private static final String CONVERTERS =
      """
      key.converter=org.apache.kafka.connect.storage.StringConverter
      value.converter=org.apache.kafka.connect.storage.StringConverter
      """;

  private final Emulator emulator;
  private final KafkaConnectClient client;

  MskConnectProtocolTest(Emulator emulator) {
    this.emulator = emulator;
    client = emulator.client();
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void anErrorHasItsCodeInTheHeaderAndMessageAndParameterInTheBody() {
    HttpResponse<String> answer = emulator.send("POST", "/v1/custom-plugins", "{\"name\": 7}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("x-amzn-ErrorType")).contains("BadRequestException");
    assertThat(answer.body())
        .isEqualTo("{\"message\":\"name is not a text\",\"invalidParameter\":\"name\"}");
    assertThat(emulator.send("POST", "/v1/custom-plugins", "no JSON, but secret").body())
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource({"GET, /v1/connectors/a/b", "PATCH, /v1/connectors", "GET, /v2/connectors"})
  void anUnknownMethodOrPathIs404(String method, String path) {
    assertThat(emulator.send(method, path, "").statusCode()).isEqualTo(404);
  }

  @Test
  void aPrincipalThatMayOnlyListCannotCreate() {
    try (KafkaConnectClient stranger = emulator.client(Emulator.STRANGER)) {
      stranger.listConnectors(r -> {});

      assertThatThrownBy(
              () ->
                  stranger.createWorkerConfiguration(
                      r -> r.name(Emulator.name()).propertiesFileContent(base64(CONVERTERS))))
          .isInstanceOfSatisfying(
              KafkaConnectException.class,
              e -> {
                assertThat(e.statusCode()).isEqualTo(403);
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
              })
          .hasMessageContaining("kafkaconnect:CreateWorkerConfiguration");
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
