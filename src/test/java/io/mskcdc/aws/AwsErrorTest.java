package io.mskcdc.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwsErrorTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ConflictException",
        "com.amazonaws.kafkaconnect#ConflictException",
        "ConflictException:http://internal.amazon.com/coral/",
      })
  void givenATypeInTheHeaderThenItsBareNameIsRead(String type) {
    AwsError error = error(409, Map.of("x-amzn-ErrorType", type), "{\"message\": \"busy\"}");

    assertThat(error.type()).isEqualTo("ConflictException");
    assertThat(error.message()).isEqualTo("busy");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"__type\": \"a.b#NotFoundException\", \"Message\": \"none\"}",
        "{\"code\": \"NotFoundException\", \"message\": \"none\"}",
      })
  void givenATypeInTheBodyThenItIsRead(String body) {
    AwsError error = error(404, Map.of(), body);

    assertThat(error.type()).isEqualTo("NotFoundException");
    assertThat(error.message()).isEqualTo("none");
  }

  @Test
  void givenXmlOfS3ThenItsCodeAndMessageAreRead() {
    AwsError error =
        error(
            404,
            Map.of("x-amz-request-id", "R1"),
            "<Error><Code>NoSuchBucket</Code><Message>no bucket</Message></Error>");

    assertThat(error).isEqualTo(new AwsError(404, "NoSuchBucket", "no bucket", "R1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html><p>not closed",
        "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><Error><Code>&e;</Code></Error>",
        "not JSON",
        "",
      })
  void givenABodyOfNoServiceThenTheErrorHasNoType(String body) {
    assertThat(error(502, Map.of(), body).type()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "429, , true, false",
    "400, ThrottlingException, true, false",
    "503, SlowDown, true, false",
    "503, ServiceUnavailableException, false, true",
    "500, , false, true",
    "400, BadRequestException, false, false",
  })
  void givenAStatusAndATypeThenThrottlingAndServerErrorsAreDistinguished(
      int status, String type, boolean throttled, boolean serverError) {
    AwsError error = new AwsError(status, type == null ? "" : type, "", "");

    assertThat(error.isThrottled()).isEqualTo(throttled);
    assertThat(error.isServerError()).isEqualTo(serverError);
  }

  @ParameterizedTest
  @CsvSource({
    "401, , true",
    "403, ExpiredTokenException, true",
    "403, SignatureDoesNotMatch, true",
    "403, AccessDeniedException, false",
  })
  void givenAStatusAndATypeThenInvalidCredentialsAreRecognized(
      int status, String type, boolean expected) {
    AwsError error = new AwsError(status, type == null ? "" : type, "", "");

    assertThat(error.isNotAuthenticated()).isEqualTo(expected);
  }

  private static AwsError error(int status, Map<String, String> headers, String body) {
    Map<String, List<String>> lists = new HashMap<>();
    headers.forEach((name, value) -> lists.put(name, List.of(value)));
    return AwsError.of(
        new AwsResponse(
            status, HttpHeaders.of(lists, (name, value) -> true), body.getBytes(UTF_8)));
  }
}
