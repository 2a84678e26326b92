package io.mskcdc.cli.plugin;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.head;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.mskcdc.cli.Main;
import io.mskcdc.cli.option.Terminal;
import io.mskcdc.deploy.TargetConnections;
import io.mskcdc.local.iam.SignatureV4;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Cases that the local services cannot produce, with stubbed responses of AWS. */
class PluginOnAwsTest {
  private static final byte[] CONTENT = "the plugin".getBytes();
  private static final String KEY = "/plugins/deployed/sample-1-00000000.zip";
  private static final String SECRET = "signing-key-of-the-test";
  private static final Map<String, String> KEYS =
      Map.of("aws.accessKeyId", "AKIDOFTHETEST", "aws.secretAccessKey", SECRET);

  @RegisterExtension static final WireMockExtension AWS = WireMockExtension.newInstance().build();

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void files() throws Exception {
    KEYS.forEach(System::setProperty);
    write(
        "connector-configs/environments/aws/environment.yaml",
        """
        target: msk-connect
        bundle: shop
        auth: iam
        cluster: arn:aws:kafka:eu-west-1:123456789012:cluster/local/0
        mskConnect:
          endpoint: %s
          bootstrapServers: b-1.local:9098
          subnets: [subnet-0a1b2c3d]
          securityGroups: [sg-0a1b2c3d]
          pluginBucket:
            name: plugins
            prefix: deployed/
            endpoint: %s
            kmsKey: arn:aws:kms:eu-west-1:123456789012:key/k-1
        connectors: []
        """
            .formatted(AWS.baseUrl(), AWS.baseUrl()));
    write("connect-plugins/sample/target/sample-1.zip", new String(CONTENT));
    write(
        "connect-plugins/sample/target/manifest.json",
        "{\"name\": \"sample-1-00000000\", \"file\": \"sample-1.zip\", \"sha256\": \"%s\"}"
            .formatted(digest("SHA-256")));
  }

  @AfterEach
  void noKeys() {
    KEYS.keySet().forEach(System::clearProperty);
  }

  @Test
  void theUploadIsEncryptedConditionalAndHasAChecksumAndAnExpectedOwner() throws Exception {
    serviceTakesIt();
    AWS.stubFor(head(urlEqualTo(KEY)).willReturn(aResponse().withStatus(404)));
    AWS.stubFor(put(urlEqualTo(KEY)).willReturn(aResponse().withHeader("x-amz-version-id", "v-1")));

    assertThat(run("plugin", "upload", "sample", "--env", "aws")).isZero();

    AWS.verify(
        1,
        putRequestedFor(urlEqualTo(KEY))
            .withHeader("If-None-Match", equalTo("*"))
            .withHeader("x-amz-expected-bucket-owner", equalTo("123456789012"))
            .withHeader("x-amz-server-side-encryption", equalTo("aws:kms"))
            .withHeader(
                "x-amz-server-side-encryption-aws-kms-key-id",
                equalTo("arn:aws:kms:eu-west-1:123456789012:key/k-1"))
            .withHeader("Content-Length", equalTo("" + CONTENT.length))
            .withHeader(
                "x-amz-checksum-sha256",
                equalTo(
                    Base64.getEncoder()
                        .encodeToString(HexFormat.of().parseHex(digest("SHA-256"))))));
    AWS.verify(
        postRequestedFor(urlEqualTo("/v1/custom-plugins"))
            .withRequestBody(
                matchingJsonPath("$.location.s3Location.objectVersion", equalTo("v-1")))
            .withRequestBody(
                matchingJsonPath(
                    "$.location.s3Location.fileKey", equalTo("deployed/sample-1-00000000.zip")))
            .withRequestBody(
                matchingJsonPath(
                    "$.location.s3Location.bucketArn", equalTo("arn:aws:s3:::plugins"))));
    LoggedRequest sent = AWS.findAll(putRequestedFor(urlEqualTo(KEY))).get(0);
    assertThat(sent.getHeader("Authorization")).endsWith("Signature=" + signature(sent));
  }

  @Test
  void aReasonOfSeveralLinesIsShownInOne() throws Exception {
    serviceTakesIt();
    AWS.stubFor(head(urlEqualTo(KEY)).willReturn(aResponse().withStatus(404)));
    AWS.stubFor(put(urlEqualTo(KEY)).willReturn(aResponse()));
    AWS.stubFor(
        get(urlPathEqualTo("/v1/custom-plugins/arn"))
            .willReturn(
                okJson(
                    """
                    {"customPluginArn": "arn", "name": "sample", "customPluginState": "CREATE_FAILED",
                     "creationTime": "2026-01-01T00:00:00Z",
                     "stateDescription": {"code": "Invalid",
                       "message": "no\\n\\u001b[2Kuploaded plugin"}}
                    """)));

    assertThat(run("plugin", "upload", "sample", "--env", "aws")).isEqualTo(1);

    assertThat(err.toString())
        .contains("could not create the plugin (CREATE_FAILED): Invalid: no [2Kuploaded plugin\n")
        .doesNotContain("\u001b");
  }

  @Test
  void aRoleWithoutListBucketCanUpload() throws Exception {
    serviceTakesIt();
    AWS.stubFor(head(urlEqualTo(KEY)).willReturn(aResponse().withStatus(403)));
    AWS.stubFor(put(urlEqualTo(KEY)).willReturn(aResponse()));

    assertThat(run("plugin", "upload", "sample", "--env", "aws")).isZero();

    assertThat(err.toString()).contains("warning the bucket plugins keeps no versions");
  }

  @Test
  void anErrorOfS3IsReportedWithItsMessageAndTheMissingPermission() throws Exception {
    serviceTakesIt();
    AWS.stubFor(head(urlEqualTo(KEY)).willReturn(aResponse().withStatus(404)));
    AWS.stubFor(
        put(urlEqualTo(KEY))
            .willReturn(
                aResponse()
                    .withStatus(403)
                    .withHeader("x-amz-request-id", "r-1")
                    .withBody(
                        "<?xml version=\"1.0\"?>\n<Error><Code>AccessDenied</Code>"
                            + "<Message>no way</Message></Error>")));

    assertThat(run("plugin", "upload", "sample", "--env", "aws")).isEqualTo(1);

    assertThat(err.toString())
        .contains("[aws-forbidden] s3://plugins/deployed/", "AccessDenied, request r-1): no way")
        .contains("allow s3:PutObject");
  }

  @Test
  void aConcurrentUploadOfTheSameContentIsAccepted() throws Exception {
    serviceTakesIt();
    String checksum =
        Base64.getEncoder().encodeToString(HexFormat.of().parseHex(digest("SHA-256")));
    AWS.stubFor(
        head(urlEqualTo(KEY))
            .inScenario("race")
            .whenScenarioStateIs("Started")
            .willReturn(aResponse().withStatus(404))
            .willSetStateTo("put"));
    AWS.stubFor(
        head(urlEqualTo(KEY))
            .inScenario("race")
            .whenScenarioStateIs("put")
            .willReturn(aResponse().withHeader("x-amz-checksum-sha256", checksum)));
    AWS.stubFor(
        put(urlEqualTo(KEY))
            .willReturn(
                aResponse()
                    .withStatus(412)
                    .withBody("<Error><Code>PreconditionFailed</Code></Error>")));

    assertThat(run("plugin", "upload", "sample", "--env", "aws")).isZero();
  }

  @Test
  void gcRemovesOnlyOldUnusedResourcesOfTheBundle() throws Exception {
    AWS.stubFor(
        get(urlPathEqualTo("/v1/custom-plugins"))
            .willReturn(
                okJson(
                    "{\"customPlugins\": ["
                        + plugin("debezium-mysql-3-6-1-0000000a", 9, "ACTIVE")
                        + ","
                        + plugin("debezium-mysql-3-6-1-0000000b", 8, "ACTIVE")
                        + ","
                        + plugin("debezium-mysql-3-5-0-0000000c", 7, "ACTIVE")
                        + ","
                        + plugin("debezium-mysql-3-5-0-0000000d", 6, "ACTIVE")
                        + ","
                        + plugin("debezium-mysql-3-5-0-0000000e", 5, "ACTIVE")
                        + ","
                        + plugin("debezium-mysql-3-6-1-0000000f", 9, "CREATE_FAILED")
                        + ","
                        + plugin("debezium-mysql-3-6-1-00000010", 1, "CREATING")
                        + ","
                        + plugin("foreign-1-00000011", 1, "ACTIVE")
                        + ","
                        + plugin("made-by-hand", 1, "ACTIVE")
                        + "]}")));
    AWS.stubFor(
        get(urlPathEqualTo("/v1/worker-configurations"))
            .withQueryParam("namePrefix", equalTo("aws-"))
            .willReturn(
                okJson(
                    """
                    {"workerConfigurations": [
                     {"name": "aws-worker-00000001", "workerConfigurationArn": "w1",
                      "workerConfigurationState": "ACTIVE", "creationTime": "2026-01-01T00:00:00Z",
                      "latestRevision": {"revision": 1}},
                     {"name": "aws-worker-00000002", "workerConfigurationArn": "w2",
                      "workerConfigurationState": "ACTIVE", "creationTime": "2026-01-02T00:00:00Z",
                      "latestRevision": {"revision": 1}}]}
                    """)));
    AWS.stubFor(
        get(urlPathMatching("/v1/tags/.*"))
            .willReturn(okJson("{\"tags\": {\"mskcdc.bundle\": \"shop\"}}")));
    AWS.stubFor(
        get(urlPathEqualTo("/v1/tags/foreign-1-00000011"))
            .willReturn(okJson("{\"tags\": {\"mskcdc.bundle\": \"other\"}}")));
    connectorsUse("debezium-mysql-3-5-0-0000000d", "debezium-mysql-3-5-0-0000000e");
    AWS.stubFor(delete(urlMatching(".*")).willReturn(okJson("{}")));

    assertThat(run("plugin", "gc", "--env", "aws", "--keep", "1", "--auto-approve")).isZero();

    assertThat(AWS.findAll(deleteRequestedFor(urlMatching(".*"))))
        .extracting(LoggedRequest::getUrl)
        .containsExactlyInAnyOrder(
            "/v1/custom-plugins/debezium-mysql-3-6-1-0000000b",
            "/v1/custom-plugins/debezium-mysql-3-5-0-0000000c",
            "/v1/custom-plugins/debezium-mysql-3-6-1-0000000f",
            "/v1/worker-configurations/w1");
    assertThat(out.toString())
        .contains("debezium-mysql-3-5-0-0000000d  # in use by orders")
        .contains("debezium-mysql-3-5-0-0000000e  # in use by orders")
        .contains("debezium-mysql-3-6-1-0000000a  # one of the newest 1")
        .contains("debezium-mysql-3-6-1-00000010  # being created")
        .contains("4 removed, 5 kept")
        .doesNotContain("foreign", "by-hand");
  }

  /** A connector that is on its way from one plugin to another. */
  private static void connectorsUse(String origin, String target) {
    String uses = "[{\"customPlugin\": {\"customPluginArn\": \"%s\", \"revision\": 1}}]";
    String connector =
        "{\"connectorArn\": \"c\", \"connectorName\": \"orders\", \"connectorState\": \"UPDATING\","
            + " \"creationTime\": \"2026-01-01T00:00:00Z\", \"connectorConfiguration\": {},"
            + " \"capacity\": {}, \"kafkaCluster\": {}, \"kafkaClusterClientAuthentication\": {},"
            + " \"kafkaClusterEncryptionInTransit\": {}, \"kafkaConnectVersion\": \"3.7.x\","
            + " \"plugins\": "
            + uses.formatted(origin)
            + "}";
    AWS.stubFor(
        get(urlPathEqualTo("/v1/connectors"))
            .willReturn(okJson("{\"connectors\": [" + connector + "]}")));
    AWS.stubFor(get(urlPathEqualTo("/v1/connectors/c")).willReturn(okJson(connector)));
    AWS.stubFor(
        get(urlPathEqualTo("/v1/connectors/c/operations"))
            .willReturn(
                okJson(
                    "{\"connectorOperations\": [{\"connectorOperationArn\": \"o\","
                        + " \"connectorOperationState\": \"UPDATE_IN_PROGRESS\", \"creationTime\": \"2026-01-01T00:00:00Z\"}]}")));
    AWS.stubFor(
        get(urlPathEqualTo("/v1/connectorOperations/o"))
            .willReturn(
                okJson(
                    "{\"connectorOperationArn\": \"o\", \"creationTime\": \"2026-01-01T00:00:00Z\","
                        + " \"connectorOperationState\": \"UPDATE_IN_PROGRESS\","
                        + " \"targetWorkerSetting\": {\"plugins\": "
                        + uses.formatted(target)
                        + ", \"workerConfiguration\": {\"workerConfigurationArn\": \"w2\","
                        + " \"revision\": 1}}}")));
  }

  private static String plugin(String name, int day, String state) {
    return "{\"name\": \"%s\", \"customPluginArn\": \"%s\", \"customPluginState\": \"%s\","
            .formatted(name, name, state)
        + " \"creationTime\": \"2026-01-0%dT00:00:00Z\"}".formatted(day);
  }

  private static void serviceTakesIt() throws Exception {
    AWS.stubFor(
        get(urlPathEqualTo("/v1/custom-plugins")).willReturn(okJson("{\"customPlugins\": []}")));
    AWS.stubFor(
        post(urlEqualTo("/v1/custom-plugins"))
            .willReturn(okJson("{\"customPluginArn\": \"arn\", \"revision\": 1}")));
    AWS.stubFor(
        get(urlPathEqualTo("/v1/custom-plugins/arn"))
            .willReturn(
                okJson(
                    """
                    {"customPluginArn": "arn", "name": "sample", "customPluginState": "ACTIVE",
                     "creationTime": "2026-01-01T00:00:00Z",
                     "latestRevision": {"revision": 1,
                       "location": {"s3Location": {"bucketArn": "b", "fileKey": "k"}},
                       "fileDescription": {"fileMd5": "%s", "fileSize": %d}}}
                    """
                        .formatted(digest("MD5"), CONTENT.length))));
  }

  // S3 signs an object's path as it stands.
  private static String signature(LoggedRequest sent) throws Exception {
    String authorization = sent.getHeader("Authorization");
    String signed = authorization.replaceFirst(".*SignedHeaders=([^,]+).*", "$1");
    String credential = authorization.replaceFirst(".*Credential=([^,]+).*", "$1");
    String canonical =
        String.join(
            "\n",
            "PUT",
            sent.getUrl(),
            "",
            List.of(signed.split(";")).stream()
                .map(name -> name + ":" + sent.getHeader(name).strip() + "\n")
                .collect(Collectors.joining()),
            signed,
            digest("SHA-256"));
    return SignatureV4.of(
        SECRET, SignatureV4.Scope.parse(credential), sent.getHeader("X-Amz-Date"), canonical);
  }

  private static String digest(String algorithm) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(CONTENT));
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--configs", folder.resolve("connector-configs").toString()));
    try (TargetConnections connections = new TargetConnections()) {
      return Main.commandLine(new Terminal(Optional.empty()), connections)
          .setOut(new PrintWriter(out, true))
          .setErr(new PrintWriter(err, true))
          .execute(all.toArray(String[]::new));
    }
  }
}
