package io.mskcdc.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mskcdc.local.aws.ParameterStore.Type;
import io.mskcdc.local.aws.rest.ServiceRequest;
import io.mskcdc.local.iam.AccountFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;
import software.amazon.awssdk.services.ssm.SsmClient;

/** The behaviour of the server that all services share. */
class LocalAwsTest {
  private static final String VALUE = "the-value-of-the-secret";

  @RegisterExtension private final RunningAws aws = new RunningAws();

  LocalAwsTest() {
    aws.services.add(new PathEcho());
    aws.secrets.put("cdc/mysql", VALUE);
  }

  @Test
  void aRequestSignedByTheSdkIsAnswered() throws Exception {
    HttpResponse<String> response = aws.secretRequest().send();

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("\"SecretString\":\"" + VALUE + "\"");
    assertThat(response.headers().firstValue("content-type"))
        .hasValue("application/x-amz-json-1.1");
    assertThat(response.headers().firstValue("x-amzn-requestid")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no JSON", "[]", "{\"SecretId\": 1}", "{\"SecretId\": [\"a\"]}"})
  void aBodyThatTheModelDoesNotAllowIsRefused(String body) throws Exception {
    RunningAws.assertRefused(
        aws.secretRequest(aws.server().endpoint(), body).send(),
        "SerializationException",
        " is not ");
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() throws Exception {
    String body = "{\"SecretId\": \"" + "x".repeat(1 << 20) + "\"}";

    RunningAws.assertRefused(
        aws.secretRequest(aws.server().endpoint(), body).send(),
        "RequestEntityTooLargeException",
        "1048576 bytes");
  }

  @Test
  void aRequestForAnUnknownServiceIs404AndTheServicesAreNamed() throws Exception {
    HttpResponse<String> response =
        aws.secretRequest().with("X-Amz-Target", "DynamoDB_20120810.GetItem").send();

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).endsWith("there are: secretsmanager, ssm, rest");
    assertThat(aws.logLines()).singleElement().asString().endsWith(" status=404");
  }

  @Test
  void anInternalFailureIs500WithoutDetails() throws Exception {
    aws.breakAccount();

    HttpResponse<String> response = aws.secretRequest().send();

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
  void theLogHasALinePerRequestWithThePrincipalAndTheResources() throws Exception {
    aws.parameters.put("/cdc/user", Type.SECURE_STRING, VALUE);
    String arn;
    try (SecretsManagerClient client =
            aws.client(SecretsManagerClient.builder(), RunningAws.SESSION_KEY);
        SsmClient ssm = aws.client(SsmClient.builder())) {
      arn = client.getSecretValue(r -> r.secretId("cdc/mysql")).arn();
      ssm.getParameters(r -> r.names("/cdc/user", "/cdc/none").withDecryption(true));
    }
    RunningAws.assertRefused(
        aws.secretRequest().withBody(VALUE).send(), "InvalidSignatureException", "is not the hash");

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
  void aLogLineHoldsNoSecretUsedAsKeyIdAndNoInjectedLine() throws Exception {
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
  void requestsAreAnsweredInParallel() throws IOException {
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
  void toStringOfSecretsAndRequestsHoldsNoSecret() {
    aws.parameters.put("/cdc/user", Type.SECURE_STRING, VALUE);
    ServiceRequest request =
        new ServiceRequest(
            "POST", "/", "", Map.of("a", List.of(VALUE)), VALUE.getBytes(StandardCharsets.UTF_8));

    assertThat(aws.secrets.all().toString()).contains("cdc/mysql").doesNotContain(VALUE);
    assertThat(aws.parameters.all().toString()).contains("/cdc/user").doesNotContain(VALUE);
    assertThat(request.toString()).isEqualTo("POST /");
  }

  @Test
  void theServerListensOnLoopbackOnly() throws IOException {
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
  void closingTheServerFreesItsPort() {
    int port = aws.server().endpoint().getPort();
    AccountFile account = new AccountFile(Path.of("none"));

    assertThatThrownBy(() -> LocalAws.start(port, account, List.of(), Path.of("none")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("port " + port);
    aws.server().close();
    assertThatCode(() -> LocalAws.start(port, account, List.of(), Path.of("none")).close())
        .doesNotThrowAnyException();
  }
}
