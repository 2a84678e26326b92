package io.mskcdc.secrets;

import static io.mskcdc.secrets.AwsServer.PARAMETERS;
import static io.mskcdc.secrets.AwsServer.SECRETS_MANAGER;
import static io.mskcdc.secrets.AwsServer.call;
import static io.mskcdc.secrets.AwsServer.json;
import static io.mskcdc.secrets.AwsServer.secret;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Providers without parameters, which take region, credentials and endpoint from the environment.
 */
class WorkerEnvironmentTest {
  @RegisterExtension private final AwsServer aws = new AwsServer();

  /** Looks up one reference and prints its value. */
  static final class LookupMain {
    public static void main(String[] arguments) throws Exception {
      try (ConfigProvider provider =
          arguments[0].equals("ssm")
              ? new ParameterStoreConfigProvider()
              : new SecretsManagerConfigProvider()) {
        provider.configure(Map.of());
        System.out.print(provider.get("", Set.of(arguments[1])).data().get(arguments[1]));
      }
    }
  }

  @Test
  void secretsManagerIsCalledAtTheEndpointOfTheEnvironment() throws IOException {
    aws.http.stubFor(call(SECRETS_MANAGER).willReturn(secret("cdc/token", "\"local value\"")));

    assertThat(read("secretsmanager", "cdc/token", "AWS_ENDPOINT_URL_SECRETS_MANAGER"))
        .isEqualTo("local value");
    assertThat(authorization()).contains("Credential=AKIDOFTHEENVIRONMENT/", "/eu-central-2/");
  }

  @Test
  void parameterStoreIsCalledAtTheEndpointOfTheEnvironment() throws IOException {
    aws.http.stubFor(
        call(PARAMETERS)
            .willReturn(
                json(
                    200,
                    "{\"Parameters\": [{\"Name\": \"/cdc/user\", \"Value\": \"local value\"}],"
                        + " \"InvalidParameters\": []}")));

    assertThat(read("ssm", "/cdc/user", "AWS_ENDPOINT_URL_SSM")).isEqualTo("local value");
    assertThat(authorization()).contains("Credential=AKIDOFTHEENVIRONMENT/", "/eu-central-2/");
  }

  private String authorization() {
    List<ServeEvent> requests = aws.http.getAllServeEvents();
    assertThat(requests).hasSize(1);
    return requests.get(0).getRequest().getHeader("Authorization");
  }

  private String read(String provider, String reference, String endpointVariable)
      throws IOException {
    ProcessBuilder worker =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                LookupMain.class.getName(),
                provider,
                reference)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    // The developer's shell may have such variables.
    worker.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    worker
        .environment()
        .putAll(
            Map.of(
                endpointVariable,
                aws.http.baseUrl(),
                "AWS_REGION",
                "eu-central-2",
                "AWS_ACCESS_KEY_ID",
                "AKIDOFTHEENVIRONMENT",
                "AWS_SECRET_ACCESS_KEY",
                "signing-key",
                "AWS_EC2_METADATA_DISABLED",
                "true"));
    Process process = worker.start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
