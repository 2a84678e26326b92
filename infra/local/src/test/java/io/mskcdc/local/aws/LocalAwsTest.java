package io.mskcdc.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import io.mskcdc.local.aws.ParameterStore.Type;
import io.mskcdc.local.aws.rest.LocalService;
import io.mskcdc.local.aws.rest.ServiceError;
import io.mskcdc.local.aws.rest.ServiceRequest;
import io.mskcdc.local.aws.rest.ServiceResponse;
import io.mskcdc.local.aws.rest.VerifiedRequest;
import io.mskcdc.local.iam.AccountFile;
import io.mskcdc.local.iam.SignatureV4;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
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
import software.amazon.awssdk.services.ssm.SsmClient;

class LocalAwsTest {
  private static final String VALUE = "the-value-of-the-secret";
  private static final String BODY = "{\"SecretId\": \"cdc/mysql\"}";
  private static final String OTHER_BODY = "{\"SecretId\": \"cdc/other\"}";
  private static final Map<String, List<String>> HEADERS =
      Map.of(
          "X-Amz-Target", List.of("secretsmanager.GetSecretValue"),
          "Content-Type", List.of("application/x-amz-json-1.1"));

  @RegisterExtension private final RunningAws aws = new RunningAws();

  LocalAwsTest() {
    aws.services.add(new PathsOfRest());
    aws.secrets.put("cdc/mysql", VALUE);
  }

  /** A service whose operations are paths, as in the protocol rest-json. */
  private static final class PathsOfRest implements LocalService {
    @Override
    public String name() {
      return "rest";
    }

    @Override
    public Optional<String> operation(ServiceRequest request) {
      return request.path().startsWith("/v1/") ? Optional.of("Echo") : Optional.empty();
    }

    @Override
    public ServiceResponse answer(String operation, VerifiedRequest call) {
      String path = call.request().path() + " " + call.request().query();
      return new ServiceResponse(200, Map.of(), path.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public ServiceResponse refusal(ServiceError error) {
      return new ServiceResponse(403, Map.of("x-amzn-errortype", error.code()), new byte[0]);
    }
  }

  @Test
  void aRequestThatTheSdkSignsIsAnswered() throws Exception {
    HttpResponse<String> response = signed().send();

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("\"SecretString\":\"" + VALUE + "\"");
    assertThat(response.headers().firstValue("content-type"))
        .hasValue("application/x-amz-json-1.1");
    assertThat(response.headers().firstValue("x-amzn-requestid")).isPresent();
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
    HttpResponse<String> response = alteration.apply(signed()).send();

    refused(response, code, words);
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

    refused(
        sign(byName, HEADERS, BODY).sendTo(endpoint),
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
  void aKeyThatIsNotTheAccountsIsRefused(String name, AwsCredentials key, String code) {
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
    refused(
        sign("us-east-1", "secretsmanager", Duration.ZERO).send(),
        "InvalidSignatureException",
        "for the region eu-west-1");
    refused(
        sign(RunningAws.REGION, "ssm", Duration.ZERO).send(),
        "InvalidSignatureException",
        "for the service secretsmanager");
  }

  @ParameterizedTest
  @ValueSource(ints = {6, -6, 60 * 24, -60 * 24})
  void aSignatureOfAnotherTimeIsRefused(int minutes) throws Exception {
    refused(
        sign(RunningAws.REGION, "secretsmanager", Duration.ofMinutes(minutes)).send(),
        "InvalidSignatureException",
        minutes > 0 ? "has expired" : "not yet valid");
  }

  @ParameterizedTest
  @ValueSource(ints = {4, -4})
  void clocksMayDifferByMinutes(int minutes) throws Exception {
    assertThat(
            sign(RunningAws.REGION, "secretsmanager", Duration.ofMinutes(minutes))
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
  void aPathIsSignedAsTheSdkSignsIt(String path) throws Exception {
    HttpResponse<String> response =
        SignedRequest.sign(
                RunningAws.KEY,
                RunningAws.REGION,
                "rest",
                Duration.ZERO,
                URI.create(aws.server().endpoint() + path),
                Map.of("X-Amz-Spaces", List.of("  a   b ", "c")),
                "")
            .send();

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).startsWith("/v1/");
  }

  @Test
  void anotherPathOrQueryThanTheSignedOneIsRefused() throws Exception {
    URI endpoint = aws.server().endpoint();
    SignedRequest request =
        SignedRequest.sign(
            RunningAws.KEY,
            RunningAws.REGION,
            "rest",
            Duration.ZERO,
            endpoint.resolve("/v1/connectors?maxResults=1"),
            Map.of(),
            "");

    assertThat(request.send().statusCode()).isEqualTo(200);
    for (String path : List.of("/v1/connector?maxResults=1", "/v1/connectors?maxResults=2")) {
      HttpResponse<String> response = request.sendTo(endpoint.resolve(path));
      assertThat(response.statusCode()).isEqualTo(403);
      assertThat(response.headers().firstValue("x-amzn-errortype"))
          .hasValue("InvalidSignatureException");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no JSON", "[]", "{\"SecretId\": 1}", "{\"SecretId\": [\"a\"]}"})
  void aBodyThatTheModelDoesNotAllowIsRefused(String body) throws Exception {
    refused(
        sign(aws.server().endpoint(), HEADERS, body).send(), "SerializationException", " is not ");
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() throws Exception {
    String body = "{\"SecretId\": \"" + "x".repeat(1 << 20) + "\"}";

    refused(
        sign(aws.server().endpoint(), HEADERS, body).send(),
        "RequestEntityTooLargeException",
        "1048576 bytes");
  }

  @Test
  void aRequestForNoServiceIsToldWhichThereAre() throws Exception {
    HttpResponse<String> response =
        signed().with("X-Amz-Target", "DynamoDB_20120810.GetItem").send();

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).endsWith("here are: secretsmanager, ssm, rest");
    assertThat(aws.logLines()).singleElement().asString().endsWith(" status=404");
  }

  @Test
  void aFailureOfItsOwnTellsNothing() throws Exception {
    aws.breakAccount();

    HttpResponse<String> response = signed().send();

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body())
        .startsWith("{\"__type\":\"InternalFailure\"")
        .doesNotContain(RunningAws.SECRET_KEY);
    assertThat(aws.logLines())
        .singleElement()
        .asString()
        .endsWith("status=500 error=InternalFailure:java.lang.IllegalArgumentException");
  }

  @Test
  void eachRequestLeavesALineThatSaysWhoReadWhat() throws Exception {
    aws.parameters.put("/cdc/user", Type.SECURE_STRING, VALUE);
    String arn;
    try (SecretsManagerClient client =
            aws.client(SecretsManagerClient.builder(), RunningAws.SESSION_KEY);
        SsmClient ssm = aws.client(SsmClient.builder())) {
      arn = client.getSecretValue(r -> r.secretId("cdc/mysql")).arn();
      ssm.getParameters(r -> r.names("/cdc/user", "/cdc/none").withDecryption(true));
    }
    refused(signed().withBody(VALUE).send(), "InvalidSignatureException", "is not the hash");

    String parameter = "arn:aws:ssm:eu-west-1:123456789012:parameter/cdc/";
    String worker = " principal=" + RunningAws.PRINCIPAL + " resource=";
    assertThat(aws.logLines())
        .extracting(line -> line.substring(line.indexOf(' ') + 1))
        .containsExactly(
            "secretsmanager:GetSecretValue key=ASIAWORKER" + worker + arn + " status=200",
            "ssm:GetParameters key=AKIAWORKER"
                + worker
                + (parameter + "user," + parameter + "none status=200"),
            "secretsmanager:GetSecretValue key=AKIAWORKER principal=- resource=- status=400"
                + " error=InvalidSignatureException");
    assertThat(String.join("\n", aws.logLines()))
        .doesNotContain(VALUE, RunningAws.SECRET_KEY, RunningAws.SESSION_TOKEN);
  }

  @Test
  void aLineHoldsNothingThatIsNoIdAndNoLineOfTheClients() throws Exception {
    String secretAsId = "sEcretInTheWrongPlace";
    try (SecretsManagerClient client =
        aws.client(
            SecretsManagerClient.builder(), AwsBasicCredentials.create(secretAsId, "AKIA"))) {
      assertThatThrownBy(() -> client.getSecretValue(r -> r.secretId("cdc/mysql")))
          .isInstanceOf(SecretsManagerException.class)
          .hasMessageNotContaining(secretAsId);
    }
    try (SecretsManagerClient client = aws.client(SecretsManagerClient.builder())) {
      assertThatThrownBy(() -> client.getSecretValue(r -> r.secretId("arn:a\nb status=200")))
          .isInstanceOf(SecretsManagerException.class);
    }

    assertThat(aws.logLines()).hasSize(2);
    assertThat(aws.logLines().get(0)).contains(" key=? ").doesNotContain(secretAsId);
    assertThat(aws.logLines().get(1)).contains(" resource=arn:a?b?status=200 status=400 ");
  }

  @Test
  void manyAreAnsweredAtOnce() throws IOException {
    try (SecretsManagerClient client = aws.client(SecretsManagerClient.builder())) {
      assertThat(
              IntStream.range(0, 30)
                  .parallel()
                  .mapToObj(i -> client.getSecretValue(r -> r.secretId("cdc/mysql")))
                  .filter(answer -> answer.secretString().equals(VALUE)))
          .hasSize(30);
    }
    assertThat(aws.logLines()).hasSize(30).allSatisfy(it -> assertThat(it).endsWith("status=200"));
  }

  @Test
  void whatHoldsASecretDoesNotPrintIt() {
    aws.parameters.put("/cdc/user", Type.SECURE_STRING, VALUE);
    ServiceRequest request =
        new ServiceRequest(
            "POST", "/", "", Map.of("a", List.of(VALUE)), VALUE.getBytes(StandardCharsets.UTF_8));

    assertThat(aws.secrets.all().toString()).contains("cdc/mysql").doesNotContain(VALUE);
    assertThat(aws.parameters.all().toString()).contains("/cdc/user").doesNotContain(VALUE);
    assertThat(request.toString()).isEqualTo("POST /");
  }

  @Test
  void onlyThisMachineReachesIt() throws IOException {
    int port = aws.server().endpoint().getPort();

    try (Socket here = new Socket("127.0.0.1", port)) {
      assertThat(here.isConnected()).isTrue();
    }
    try (Socket elsewhere = new Socket()) {
      assertThatThrownBy(() -> elsewhere.connect(new InetSocketAddress("127.0.0.2", port), 500))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aPortIsFreeAgainWhenItIsClosed() {
    int port = aws.server().endpoint().getPort();
    AccountFile account = new AccountFile(Path.of("none"));

    assertThatThrownBy(() -> LocalAws.start(port, account, List.of(), Path.of("none")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("port " + port);
    aws.server().close();
    assertThatCode(() -> LocalAws.start(port, account, List.of(), Path.of("none")).close())
        .doesNotThrowAnyException();
  }

  private SignedRequest signed() {
    return sign(aws.server().endpoint(), HEADERS, BODY);
  }

  private SignedRequest sign(String region, String service, Duration age) {
    return SignedRequest.sign(
        RunningAws.KEY, region, service, age, aws.server().endpoint(), HEADERS, BODY);
  }

  private static SignedRequest sign(URI uri, Map<String, List<String>> headers, String body) {
    return SignedRequest.sign(
        RunningAws.KEY, RunningAws.REGION, "secretsmanager", Duration.ZERO, uri, headers, body);
  }

  private static void refused(HttpResponse<String> response, String code, String words) {
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body())
        .startsWith("{\"__type\":\"" + code + "\",\"Message\":")
        .contains(words);
  }
}
