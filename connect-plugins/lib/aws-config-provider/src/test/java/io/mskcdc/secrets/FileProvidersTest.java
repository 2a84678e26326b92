package io.mskcdc.secrets;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.mskcdc.secrets.AwsServer.SECRETS_MANAGER;
import static io.mskcdc.secrets.AwsServer.call;
import static io.mskcdc.secrets.AwsServer.json;
import static io.mskcdc.secrets.AwsServer.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FileProvidersTest {
  private static final byte[] TRUSTSTORE = {0x30, (byte) 0x82, 0, 1, (byte) 0xff, 10, 13};
  private static final String BASE64 = Base64.getEncoder().encodeToString(TRUSTSTORE);

  @RegisterExtension private final AwsServer aws = new AwsServer();

  private final S3FileConfigProvider s3 = new S3FileConfigProvider();
  private final SecretsManagerFileConfigProvider secrets = new SecretsManagerFileConfigProvider();

  @AfterEach
  void close() {
    s3.close();
    secrets.close();
  }

  @Test
  void anObjectIsCopiedToAFileThatOnlyTheWorkerMayRead() throws Exception {
    aws.http.stubFor(get(urlPathEqualTo("/certs/eu/rds.p12")).willReturn(object(TRUSTSTORE)));
    s3.configure(aws.parameters());

    Path file = Path.of(s3.get("", Set.of("certs/eu/rds.p12")).data().get("certs/eu/rds.p12"));

    assertThat(file).hasBinaryContent(TRUSTSTORE);
    assertThat(file.getFileName().toString()).endsWith("-rds.p12");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void thePathChangesWithTheContentOnly() throws Exception {
    s3.configure(aws.parameters("cache.seconds", "0"));

    aws.http.stubFor(get(urlPathEqualTo("/certs/rds.p12")).willReturn(object(TRUSTSTORE)));
    Path first = fetch();
    Path again = fetch();
    aws.http.stubFor(get(urlPathEqualTo("/certs/rds.p12")).willReturn(object(new byte[] {1})));
    Path changed = fetch();

    assertThat(again).isEqualTo(first);
    assertThat(changed).isNotEqualTo(first).hasBinaryContent(new byte[] {1});
    assertThat(first).as("the file that a running task still reads").hasBinaryContent(TRUSTSTORE);
  }

  private Path fetch() {
    return Path.of(s3.get("", Set.of("certs/rds.p12")).data().get("certs/rds.p12"));
  }

  @Test
  void aVersionInTheReferenceIsRequested() {
    aws.http.stubFor(get(urlEqualTo("/certs/rds.p12?versionId=v7")).willReturn(object(TRUSTSTORE)));
    s3.configure(aws.parameters());

    assertThat(s3.get("", Set.of("certs/rds.p12?version=v7")).data()).hasSize(1);
  }

  @Test
  void theErrorHasTheReasonOfAnInterruptedDownload() {
    aws.http.stubFor(
        get(urlPathEqualTo("/certs/rds.p12"))
            .willReturn(aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK)));
    s3.configure(aws.parameters("attempts", "1"));

    assertThatThrownBy(this::fetch)
        .isInstanceOf(ConfigException.class)
        .hasMessageMatching(
            "object s3://certs/rds\\.p12: the download was interrupted \\(\\w+: .+\\)");
  }

  @Test
  void aMissingObjectIsNamedAndNotRetried() {
    aws.http.stubFor(get(urlPathEqualTo("/certs/rds.p12")).willReturn(xmlError(404, "NoSuchKey")));
    s3.configure(aws.parameters());

    assertThatThrownBy(this::fetch)
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(
            "object s3://certs/rds.p12: it does not exist in this account and region");
    aws.http.verify(1, getRequestedFor(urlPathEqualTo("/certs/rds.p12")));
  }

  @Test
  void theErrorNamesTheMissingPermission() {
    aws.http.stubFor(
        get(urlPathEqualTo("/certs/rds.p12")).willReturn(xmlError(403, "AccessDenied")));
    s3.configure(aws.parameters());

    assertThatThrownBy(this::fetch)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("s3://certs/rds.p12")
        .hasMessageContaining("s3:GetObject");
  }

  @Test
  void aReferenceWithoutAnObjectKeyIsRejected() {
    s3.configure(aws.parameters());

    assertThatThrownBy(() -> s3.get("", Set.of("certs")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("bucket/key");
  }

  @Test
  void anArnWithColonsIsRejectedWithTheFormThatWorks() {
    s3.configure(aws.parameters());

    assertThatThrownBy(() -> s3.get("arn", Set.of("aws:s3:::certs/rds.p12")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("write certs/rds.p12, the bucket and the key");
  }

  @Test
  void aBinarySecretIsCopiedToAFile() {
    aws.http.stubFor(
        call(SECRETS_MANAGER, "{\"SecretId\": \"cdc/truststore.p12\"}")
            .willReturn(
                json(
                    200,
                    "{\"Name\": \"cdc/truststore.p12\", \"SecretBinary\": \"" + BASE64 + "\"}")));
    secrets.configure(aws.parameters());

    assertThat(fileOf("", "cdc/truststore.p12")).hasBinaryContent(TRUSTSTORE);
  }

  @Test
  void encodingBase64DecodesATextSecret() {
    aws.http.stubFor(
        call(SECRETS_MANAGER).willReturn(secret("cdc/truststore", "\"" + BASE64 + "\"")));
    secrets.configure(aws.parameters());

    assertThat(fileOf("", "cdc/truststore?encoding=base64")).hasBinaryContent(TRUSTSTORE);
    assertThat(fileOf("", "cdc/truststore")).hasContent(BASE64);
  }

  @Test
  void theValueOfAKeyIsCopiedToAFile() {
    aws.http.stubFor(
        call(SECRETS_MANAGER)
            .willReturn(secret("cdc/tls", "\"{\\\"ca.pem\\\": \\\"-----BEGIN\\\"}\"")));
    secrets.configure(aws.parameters());

    assertThat(fileOf("cdc/tls", "ca.pem")).hasContent("-----BEGIN");
  }

  private Path fileOf(String path, String key) {
    return Path.of(secrets.get(path, Set.of(key)).data().get(key));
  }

  @Test
  void filesAreRemovedWhenTheJvmEnds() throws Exception {
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                FileWriterMain.class.getName())
            .start();
    Path file = Path.of(new String(writer.getInputStream().readNBytes(4096)).strip());

    assertThat(writer.waitFor()).isZero();
    assertThat(file.toString()).contains("msk-cdc-");
    assertThat(file.getParent()).doesNotExist();
  }

  /** Writes a file, checks that it exists, prints its path and ends. */
  static final class FileWriterMain {
    public static void main(String[] args) throws IOException {
      Path file = new PrivateFiles().write("certs/rds.p12", TRUSTSTORE);
      if (Files.size(file) != TRUSTSTORE.length) {
        throw new IOException("not written");
      }
      System.out.println(file);
    }
  }

  private static ResponseDefinitionBuilder object(byte[] content) {
    return aResponse().withHeader("ETag", "\"x\"").withBody(content);
  }

  private static ResponseDefinitionBuilder xmlError(int status, String code) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/xml")
        .withBody("<Error><Code>" + code + "</Code><Message>no</Message></Error>");
  }
}
