package io.mskcdc.secrets;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;
import static io.mskcdc.secrets.AwsServer.SECRETS_MANAGER;
import static io.mskcdc.secrets.AwsServer.call;
import static io.mskcdc.secrets.AwsServer.error;
import static io.mskcdc.secrets.AwsServer.json;
import static io.mskcdc.secrets.AwsServer.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.http.Fault;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SecretsManagerConfigProviderTest {
  private static final String VALUE = "the-secret-value";
  private static final String JSON =
      "\"{\\\"username\\\": \\\"debezium\\\", \\\"password\\\": \\\""
          + VALUE
          + "\\\","
          + " \\\"port\\\": 3306, \\\"hosts\\\": [\\\""
          + VALUE
          + "\\\"]}\"";

  @RegisterExtension private final AwsServer aws = new AwsServer();

  private final SecretsManagerConfigProvider provider = new SecretsManagerConfigProvider();

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void allKeysOfASecretAreReadWithOneCall() {
    aws.http.stubFor(
        call(SECRETS_MANAGER, "{\"SecretId\": \"cdc/mysql\"}")
            .willReturn(secret("cdc/mysql", JSON)));
    provider.configure(aws.parameters());

    assertThat(provider.get("cdc/mysql", Set.of("username", "password", "port")).data())
        .isEqualTo(Map.of("username", "debezium", "password", VALUE, "port", "3306"));
    assertThat(provider.get("cdc/mysql", Set.of("password")).data())
        .isEqualTo(Map.of("password", VALUE));
    assertThat(aws.calls(SECRETS_MANAGER)).isOne();
  }

  @Test
  void aReferenceWithoutAKeyReturnsTheWholeSecret() {
    aws.http.stubFor(
        call(SECRETS_MANAGER, "{\"SecretId\": \"cdc/token\"}")
            .willReturn(secret("cdc/token", "\"a plain text\"")));
    provider.configure(aws.parameters());

    // Connect passes ${secretsmanager:cdc/token} as a key without a path.
    assertThat(provider.get("", Set.of("cdc/token")).data())
        .isEqualTo(Map.of("cdc/token", "a plain text"));
    assertThat(provider.get(null, Set.of("cdc/token")).data())
        .isEqualTo(Map.of("cdc/token", "a plain text"));
  }

  @Test
  void aPathWithoutKeysReturnsTextsNumbersAndBooleans() {
    aws.http.stubFor(
        call(SECRETS_MANAGER, "{\"SecretId\": \"cdc/mysql\"}")
            .willReturn(secret("cdc/mysql", JSON)));
    provider.configure(aws.parameters());

    assertThat(provider.get("cdc/mysql").data())
        .isEqualTo(Map.of("username", "debezium", "password", VALUE, "port", "3306"));
  }

  @Test
  void aVersionStageInTheReferenceIsRequested() {
    aws.http.stubFor(
        call(SECRETS_MANAGER, "{\"SecretId\": \"cdc/mysql\", \"VersionStage\": \"AWSPREVIOUS\"}")
            .willReturn(secret("cdc/mysql", JSON)));
    provider.configure(aws.parameters());

    assertThat(provider.get("cdc/mysql?stage=AWSPREVIOUS", Set.of("username")).data())
        .containsEntry("username", "debezium");
  }

  @Test
  void anArnMayBePercentEncoded() {
    aws.http.stubFor(
        call(
                SECRETS_MANAGER,
                "{\"SecretId\":"
                    + " \"arn:aws:secretsmanager:eu-west-1:123456789012:secret:cdc/mysql-AbCdEf\"}")
            .willReturn(secret("cdc/mysql", JSON)));
    provider.configure(aws.parameters());

    String arn =
        "arn%3Aaws%3Asecretsmanager%3Aeu-west-1%3A123456789012%3Asecret%3Acdc/mysql-AbCdEf";
    assertThat(provider.get(arn, Set.of("username")).data()).containsEntry("username", "debezium");
  }

  @Test
  void theNameOfASecretThatRdsManagesNeedsNoEncoding() {
    aws.http.stubFor(
        call(SECRETS_MANAGER, "{\"SecretId\": \"rds!db-1b2c3d4e-5f60\"}")
            .willReturn(secret("rds!db-1b2c3d4e-5f60", JSON)));
    provider.configure(aws.parameters());

    assertThat(provider.get("rds!db-1b2c3d4e-5f60", Set.of("password")).data())
        .containsEntry("password", VALUE);
  }

  @Test
  void aRotatedSecretIsReadAfterItsCachedValueExpired() {
    aws.http.stubFor(
        call(SECRETS_MANAGER)
            .inScenario("rotation")
            .whenScenarioStateIs(STARTED)
            .willReturn(secret("cdc/token", "\"before\""))
            .willSetStateTo("rotated"));
    aws.http.stubFor(
        call(SECRETS_MANAGER)
            .inScenario("rotation")
            .whenScenarioStateIs("rotated")
            .willReturn(secret("cdc/token", "\"after\"")));
    provider.configure(aws.parameters("cache.seconds", "0"));

    assertThat(provider.get("", Set.of("cdc/token")).data()).containsValue("before");
    assertThat(provider.get("", Set.of("cdc/token")).data()).containsValue("after");
  }

  @Test
  void aThrottledCallIsRetried() {
    aws.http.stubFor(
        call(SECRETS_MANAGER)
            .inScenario("throttling")
            .whenScenarioStateIs(STARTED)
            .willReturn(error("ThrottlingException", "Rate exceeded"))
            .willSetStateTo("calm"));
    aws.http.stubFor(
        call(SECRETS_MANAGER)
            .inScenario("throttling")
            .whenScenarioStateIs("calm")
            .willReturn(secret("cdc/token", "\"value\"")));
    provider.configure(aws.parameters());

    assertThat(provider.get("", Set.of("cdc/token")).data()).containsValue("value");
    assertThat(aws.calls(SECRETS_MANAGER)).isEqualTo(2);
  }

  @Test
  void aCallThatStaysThrottledFailsAfterTheConfiguredAttempts() {
    aws.http.stubFor(
        call(SECRETS_MANAGER).willReturn(error("ThrottlingException", "Rate exceeded")));
    provider.configure(aws.parameters("attempts", "2"));

    assertThatThrownBy(() -> provider.get("cdc/mysql", Set.of("password")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("secret cdc/mysql: AWS throttled all attempts (ThrottlingException)");
    assertThat(aws.calls(SECRETS_MANAGER)).isEqualTo(2);
  }

  @Test
  void aCallIsRetriedAfterTheConnectionBreaks() {
    aws.http.stubFor(
        call(SECRETS_MANAGER)
            .inScenario("network")
            .whenScenarioStateIs(STARTED)
            .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER))
            .willSetStateTo("mended"));
    aws.http.stubFor(
        call(SECRETS_MANAGER)
            .inScenario("network")
            .whenScenarioStateIs("mended")
            .willReturn(secret("cdc/token", "\"value\"")));
    provider.configure(aws.parameters());

    assertThat(provider.get("", Set.of("cdc/token")).data()).containsValue("value");
  }

  @Test
  void aServiceThatDoesNotRespondFailsAfterTheTimeout() throws IOException {
    // The system accepts connections to this socket, and nothing ever reads them.
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String endpoint = "http://127.0.0.1:" + silent.getLocalPort();
      provider.configure(aws.parameters("endpoint", endpoint, "timeout.seconds", "1"));

      assertThatThrownBy(() -> provider.get("cdc/mysql", Set.of("password")))
          .isInstanceOf(ConfigException.class)
          .hasMessageStartingWith("secret cdc/mysql: AWS did not respond in time");
    }
  }

  @Test
  void theErrorNamesTheHostWithoutAnAddress() {
    provider.configure(aws.parameters("endpoint", "http://aws.invalid", "attempts", "1"));

    assertRejected(
        "cdc/mysql",
        "password",
        "secret cdc/mysql: AWS cannot be reached (UnknownHostException: aws.invalid");
  }

  @Test
  void theErrorHasTheReasonOfABrokenConnection() throws IOException {
    String closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = "http://127.0.0.1:" + socket.getLocalPort();
    }
    provider.configure(aws.parameters("endpoint", closed, "attempts", "1"));

    assertRejected(
        "cdc/mysql",
        "password",
        "secret cdc/mysql: AWS cannot be reached (ConnectException: Connection refused");
  }

  @Test
  void theErrorHasTheReasonOfAFailedTlsHandshake() {
    provider.configure(
        aws.parameters("endpoint", aws.http.baseUrl().replace("http:", "https:"), "attempts", "1"));

    assertRejected("cdc/mysql", "password", "secret cdc/mysql: AWS cannot be reached (SSL");
  }

  @Test
  void aMissingRegionIsNamed() {
    System.setProperty("aws.disableEc2Metadata", "true");
    try {
      Map<String, String> parameters = aws.parameters();
      parameters.remove("region");
      provider.configure(parameters);

      assertRejected("cdc/mysql", "password", "secret cdc/mysql: Unable to load region");
    } finally {
      System.clearProperty("aws.disableEc2Metadata");
    }
  }

  @Test
  void anInvalidRegionIsNamed() {
    provider.configure(Map.of("region", "eu west", "attempts", "1"));

    assertRejected("cdc/mysql", "password", "secret cdc/mysql: Configured region (eu%20west)");
  }

  @Test
  void aRoleThatCannotBeAssumedIsBlamedAndNotTheSecret() {
    aws.http.stubFor(
        post(urlEqualTo("/"))
            .withRequestBody(containing("Action=AssumeRole"))
            .willReturn(
                aResponse()
                    .withStatus(403)
                    .withHeader("Content-Type", "text/xml")
                    .withBody(
                        "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>"
                            + "<Message>no</Message></Error></ErrorResponse>")));
    provider.configure(aws.parameters("role.arn", "arn:aws:iam::123456789012:role/reader"));

    assertRejected(
        "cdc/mysql", "password", "secret cdc/mysql: the role in role.arn cannot be assumed");
  }

  @Test
  void anArnWithColonsIsRejectedWithTheFormThatWorks() {
    provider.configure(aws.parameters());
    String arn = "aws:secretsmanager:eu-west-1:123456789012:secret:cdc/mysql-AbCdEf";
    String encoded =
        "arn%3Aaws%3Asecretsmanager%3Aeu-west-1%3A123456789012%3Asecret%3Acdc/mysql-AbCdEf";

    assertThatThrownBy(() -> provider.get("arn", Set.of(arn + ":password")))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith("write " + encoded + ":password");
    assertThatThrownBy(() -> provider.get("arn", Set.of(arn)))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith("write " + encoded);
    assertThat(aws.http.getAllServeEvents()).isEmpty();
  }

  @Test
  void aSecretMayHaveTheNameArn() {
    aws.http.stubFor(call(SECRETS_MANAGER).willReturn(secret("arn", JSON)));
    provider.configure(aws.parameters());

    assertThat(provider.get("arn", Set.of("username")).data())
        .containsEntry("username", "debezium");
  }

  @Test
  void aMissingSecretIsNamedAndNotRetried() {
    aws.http.stubFor(
        call(SECRETS_MANAGER)
            .willReturn(
                error(
                    "ResourceNotFoundException",
                    "Secrets Manager can't find the specified secret.")));
    provider.configure(aws.parameters());

    assertThatThrownBy(() -> provider.get("cdc/mysql", Set.of("password")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "secret cdc/mysql: it does not exist in this account and region"
                + " (ResourceNotFoundException)");
    assertThat(aws.calls(SECRETS_MANAGER)).isOne();
  }

  @Test
  void aMissingPermissionIsNamedAndNotRetried() {
    aws.http.stubFor(
        call(SECRETS_MANAGER)
            .willReturn(error("AccessDeniedException", "User: x is not authorized")));
    provider.configure(aws.parameters());

    assertThatThrownBy(() -> provider.get("cdc/mysql", Set.of("password")))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("secret cdc/mysql: the worker's role has no permission to read it")
        .hasMessageContaining("secretsmanager:GetSecretValue");
    assertThat(aws.calls(SECRETS_MANAGER)).isOne();
  }

  @Test
  void theErrorNamesAMissingKeyAndShowsNoValue() {
    aws.http.stubFor(call(SECRETS_MANAGER).willReturn(secret("cdc/mysql", JSON)));
    provider.configure(aws.parameters());

    assertRejected(
        "cdc/mysql",
        "passwort",
        "secret cdc/mysql: it has no key 'passwort'; it has password, port, username");
    assertRejected(
        "cdc/mysql",
        "hosts",
        "secret cdc/mysql: the value of 'hosts' is neither a text nor a number");
  }

  @Test
  void theErrorForAMissingKeyNamesNoOtherKeyThatMayBePrivate() {
    aws.http.stubFor(
        call(SECRETS_MANAGER)
            .willReturn(
                secret("cdc/users", "\"{\\\"alice\\\": \\\"x\\\", \\\"Bob\\\": \\\"y\\\"}\"")));
    provider.configure(aws.parameters());

    assertThatThrownBy(() -> provider.get("cdc/users", Set.of("bob")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("secret cdc/users: it has no key 'bob'; it has Bob");
  }

  @Test
  void theErrorForAKeyOfAPlainSecretDoesNotQuoteIt() {
    aws.http.stubFor(call(SECRETS_MANAGER).willReturn(secret("cdc/token", "\"" + VALUE + "\"")));
    provider.configure(aws.parameters());

    assertRejected("cdc/token", "password", "secret cdc/token: it is not a JSON object");
  }

  @Test
  void theErrorForAnInvalidResponseDoesNotQuoteIt() {
    aws.http.stubFor(
        call(SECRETS_MANAGER).willReturn(json(200, "{\"SecretString\": " + VALUE + "}")));
    provider.configure(aws.parameters("attempts", "1"));

    assertRejected("cdc/token", "password", "secret cdc/token: cannot parse the response");
  }

  private void assertRejected(String path, String key, String message) {
    assertThatThrownBy(() -> provider.get(path, Set.of(key)))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(message)
        .satisfies(e -> assertThat(stackTrace(e)).doesNotContain(VALUE));
  }

  private static String stackTrace(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void aTtlIsReturnedOnlyIfRestartsAreEnabled() {
    aws.http.stubFor(call(SECRETS_MANAGER).willReturn(secret("cdc/mysql", JSON)));
    provider.configure(aws.parameters());
    assertThat(provider.get("cdc/mysql", Set.of("password")).ttl()).isNull();

    try (SecretsManagerConfigProvider restarting = new SecretsManagerConfigProvider()) {
      restarting.configure(aws.parameters("ttl.restart", "true", "ttl.seconds", "90"));
      assertThat(restarting.get("cdc/mysql", Set.of("password")).ttl()).isEqualTo(90_000L);
    }
  }

  @Test
  void aRoleIsAssumedOnceAndItsCredentialsSignTheCalls() {
    aws.http.stubFor(
        post(urlEqualTo("/"))
            .withRequestBody(containing("Action=AssumeRole"))
            .willReturn(
                aResponse()
                    .withHeader("Content-Type", "text/xml")
                    .withBody(
                        """
                        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                          <AssumeRoleResult>
                            <AssumedRoleUser>
                              <AssumedRoleId>AROAEXAMPLE:msk-cdc</AssumedRoleId>
                              <Arn>arn:aws:sts::123456789012:assumed-role/reader/msk-cdc</Arn>
                            </AssumedRoleUser>
                            <Credentials>
                              <AccessKeyId>ASIAOFTHEROLE</AccessKeyId>
                              <SecretAccessKey>signing-key-of-the-role</SecretAccessKey>
                              <SessionToken>token-of-the-role</SessionToken>
                              <Expiration>2099-01-01T00:00:00Z</Expiration>
                            </Credentials>
                          </AssumeRoleResult>
                        </AssumeRoleResponse>
                        """)));
    aws.http.stubFor(call(SECRETS_MANAGER).willReturn(secret("cdc/mysql", JSON)));
    provider.configure(
        aws.parameters("role.arn", "arn:aws:iam::123456789012:role/reader", "cache.seconds", "0"));

    for (int i = 0; i < 3; i++) {
      provider.get("cdc/mysql", Set.of("password"));
    }

    assertThat(aws.callsToSts()).isOne();
    aws.http.verify(
        3,
        postRequestedFor(urlEqualTo("/"))
            .withHeader("X-Amz-Target", equalTo(SECRETS_MANAGER))
            .withHeader("Authorization", containing("Credential=ASIAOFTHEROLE/"))
            .withHeader("X-Amz-Security-Token", equalTo("token-of-the-role")));
  }

  @Test
  void invalidParametersAndUnknownOptionsAreRejected() {
    assertThatThrownBy(() -> provider.configure(aws.parameters("attempts", "0")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("attempts");
    assertThatThrownBy(() -> provider.configure(aws.parameters("role.anr", "x", "cache", "1")))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("unknown param.cache, param.role.anr; the parameters of a provider")
        .hasMessageContaining("param.role.arn");
    provider.configure(aws.parameters());
    assertThatThrownBy(() -> provider.get("cdc/mysql?stge=AWSPREVIOUS", Set.of("password")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("stge");
  }
}
