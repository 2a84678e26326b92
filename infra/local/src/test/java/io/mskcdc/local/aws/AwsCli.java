package io.mskcdc.local.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * The installed AWS CLI, with a local service as its endpoint.
 *
 * @param service the first word of each command
 */
public record AwsCli(String service, URI endpoint, String region, AwsCredentials key) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The result of a command. */
  public record Result(int exitCode, String output) {}

  public static boolean isInstalled() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "aws")));
  }

  /** Runs a command of the service, which must succeed. */
  public JsonNode run(String... arguments) throws IOException, InterruptedException {
    Result result = attempt(arguments);
    assertThat(result.exitCode()).as(result.output()).isZero();
    return JSON.readTree(result.output());
  }

  /** Runs a command, which may fail. */
  public Result attempt(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of("aws", service, "--endpoint-url", endpoint.toString(), "--output", "json"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "AWS_ACCESS_KEY_ID", key.accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", key.secretAccessKey(),
                // Version 1 of the CLI does not read AWS_REGION.
                "AWS_DEFAULT_REGION", region,
                "AWS_CONFIG_FILE", "/dev/null",
                "AWS_SHARED_CREDENTIALS_FILE", "/dev/null",
                "AWS_MAX_ATTEMPTS", "1",
                "NO_PROXY", "127.0.0.1",
                "AWS_PAGER", ""));
    if (key instanceof AwsSessionCredentials session) {
      builder.environment().put("AWS_SESSION_TOKEN", session.sessionToken());
    }
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }
}
