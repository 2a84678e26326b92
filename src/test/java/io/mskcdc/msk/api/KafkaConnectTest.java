package io.mskcdc.msk.api;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.mskcdc.aws.AwsAccess;
import io.mskcdc.aws.AwsSession;
import io.mskcdc.http.RetryPolicy;
import io.mskcdc.local.iam.SignatureV4;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaConnectTest {
  private static final String SECRET = "signing-key-of-the-test";
  private static final String ARN =
      "arn:aws:kafkaconnect:eu-west-1:111122223333:connector/shop/0a1b-2";
  private static final String OPERATION =
      "arn:aws:kafkaconnect:eu-west-1:111122223333:connector-operation/shop/0a1b-2/9";
  private static final String ENCODED =
      "arn%3Aaws%3Akafkaconnect%3Aeu-west-1%3A111122223333%3Aconnector%2Fshop%2F0a1b-2";
  private static final String CONNECTOR = "/v1/connectors/" + ENCODED;
  private static final RetryPolicy PATIENT = policy(Duration.ofSeconds(60));
  private static final RetryPolicy IMPATIENT = policy(Duration.ofMillis(500));
  private static final Map<String, String> PROPERTIES =
      Map.of("aws.accessKeyId", "AKIDOFTHETEST", "aws.secretAccessKey", SECRET);

  @RegisterExtension
  static final WireMockExtension SERVICE = WireMockExtension.newInstance().build();

  private final List<String> progress = new ArrayList<>();

  private AwsSession opened;
  private KafkaConnect client;

  @BeforeEach
  void open() {
    PROPERTIES.forEach(System::setProperty);
    opened = session(PATIENT, name -> null);
    client = new KafkaConnect(opened, Optional.of(URI.create(SERVICE.baseUrl())));
  }

  @AfterEach
  void close() {
    opened.close();
    PROPERTIES.keySet().forEach(System::clearProperty);
  }

  @ParameterizedTest
  @ValueSource(strings = {"connectorOperations", "customPlugins", "workerConfigurations"})
  void givenAListWithAnEmptyElementThenItIsNotTheService(String member) {
    SERVICE.stubFor(any(anyUrl()).willReturn(okJson("{\"" + member + "\": [{}]}")));
    Map<String, ThrowingCallable> lists =
        Map.of(
            "connectorOperations", () -> client.listConnectorOperations(ARN),
            "customPlugins", () -> client.listCustomPlugins(""),
            "workerConfigurations", () -> client.listWorkerConfigurations(""));

    assertThatThrownBy(lists.get(member))
        .hasMessageContaining("[aws-not-the-service]")
        .hasMessageContaining("lacks what each response has");
  }

  @Test
  void givenANewConnectorThenOnlyMembersWithAValueAreSent() {
    SERVICE.stubFor(
        post(urlEqualTo("/v1/connectors"))
            .willReturn(okJson("{\"connectorArn\": \"" + ARN + "\", \"connectorState\": \"X\"}")));

    String arn = client.createConnector(shop());

    assertThat(arn).isEqualTo(ARN);
    SERVICE.verify(
        postRequestedFor(urlEqualTo("/v1/connectors"))
            .withHeader("Content-Type", equalTo("application/json"))
            .withRequestBody(
                equalToJson(
                    """
                    {"connectorName": "shop",
                     "connectorConfiguration": {"tasks.max": "1"},
                     "capacity": {"provisionedCapacity": {"mcuCount": 1, "workerCount": 2}},
                     "kafkaCluster": {"apacheKafkaCluster": {"bootstrapServers": "b:9098",
                        "vpc": {"subnets": ["subnet-1"], "securityGroups": ["sg-1"]}}},
                     "kafkaClusterClientAuthentication": {"authenticationType": "IAM"},
                     "kafkaClusterEncryptionInTransit": {"encryptionType": "TLS"},
                     "kafkaConnectVersion": "3.7.x",
                     "plugins": [{"customPlugin": {"customPluginArn": "arn:p", "revision": 1}}],
                     "workerConfiguration": {"workerConfigurationArn": "arn:w", "revision": 1},
                     "serviceExecutionRoleArn": "arn:r",
                     "logDelivery": {"workerLogDelivery":
                        {"cloudWatchLogs": {"enabled": true, "logGroup": "g"}}},
                     "tags": {"team": "data"}}
                    """)));
  }

  @Test
  void givenARequestThenItsSignatureIsTheOneThatTheServiceComputes() throws Exception {
    SERVICE.stubFor(any(anyUrl()).willReturn(okJson("{\"connectorOperationArn\": \"o\"}")));

    client.updateConnector(
        ARN, "K1+/=", UpdateConnectorRequest.configuration(Map.of("a", "ü"), false));

    LoggedRequest sent = SERVICE.findAll(putRequestedFor(urlPathEqualTo(CONNECTOR))).get(0);
    Map<String, String> authorization = authorization(sent);
    SignatureV4.Scope scope = SignatureV4.Scope.parse(authorization.get("Credential"));
    assertThat(scope)
        .returns("AKIDOFTHETEST", SignatureV4.Scope::accessKeyId)
        .returns("eu-west-1", SignatureV4.Scope::region)
        .returns("kafkaconnect", SignatureV4.Scope::service);
    assertThat(authorization.get("Signature"))
        .isEqualTo(
            SignatureV4.of(
                SECRET, scope, sent.getHeader("X-Amz-Date"), canonical(sent, authorization)));
  }

  @Test
  void givenADescriptionThenItsConfigurationAndTimeAreRead() {
    SERVICE.stubFor(get(urlEqualTo(CONNECTOR)).willReturn(okJson(connector("K1"))));

    Connector connector = client.describeConnector(ARN).orElseThrow();

    assertThat(connector.creationTime()).isEqualTo(Instant.parse("2026-11-22T10:15:30.120Z"));
    assertThat(connector.connectorConfiguration()).containsEntry("tasks.max", "1");
    assertThat(connector.capacity().autoScaling().scaleInPolicy().cpuUtilizationPercentage())
        .isEqualTo(20);
    assertThat(connector.plugins()).containsExactly(PluginReference.to("arn:p", 1));
    assertThat(connector.stateDescription()).isNull();
  }

  @Test
  void givenAnUpdateOfWorkersThenItNamesTheVersionThatWasRead() {
    SERVICE.stubFor(
        any(anyUrl()).willReturn(okJson("{\"connectorOperationArn\": \"" + OPERATION + "\"}")));

    String operation =
        client.updateConnector(
            ARN,
            "K1",
            UpdateConnectorRequest.workers(
                null, List.of(PluginReference.to("arn:p2", 1)), null, true, false));

    assertThat(operation).isEqualTo(OPERATION);
    SERVICE.verify(
        putRequestedFor(urlEqualTo(CONNECTOR + "?currentVersion=K1"))
            .withRequestBody(
                equalToJson(
                    """
                    {"plugins": [{"customPlugin": {"customPluginArn": "arn:p2", "revision": 1}}],
                     "useDefaultWorkerConfiguration": true, "skipHealthValidation": false}
                    """)));
  }

  @Test
  void givenAPauseResumeOrRestartThenItsOperationIsReturned() {
    SERVICE.stubFor(
        any(anyUrl()).willReturn(okJson("{\"connectorOperationArn\": \"" + OPERATION + "\"}")));

    assertThat(client.pauseConnector(ARN)).isEqualTo(OPERATION);
    assertThat(client.resumeConnector(ARN)).isEqualTo(OPERATION);
    assertThat(client.restartConnector(ARN, true)).isEqualTo(OPERATION);

    SERVICE.verify(putRequestedFor(urlEqualTo(CONNECTOR + "/pause")));
    SERVICE.verify(putRequestedFor(urlEqualTo(CONNECTOR + "/resume")));
    SERVICE.verify(postRequestedFor(urlEqualTo(CONNECTOR + "/restart?onlyFailedTasks=true")));
  }

  @Test
  void givenAFailedOperationThenItsStepsAndErrorAreRead() {
    SERVICE.stubFor(
        any(anyUrl())
            .willReturn(
                okJson(
                    """
                    {"connectorOperationArn": "o", "connectorOperationState": "ROLLBACK_COMPLETE",
                     "creationTime": "2026-11-22T10:15:30Z",
                     "operationSteps": [{"stepType": "VALIDATE_UPDATE", "stepState": "FAILED"}],
                     "errorInfo": {"code": "UnhealthyConnector", "message": "task 0 failed"}}
                    """)));

    ConnectorOperation operation = client.describeConnectorOperation(OPERATION).orElseThrow();

    assertThat(operation.operationSteps())
        .containsExactly(new ConnectorOperation.Step("VALIDATE_UPDATE", "FAILED"));
    assertThat(operation.errorInfo())
        .isEqualTo(new StateDescription("UnhealthyConnector", "task 0 failed"));
    assertThat(SERVICE.getAllServeEvents().get(0).getRequest().getUrl())
        .startsWith("/v1/connectorOperations/arn%3Aaws%3A");
  }

  @Test
  void givenSeveralPagesThenTheyAreReadAsOneList() {
    SERVICE.stubFor(
        get(urlPathEqualTo("/v1/custom-plugins"))
            .withQueryParam("namePrefix", equalTo("debezium-"))
            .withQueryParam("nextToken", absent())
            .willReturn(
                okJson("{\"customPlugins\": [" + plugin("a") + "], \"nextToken\": \"+/=\"}")));
    SERVICE.stubFor(
        get(urlPathEqualTo("/v1/custom-plugins"))
            .withQueryParam("namePrefix", equalTo("debezium-"))
            .withQueryParam("nextToken", equalTo("+/="))
            .willReturn(okJson("{\"customPlugins\": [" + plugin("b") + "]}")));

    List<CustomPlugin> plugins = client.listCustomPlugins("debezium-");

    assertThat(plugins).extracting(CustomPlugin::name).containsExactly("a", "b");
  }

  @Test
  void givenAPageThatIsItsOwnNextPageThenTheListEnds() {
    SERVICE.stubFor(
        any(anyUrl()).willReturn(okJson("{\"connectors\": [], \"nextToken\": \"same\"}")));

    assertThat(problemOf(() -> client.listConnectors("")).code())
        .isEqualTo(ErrorCode.AWS_NOT_THE_SERVICE);
  }

  @Test
  void givenTagsThenTheyAreRead() {
    SERVICE.stubFor(any(anyUrl()).willReturn(okJson("{\"tags\": {\"team\": \"data\"}}")));

    assertThat(client.listTagsForResource(ARN)).containsEntry("team", "data");

    SERVICE.verify(getRequestedFor(urlEqualTo("/v1/tags/" + ENCODED)));
  }

  @Test
  void givenNoResourceThenDescribeIsEmptyAndDeleteReturnsFalse() {
    SERVICE.stubFor(any(anyUrl()).willReturn(error(404, "NotFoundException")));

    assertThat(client.describeConnector(ARN)).isEmpty();
    assertThat(client.deleteConnector(ARN)).isFalse();
    assertThat(client.deleteWorkerConfiguration(ARN)).isFalse();
  }

  @Test
  void givenAResourceThenDeleteReturnsTrue() {
    SERVICE.stubFor(
        delete(urlEqualTo("/v1/custom-plugins/" + ENCODED))
            .willReturn(okJson("{\"customPluginState\": \"DELETING\"}")));

    assertThat(client.deleteCustomPlugin(ARN)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "400, BadRequestException, AWS_BAD_REQUEST",
    "401, UnauthorizedException, AWS_UNAUTHORIZED",
    "403, ExpiredTokenException, AWS_UNAUTHORIZED",
    "403, AccessDeniedException, AWS_FORBIDDEN",
    "403, ForbiddenException, AWS_FORBIDDEN",
    "404, NotFoundException, AWS_NOT_FOUND",
    "409, ConflictException, AWS_CONFLICT",
  })
  void givenAPermanentErrorThenItIsNotRepeatedAndNamesTheOperation(
      int status, String type, ErrorCode code) {
    SERVICE.stubFor(any(anyUrl()).willReturn(error(status, type)));

    Problem problem = problemOf(() -> client.pauseConnector(ARN));

    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.where()).isEqualTo(ARN);
    assertThat(problem.message()).contains("PauseConnector", type, "request r-1");
    SERVICE.verify(1, anyRequestedFor(anyUrl()));
  }

  @Test
  void givenAMissingPermissionThenTheNextStepNamesIt() {
    SERVICE.stubFor(any(anyUrl()).willReturn(error(403, "AccessDeniedException")));

    Problem problem = problemOf(() -> client.createConnector(shop()));

    assertThat(problem.next()).contains("kafkaconnect:CreateConnector");
    assertThat(problem.message()).contains("the service's words");
  }

  @Test
  void givenAnErrorThatQuotesTheSignedRequestThenItIsNotShown() {
    SERVICE.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse()
                    .withStatus(403)
                    .withHeader("x-amzn-ErrorType", "InvalidSignatureException:http://x/")
                    .withBody("{\"message\": \"it should be x-amz-security-token:TOKEN\"}")));

    Problem problem = problemOf(() -> client.listConnectors(""));

    assertThat(problem.code()).isEqualTo(ErrorCode.AWS_UNAUTHORIZED);
    assertThat(problem.message()).contains("InvalidSignatureException").doesNotContain("TOKEN");
  }

  @ParameterizedTest
  @CsvSource({
    "429, TooManyRequestsException",
    "400, ThrottlingException",
    "500, InternalServerErrorException",
    "503, ServiceUnavailableException",
  })
  void givenATransientErrorThenTheRequestIsRepeated(int status, String type) {
    failOnceThen(error(status, type), okJson("{\"connectors\": []}"));

    assertThat(client.listConnectors("")).isEmpty();

    assertThat(progress).singleElement().asString().startsWith("waiting for MSK Connect: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "\"ok\"", "{\"connectors\": {}}", "{\"connectors\": \"none\"}"})
  void givenAResponseOfAnotherShapeThenItIsNotTakenForNoConnectors(String body) {
    SERVICE.stubFor(any(anyUrl()).willReturn(okJson(body)));

    assertThat(problemOf(() -> client.listConnectors("")).code())
        .isEqualTo(ErrorCode.AWS_NOT_THE_SERVICE);
  }

  @Test
  void givenABrokenConnectionThenTheRequestIsRepeated() {
    failOnceThen(
        aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER), okJson("{\"connectors\": []}"));

    assertThat(client.listConnectors("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "429, TooManyRequestsException, AWS_THROTTLED",
    "503, ServiceUnavailableException, AWS_SERVER_ERROR",
  })
  void givenAnErrorThatLastsThenTheRequestEndsAtTheDeadline(
      int status, String type, ErrorCode code) {
    SERVICE.stubFor(any(anyUrl()).willReturn(error(status, type)));

    try (AwsSession session = session(IMPATIENT, name -> null)) {
      KafkaConnect other = new KafkaConnect(session, Optional.of(URI.create(SERVICE.baseUrl())));
      assertThat(problemOf(() -> other.listTagsForResource(ARN)).code()).isEqualTo(code);
    }
  }

  @Test
  void givenACreationWithALostResponseThenItIsFoundByItsName() {
    SERVICE.stubFor(
        post(urlEqualTo("/v1/connectors"))
            .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
    SERVICE.stubFor(
        get(urlPathEqualTo("/v1/connectors"))
            .willReturn(
                okJson(
                    """
                    {"connectors": [
                      {"connectorName": "shop-2", "connectorArn": "arn:other", "connectorState": "RUNNING"},
                      {"connectorName": "shop", "connectorArn": "%s", "connectorState": "RUNNING"}]}
                    """
                        .formatted(ARN))));

    assertThat(client.createConnector(shop())).isEqualTo(ARN);

    SERVICE.verify(1, postRequestedFor(anyUrl()));
  }

  @Test
  void givenAnUpdateWithALostResponseThenItIsFoundByTheChangedVersion() {
    SERVICE.stubFor(put(anyUrl()).willReturn(error(500, "InternalServerErrorException")));
    SERVICE.stubFor(get(urlEqualTo(CONNECTOR)).willReturn(okJson(connector("K2"))));
    SERVICE.stubFor(
        get(urlEqualTo(CONNECTOR + "/operations"))
            .willReturn(
                okJson(
                    """
                    {"connectorOperations": [
                      {"connectorOperationArn": "old", "connectorOperationState": "UPDATE_COMPLETE",
                       "creationTime": "2026-11-21T00:00:00Z"},
                      {"connectorOperationArn": "new", "connectorOperationState": "PENDING",
                       "creationTime": "2026-11-22T00:00:00Z"}]}
                    """)));

    String operation =
        client.updateConnector(ARN, "K1", UpdateConnectorRequest.configuration(Map.of(), false));

    assertThat(operation).isEqualTo("new");
    SERVICE.verify(1, putRequestedFor(anyUrl()));
  }

  @Test
  void givenAResponseOfAnotherServerThenItIsReportedAsNotTheService() {
    SERVICE.stubFor(
        any(anyUrl()).willReturn(aResponse().withStatus(404).withBody("<html><p>no</html>")));

    assertThat(problemOf(() -> client.describeConnector(ARN)).code())
        .isEqualTo(ErrorCode.AWS_NOT_THE_SERVICE);
  }

  @Test
  void givenNoListenerThenTheRequestEndsAtTheDeadline() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    URI nobody = URI.create("http://127.0.0.1:" + free);

    try (AwsSession session = session(IMPATIENT, name -> null)) {
      KafkaConnect other = new KafkaConnect(session, Optional.of(nobody));
      assertThatThrownBy(() -> other.listConnectors(""))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("aws-unreachable")
          .hasMessageContaining("connection refused");
    }
  }

  @Test
  void givenTheEndpointVariableOfTheSdkThenItIsUsed() {
    SERVICE.stubFor(any(anyUrl()).willReturn(okJson("{\"connectors\": []}")));
    Map<String, String> variables = Map.of("AWS_ENDPOINT_URL_KAFKACONNECT", SERVICE.baseUrl());

    try (AwsSession session = session(PATIENT, variables::get)) {
      assertThat(new KafkaConnect(session, Optional.empty()).listConnectors("")).isEmpty();
    }
  }

  @Test
  void givenANamedProfileThenItComesBeforeTheKeysOfTheProcess(@TempDir Path folder)
      throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("credentials"),
            "[deploy]\naws_access_key_id = AKIDOFPROFILE\naws_secret_access_key = x\n");
    System.setProperty("aws.sharedCredentialsFile", file.toString());
    SERVICE.stubFor(any(anyUrl()).willReturn(okJson("{\"connectors\": []}")));
    try (AwsSession session =
        new AwsSession(
            new AwsAccess("eu-west-1", Optional.of("deploy"), Optional.empty(), Optional.empty()),
            PATIENT,
            name -> null,
            progress::add)) {
      new KafkaConnect(session, Optional.of(URI.create(SERVICE.baseUrl()))).listConnectors("");
    } finally {
      System.clearProperty("aws.sharedCredentialsFile");
    }

    assertThat(SERVICE.getAllServeEvents().get(0).getRequest().getHeader("Authorization"))
        .contains("AKIDOFPROFILE");
  }

  @Test
  void givenAnUnknownProfileThenTheProblemNamesItAndTheNextStep() {
    try (AwsSession session =
        new AwsSession(
            new AwsAccess("eu-west-1", Optional.of("nobodys"), Optional.empty(), Optional.empty()),
            PATIENT,
            name -> null,
            progress::add)) {
      KafkaConnect other = new KafkaConnect(session, Optional.of(URI.create(SERVICE.baseUrl())));
      assertThatThrownBy(() -> other.listConnectors(""))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> {
                assertThat(e.problems().get(0).code()).isEqualTo(ErrorCode.AWS_CREDENTIALS_MISSING);
                assertThat(e.problems().get(0).next()).contains("--profile nobodys");
              });
    }
  }

  @Test
  void givenARoleToAssumeThenItsExternalIdIsSent() {
    SERVICE.stubFor(
        post(urlEqualTo("/"))
            .willReturn(
                aResponse()
                    .withHeader("Content-Type", "text/xml")
                    .withBody(
                        """
                        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                          <AssumeRoleResult><Credentials>
                            <AccessKeyId>ASIAOFTHEROLE</AccessKeyId>
                            <SecretAccessKey>s</SecretAccessKey>
                            <SessionToken>t</SessionToken>
                            <Expiration>2999-01-01T00:00:00Z</Expiration>
                          </Credentials></AssumeRoleResult>
                        </AssumeRoleResponse>
                        """)));
    SERVICE.stubFor(
        get(urlPathEqualTo("/v1/connectors")).willReturn(okJson("{\"connectors\": []}")));
    System.setProperty("aws.endpointUrlSts", SERVICE.baseUrl());
    try (AwsSession session =
        new AwsSession(
            new AwsAccess(
                "eu-west-1",
                Optional.empty(),
                Optional.of("arn:aws:iam::1:role/r"),
                Optional.of("x-1")),
            PATIENT,
            name -> null,
            progress::add)) {
      new KafkaConnect(session, Optional.of(URI.create(SERVICE.baseUrl()))).listConnectors("");
    } finally {
      System.clearProperty("aws.endpointUrlSts");
    }

    assertThat(SERVICE.findAll(postRequestedFor(urlEqualTo("/"))).get(0).getBodyAsString())
        .contains("RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr", "ExternalId=x-1");
    assertThat(SERVICE.getAllServeEvents().get(0).getRequest())
        .satisfies(
            request -> {
              assertThat(request.getHeader("Authorization")).contains("ASIAOFTHEROLE");
              assertThat(request.getHeader("X-Amz-Security-Token")).isEqualTo("t");
            });
  }

  @Test
  void givenANewResourceThenItIsAwaited() {
    failOnceThen(error(404, "NotFoundException"), okJson(connector("K1")));

    Connector connector = client.await(ARN, () -> client.describeConnector(ARN));

    assertThat(connector.connectorName()).isEqualTo("shop");
  }

  private static String connector(String version) {
    return """
    {"connectorArn": "%s", "connectorName": "shop", "connectorState": "RUNNING",
     "currentVersion": "%s", "creationTime": "2026-11-22T10:15:30.120Z",
     "connectorConfiguration": {"tasks.max": "1"}, "memberOfTomorrow": {},
     "capacity": {"autoScaling": {"minWorkerCount": 1, "maxWorkerCount": 2,
        "scaleInPolicy": {"cpuUtilizationPercentage": 20}}},
     "kafkaCluster": {}, "kafkaClusterClientAuthentication": {},
     "kafkaClusterEncryptionInTransit": {}, "kafkaConnectVersion": "3.7.x",
     "plugins": [{"customPlugin": {"customPluginArn": "arn:p", "revision": 1}}]}
    """
        .formatted(ARN, version);
  }

  private static String plugin(String name) {
    return """
    {"customPluginArn": "arn:of-%s", "name": "%s", "customPluginState": "ACTIVE",
     "creationTime": "2026-11-22T10:15:30Z"}
    """
        .formatted(name, name);
  }

  private static CreateConnectorRequest shop() {
    return new CreateConnectorRequest(
        "shop",
        null,
        Map.of("tasks.max", "1"),
        Capacity.provisioned(1, 2),
        new KafkaCluster(
            new KafkaCluster.ApacheKafkaCluster(
                "b:9098", new KafkaCluster.Vpc(List.of("subnet-1"), List.of("sg-1")))),
        new KafkaCluster.ClientAuthentication("IAM"),
        new KafkaCluster.EncryptionInTransit("TLS"),
        "3.7.x",
        List.of(PluginReference.to("arn:p", 1)),
        new WorkerConfigurationReference("arn:w", 1L),
        "arn:r",
        new LogDelivery(
            new LogDelivery.WorkerLogDelivery(
                new LogDelivery.CloudWatchLogs(true, "g"), null, null)),
        null,
        Map.of("team", "data"));
  }

  private static ResponseDefinitionBuilder error(int status, String type) {
    return aResponse()
        .withStatus(status)
        .withHeader("x-amzn-ErrorType", type + ":http://internal.amazon.com/")
        .withHeader("x-amzn-RequestId", "r-1")
        .withBody("{\"message\": \"the service's words\"}");
  }

  private static void failOnceThen(
      ResponseDefinitionBuilder failure, ResponseDefinitionBuilder then) {
    SERVICE.stubFor(
        any(anyUrl())
            .inScenario("once")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(failure)
            .willSetStateTo("failed"));
    SERVICE.stubFor(
        any(anyUrl()).inScenario("once").whenScenarioStateIs("failed").willReturn(then));
  }

  private static Problem problemOf(ThrowingCallable use) {
    return catchThrowableOfType(ProblemException.class, use).problems().get(0);
  }

  private static RetryPolicy policy(Duration deadline) {
    return new RetryPolicy(deadline, Duration.ofMillis(5), Duration.ofMillis(20));
  }

  private AwsSession session(RetryPolicy policy, UnaryOperator<String> variables) {
    return new AwsSession(
        new AwsAccess("eu-west-1", Optional.empty(), Optional.empty(), Optional.empty()),
        policy,
        variables,
        progress::add);
  }

  private static Map<String, String> authorization(LoggedRequest sent) {
    String header = sent.getHeader("Authorization");
    return List.of(header.substring(SignatureV4.ALGORITHM.length() + 1).split(", ?")).stream()
        .map(part -> part.split("=", 2))
        .collect(Collectors.toMap(part -> part[0], part -> part[1]));
  }

  private static String canonical(LoggedRequest sent, Map<String, String> authorization) {
    String signed = authorization.get("SignedHeaders");
    return String.join(
        "\n",
        sent.getMethod().value(),
        SignatureV4.encode(sent.getUrl().replaceFirst("\\?.*", "")).replace("%2F", "/"),
        SignatureV4.canonicalQuery(Map.of("currentVersion", "K1+/=")),
        List.of(signed.split(";")).stream()
            .map(name -> name + ":" + sent.getHeader(name).strip() + "\n")
            .collect(Collectors.joining()),
        signed,
        sha256(sent.getBody()));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JVM has SHA-256", e);
    }
  }
}
