package io.mskcdc.secrets;

import static io.mskcdc.secrets.AwsServer.SECRETS_MANAGER;
import static io.mskcdc.secrets.AwsServer.call;
import static io.mskcdc.secrets.AwsServer.secret;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A worker whose credentials file gets other keys while it runs. */
class CredentialsFileTest {
  private static final String FILE = "aws.sharedCredentialsFile";
  private static final int ATTEMPTS = 50;

  @RegisterExtension private final AwsServer aws = new AwsServer();
  @TempDir private Path folder;

  @BeforeEach
  void useTheFileOnly() {
    // The chain of the SDK prefers the properties that the server's extension sets.
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
    System.setProperty(FILE, folder.resolve("credentials").toString());
  }

  @AfterEach
  void forgetTheFile() {
    System.clearProperty(FILE);
  }

  @Test
  void keysThatReplaceExpiredOnesAreReadAgain() throws Exception {
    aws.http.stubFor(call(SECRETS_MANAGER).willReturn(secret("cdc/token", "\"value\"")));
    write("AKIDBEFORE");
    try (ConfigProvider provider = new SecretsManagerConfigProvider()) {
      provider.configure(aws.parameters("cache.seconds", "0"));
      assertThat(keyOfNextRequest(provider)).contains("Credential=AKIDBEFORE/");

      write("AKIDAFTER");

      String key = "";
      for (int attempt = 0; attempt < ATTEMPTS && !key.contains("AKIDAFTER"); attempt++) {
        Thread.sleep(100);
        key = keyOfNextRequest(provider);
      }
      assertThat(key).contains("Credential=AKIDAFTER/");
    }
  }

  private String keyOfNextRequest(ConfigProvider provider) {
    aws.http.resetRequests();
    provider.get("", Set.of("cdc/token"));
    ServeEvent request = aws.http.getAllServeEvents().get(0);
    return request.getRequest().getHeader("Authorization");
  }

  private void write(String id) throws IOException {
    Files.writeString(
        folder.resolve("credentials"),
        "[default]\naws_access_key_id = " + id + "\naws_secret_access_key = signing-key\n");
  }
}
