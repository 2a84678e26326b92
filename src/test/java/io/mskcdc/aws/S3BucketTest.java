package io.mskcdc.aws;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.headRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.mskcdc.aws.S3Bucket.StoredObject;
import io.mskcdc.http.RetryPolicy;
import io.mskcdc.local.iam.SignatureV4;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.text.Sha256;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class S3BucketTest {
  private static final String SECRET = "signing-key-of-the-test";
  private static final Map<String, String> PROPERTIES =
      Map.of("aws.accessKeyId", "AKIDOFTHETEST", "aws.secretAccessKey", SECRET);
  private static final String KEY = "msk/a b+c.zip";
  private static final String PATH = "/plugins/msk/a%20b%2Bc.zip";
  private static final String TEXT = "a plugin";
  private static final String SHA_256 = Sha256.of(TEXT);
  private static final String CHECKSUM =
      Base64.getEncoder().encodeToString(HexFormat.of().parseHex(SHA_256));

  @RegisterExtension
  static final WireMockExtension SERVICE = WireMockExtension.newInstance().build();

  private final List<String> progress = new ArrayList<>();
  private AwsSession session;

  @BeforeEach
  void open() {
    PROPERTIES.forEach(System::setProperty);
    session =
        new AwsSession(
            new AwsAccess("eu-west-1", Optional.empty(), Optional.empty(), Optional.empty()),
            new RetryPolicy(Duration.ofMillis(500), Duration.ofMillis(1), Duration.ofMillis(20)),
            name -> null,
            progress::add);
  }

  @AfterEach
  void close() {
    session.close();
    PROPERTIES.keySet().forEach(System::clearProperty);
  }

  @Test
  void givenAnObjectThenItsChecksumAndVersionAreRead() {
    SERVICE.stubFor(
        any(urlEqualTo(PATH))
            .willReturn(
                ok().withHeader("x-amz-checksum-sha256", CHECKSUM)
                    .withHeader("x-amz-version-id", "v1")));

    assertThat(bucket(Optional.empty()).head(KEY, true))
        .contains(new StoredObject(Optional.of(SHA_256), Optional.of("v1")));
    SERVICE.verify(
        headRequestedFor(urlEqualTo(PATH))
            .withHeader("x-amz-checksum-mode", equalTo("ENABLED"))
            .withHeader("x-amz-expected-bucket-owner", equalTo("111122223333")));
  }

  @Test
  void givenAnObjectThatWasPutInPartsWithoutVersionThenBothAreEmpty() {
    SERVICE.stubFor(
        any(urlEqualTo(PATH))
            .willReturn(
                ok().withHeader("x-amz-checksum-sha256", CHECKSUM + "-3")
                    .withHeader("x-amz-version-id", "null")));

    assertThat(bucket(Optional.empty()).head(KEY, true))
        .contains(new StoredObject(Optional.empty(), Optional.empty()));
  }

  @Test
  void givenNoObjectThenTheResultIsEmpty() {
    SERVICE.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(404)));

    assertThat(bucket(Optional.empty()).head(KEY, false)).isEmpty();
  }

  @Test
  void givenAForbiddenReadThenItCountsAsAbsentOrThePermissionIsNamed() {
    SERVICE.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(403)));

    assertThat(bucket(Optional.empty()).head(KEY, true)).isEmpty();
    assertThatThrownBy(() -> bucket(Optional.empty()).head(KEY, false))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems().get(0))
                    .returns(ErrorCode.AWS_FORBIDDEN, Problem::code)
                    .returns("s3://plugins/" + KEY, Problem::where)
                    .extracting(Problem::next)
                    .asString()
                    .startsWith("allow s3:GetObject to the role that deploys"));
  }

  @Test
  void givenANewKeyThenTheContentIsPutWithItsChecksumAndNeverReplacesAnother() {
    SERVICE.stubFor(any(anyUrl()).willReturn(ok().withHeader("x-amz-version-id", "v2")));
    List<Long> sent = new ArrayList<>();

    Optional<StoredObject> stored =
        bucket(Optional.empty()).putNew(KEY, Content.of(TEXT.getBytes(UTF_8)), SHA_256, sent::add);

    assertThat(stored).contains(new StoredObject(Optional.of(SHA_256), Optional.of("v2")));
    assertThat(sent).last().isEqualTo((long) TEXT.length());
    SERVICE.verify(
        putRequestedFor(urlEqualTo(PATH))
            .withHeader("If-None-Match", equalTo("*"))
            .withHeader("x-amz-checksum-sha256", equalTo(CHECKSUM))
            .withHeader("x-amz-server-side-encryption", equalTo("AES256"))
            .withHeader("x-amz-server-side-encryption-aws-kms-key-id", absent())
            .withRequestBody(equalTo(TEXT)));
  }

  @Test
  void givenAKmsKeyThenTheContentIsEncryptedWithIt() {
    SERVICE.stubFor(any(anyUrl()).willReturn(ok()));

    bucket(Optional.of("arn:key"))
        .putNew(KEY, Content.of(TEXT.getBytes(UTF_8)), SHA_256, bytes -> {});

    SERVICE.verify(
        putRequestedFor(urlEqualTo(PATH))
            .withHeader("x-amz-server-side-encryption", equalTo("aws:kms"))
            .withHeader("x-amz-server-side-encryption-aws-kms-key-id", equalTo("arn:key")));
  }

  @Test
  void givenAKeyThatIsTakenThenNothingIsPut() {
    SERVICE.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse()
                    .withStatus(412)
                    .withBody("<Error><Code>PreconditionFailed</Code></Error>")));

    assertThat(
            bucket(Optional.empty())
                .putNew(KEY, Content.of(TEXT.getBytes(UTF_8)), SHA_256, bytes -> {}))
        .isEmpty();
  }

  @Test
  void givenThrottlingThenTheContentIsSentAgainFromItsStart() {
    SERVICE.stubFor(
        any(anyUrl())
            .inScenario("throttled")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(
                aResponse().withStatus(503).withBody("<Error><Code>SlowDown</Code></Error>"))
            .willSetStateTo("passed"));
    SERVICE.stubFor(
        any(anyUrl()).inScenario("throttled").whenScenarioStateIs("passed").willReturn(ok()));

    bucket(Optional.empty()).putNew(KEY, Content.of(TEXT.getBytes(UTF_8)), SHA_256, bytes -> {});

    SERVICE.verify(2, putRequestedFor(urlEqualTo(PATH)).withRequestBody(equalTo(TEXT)));
    assertThat(progress).containsExactly("waiting for S3: throttled");
  }

  @Test
  void givenAKeyWithSpecialCharactersThenItIsSignedEncodedOnce() {
    SERVICE.stubFor(any(anyUrl()).willReturn(ok()));

    bucket(Optional.empty()).putNew(KEY, Content.of(TEXT.getBytes(UTF_8)), SHA_256, bytes -> {});

    SERVICE.verify(
        putRequestedFor(urlEqualTo(PATH))
            .withHeader("Authorization", matching("AWS4-HMAC-SHA256 Credential=AKIDOFTHETEST/.*")));
    LoggedRequest sent = SERVICE.findAll(putRequestedFor(urlEqualTo(PATH))).get(0);
    Map<String, String> authorization = authorization(sent);
    String canonical =
        String.join(
            "\n",
            "PUT",
            PATH,
            "",
            Stream.of(authorization.get("SignedHeaders").split(";"))
                .map(name -> name + ":" + sent.getHeader(name).strip() + "\n")
                .collect(Collectors.joining()),
            authorization.get("SignedHeaders"),
            sent.getHeader("x-amz-content-sha256"));
    assertThat(authorization.get("Signature"))
        .isEqualTo(
            SignatureV4.of(
                SECRET,
                SignatureV4.Scope.parse(authorization.get("Credential")),
                sent.getHeader("X-Amz-Date"),
                canonical));
  }

  private static Map<String, String> authorization(LoggedRequest sent) {
    String header = sent.getHeader("Authorization");
    return Stream.of(header.substring(SignatureV4.ALGORITHM.length() + 1).split(", ?"))
        .map(part -> part.split("=", 2))
        .collect(Collectors.toMap(part -> part[0], part -> part[1]));
  }

  private S3Bucket bucket(Optional<String> kmsKey) {
    return new S3Bucket(
        session, "plugins", "111122223333", kmsKey, Optional.of(URI.create(SERVICE.baseUrl())));
  }
}
