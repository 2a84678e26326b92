package io.mskcdc.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import io.mskcdc.local.iam.SignatureV4;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

/** Signatures of the SDK's own signer, and requests that were altered after they were signed. */
class RequestSignatureTest {
  private static final String VALUE = "the-value-of-the-secret";
  private static final String OTHER_BODY = "{\"SecretId\": \"cdc/other\"}";

  @RegisterExtension private final RunningAws aws = new RunningAws();

  RequestSignatureTest() {
    aws.services.add(new PathEcho());
    aws.secrets.put("cdc/mysql", VALUE);
  }

  static Stream<Arguments> alterations() {
    String signature = "InvalidSignatureException";
    String incomplete = "IncompleteSignatureException";
    return Stream.of(
        alteration(signature, "is not the hash of the body", "body", r -> r.withBody(OTHER_BODY)),
        alteration(
            signature,
            "does not match",
            "body and its hash",
            r ->
                r.withBody(OTHER_BODY)
                    .with(
                        "X-Amz-Content-Sha256",
                        SignatureV4.sha256(OTHER_BODY.getBytes(StandardCharsets.UTF_8)))),
        alteration(
            signature,
            "does not match",
            "operation",
            r -> r.with("X-Amz-Target", "secretsmanager.ListSecrets")),
        alteration(
            signature, "does not match", "header", r -> r.with("Content-Type", "text/plain")),
        alteration(
            signature,
            "does not match",
            "a second value of a header",
            r -> r.with("Content-Type", "application/x-amz-json-1.1", "b")),
        alteration(
            signature,
            "does not match",
            "length of the signature",
            r -> r.with("Authorization", a -> a.substring(0, a.length() - 1))),
        alteration(
            signature,
            "lacks content-type",
            "a signed header away",
            r -> r.without("Content-Type")),
        alteration(
            signature, "x-amz-more is not among", "a header more", r -> r.with("X-Amz-More", "1")),
        alteration(
            signature,
            "host is not among",
            "host not signed",
            r -> r.with("Authorization", a -> a.replace("host;", ""))),
        alteration(
            signature,
            "is not the day of x-amz-date",
            "day of the credential",
            r -> r.with("Authorization", a -> a.replaceFirst("/20\\d{6}/", "/20200101/"))),
        alteration(
            "UnrecognizedClientException",
            "session token",
            "a session token for a key that has none",
            r ->
                r.with("X-Amz-Security-Token", "token")
                    .with(
                        "Authorization",
                        a -> a.replace("x-amz-target", "x-amz-security-token;x-amz-target"))),
        alteration(
            "MissingAuthenticationTokenException",
            "not signed",
            "no Authorization",
            r -> r.without("Authorization")),
        alteration(incomplete, "has no x-amz-date", "no date", r -> r.without("X-Amz-Date")),
        alteration(
            incomplete, "yyyyMMddTHHmmssZ", "form of the date", r -> r.with("X-Amz-Date", "now")),
        alteration(
            incomplete,
            "AWS4-HMAC-SHA256",
            "algorithm",
            r -> r.with("Authorization", a -> a.replace("AWS4-HMAC-SHA256", "AWS3"))),
        alteration(
            incomplete,
            "AWS4-HMAC-SHA256",
            "algorithm alone",
            r -> r.with("Authorization", "AWS4-HMAC-SHA256")),
        alteration(
            incomplete,
            "has no Signature",
            "no Signature",
            r -> r.with("Authorization", a -> a.replaceFirst(", Signature=.*", ""))),
        alteration(
            incomplete,
            "different KEY=VALUE",
            "two Signatures",
            r -> r.with("Authorization", a -> a + ", Signature=0")),
        alteration(
            incomplete,
            "five parts",
            "credential of four parts",
            r -> r.with("Authorization", a -> a.replace("/aws4_request", ""))));
  }

  private static Arguments alteration(
      String code, String words, String name, UnaryOperator<SignedRequest> alteration) {
    return Arguments.of(code, words, name, alteration);
  }

  @ParameterizedTest(name = "{2}: {0}")
  @MethodSource("alterations")
  void anAlteredRequestIsRefused(
      String code, String words, String name, UnaryOperator<SignedRequest> alteration)
      throws Exception {
    HttpResponse<String> response = alteration.apply(aws.secretRequest()).send();

    RunningAws.assertRefused(response, code, words);
    assertThat(response.headers().firstValue("x-amzn-requestid")).isPresent();
    assertThat(aws.logLines())
        .singleElement()
        .asString()
        .endsWith(" principal=- resource=- status=400 error=" + code);
  }

  @Test
  void aRequestForAnotherHostIsRefused() throws Exception {
    URI endpoint = aws.server().endpoint();
    URI byName = URI.create("http://localhost:" + endpoint.getPort());

    RunningAws.assertRefused(
        aws.secretRequest(byName, "{}").sendTo(endpoint),
        "InvalidSignatureException",
        "does not match");
  }

  static Stream<Arguments> credentials() {
    AwsCredentials key = RunningAws.KEY;
    String token = RunningAws.SESSION_TOKEN;
    return Stream.of(
        Arguments.of(
            "the secret of another key",
            AwsBasicCredentials.create(key.accessKeyId(), "another"),
            "InvalidSignatureException"),
        Arguments.of(
            "an unknown key",
            AwsBasicCredentials.create("AKIAUNKNOWN", RunningAws.SECRET_KEY),
            "UnrecognizedClientException"),
        Arguments.of(
            "no session token",
            AwsBasicCredentials.create(RunningAws.SESSION_KEY.accessKeyId(), RunningAws.SECRET_KEY),
            "UnrecognizedClientException"),
        Arguments.of(
            "another session token",
            AwsSessionCredentials.create(
                RunningAws.SESSION_KEY.accessKeyId(), RunningAws.SECRET_KEY, "x" + token),
            "UnrecognizedClientException"));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("credentials")
  void aKeyTheAccountDoesNotHaveIsRefused(String name, AwsCredentials key, String code) {
    try (SecretsManagerClient client = aws.client(SecretsManagerClient.builder(), key)) {
      assertThatThrownBy(() -> client.getSecretValue(r -> r.secretId("cdc/mysql")))
          .asInstanceOf(throwable(SecretsManagerException.class))
          .satisfies(e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code))
          .satisfies(e -> assertThat(e.statusCode()).isEqualTo(400));
    }
  }

  @Test
  void aKeyWithItsSessionTokenIsAccepted() {
    try (SecretsManagerClient client =
        aws.client(SecretsManagerClient.builder(), RunningAws.SESSION_KEY)) {
      assertThat(client.getSecretValue(r -> r.secretId("cdc/mysql")).secretString())
          .isEqualTo(VALUE);
    }
  }

  @Test
  void aSignatureForAnotherRegionOrServiceIsRefused() throws Exception {
    RunningAws.assertRefused(
        aws.secretRequest("us-east-1", "secretsmanager", Duration.ZERO).send(),
        "InvalidSignatureException",
        "for the region eu-west-1");
    RunningAws.assertRefused(
        aws.secretRequest(RunningAws.REGION, "ssm", Duration.ZERO).send(),
        "InvalidSignatureException",
        "for the service secretsmanager");
  }

  @ParameterizedTest
  @ValueSource(ints = {6, -6, 60 * 24, -60 * 24})
  void aSignatureMoreThanFiveMinutesOffIsRefused(int minutes) throws Exception {
    RunningAws.assertRefused(
        aws.secretRequest(RunningAws.REGION, "secretsmanager", Duration.ofMinutes(minutes)).send(),
        "InvalidSignatureException",
        minutes > 0 ? "has expired" : "not yet valid");
  }

  @ParameterizedTest
  @ValueSource(ints = {4, -4})
  void aSignatureLessThanFiveMinutesOffIsAccepted(int minutes) throws Exception {
    assertThat(
            aws.secretRequest(RunningAws.REGION, "secretsmanager", Duration.ofMinutes(minutes))
                .send()
                .statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/connectors",
        "/v1/connectors/",
        "/v1/connectors/arn%3Aaws%3Akafkaconnect%3Aeu-west-1%3A123456789012%3Aconnector%2Fa%2Fb-2",
        "/v1/tags/arn:aws:kafkaconnect:eu-west-1:123456789012:connector/a/b-2",
        "/v1/a%20b~c_d-e.f%2A/%C3%A4",
        "/v1//a/./b/../c",
        "/v1/connectors?maxResults=10&nextToken=a%2Fb%3D%3D&connectorNamePrefix=x",
        "/v1/tags/a?tagKeys=b&tagKeys=a&tagKeys=B&tag-keys=~&tagKey&a=%2B%20%2A"
      })
  void aPathSignedByTheSdkIsAccepted(String path) throws Exception {
    HttpResponse<String> response =
        SignedRequest.sign(
                RunningAws.KEY,
                RunningAws.REGION,
                "rest",
                Duration.ZERO,
                SignedRequest.unsigned(
                    "POST",
                    URI.create(aws.server().endpoint() + path),
                    Map.of("X-Amz-Spaces", List.of("  a   b ", "c"))),
                "")
            .send();

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).startsWith("/v1/");
  }

  @Test
  void aSignatureForAnotherPathOrQueryIsRefused() throws Exception {
    URI endpoint = aws.server().endpoint();
    SignedRequest request =
        SignedRequest.sign(
            RunningAws.KEY,
            RunningAws.REGION,
            "rest",
            Duration.ZERO,
            SignedRequest.unsigned(
                "POST", endpoint.resolve("/v1/connectors?maxResults=1"), Map.of()),
            "");

    assertThat(request.send().statusCode()).isEqualTo(200);
    for (String path : List.of("/v1/connector?maxResults=1", "/v1/connectors?maxResults=2")) {
      HttpResponse<String> response = request.sendTo(endpoint.resolve(path));
      assertThat(response.statusCode()).isEqualTo(403);
      assertThat(response.headers().firstValue("x-amzn-errortype"))
          .hasValue("InvalidSignatureException");
    }
  }
}
