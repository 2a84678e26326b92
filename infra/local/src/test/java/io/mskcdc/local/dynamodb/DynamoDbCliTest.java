package io.mskcdc.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.local.iam.Account.AccessKey;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Commands of the AWS CLI, from a table to the records of its stream. */
class DynamoDbCliTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void aTableIsCreatedWrittenReadAndFollowed() throws Exception {
    boolean installed =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "aws")));
    assumeThat(installed).as("the AWS CLI is installed").isTrue();
    try (RunningDynamoDb dynamo = new RunningDynamoDb()) {
      String stream =
          run(
                  dynamo,
                  "dynamodb create-table --table-name orders --billing-mode PAY_PER_REQUEST"
                      + " --key-schema AttributeName=id,KeyType=HASH"
                      + " --attribute-definitions AttributeName=id,AttributeType=S"
                      + " --stream-specification"
                      + " StreamEnabled=true,StreamViewType=NEW_AND_OLD_IMAGES")
              .at("/TableDescription/LatestStreamArn")
              .asText();
      run(
          dynamo,
          "dynamodb put-item --table-name orders --item"
              + " {\"id\":{\"S\":\"a\"},\"n\":{\"N\":\"1.50\"}}");
      assertThat(run(dynamo, "dynamodb scan --table-name orders").path("Items"))
          .isEqualTo(JSON.readTree("[{\"id\":{\"S\":\"a\"},\"n\":{\"N\":\"1.5\"}}]"));
      assertThat(
              attempt(
                      dynamo,
                      "dynamodb put-item --table-name orders --item {\"id\":{\"S\":\"a\"}}"
                          + " --condition-expression attribute_not_exists(id)")
                  .output())
          .contains(
              "(ConditionalCheckFailedException) when calling the PutItem operation: The"
                  + " conditional request failed");

      List<String> shards = new ArrayList<>();
      run(dynamo, "dynamodbstreams describe-stream --stream-arn " + stream)
          .at("/StreamDescription/Shards")
          .forEach(shard -> shards.add(shard.path("ShardId").asText()));
      assertThat(shards).isEqualTo(dynamo.control.openShards("orders")).hasSize(4);
      String shard =
          shards.stream()
              .filter(id -> !dynamo.records(stream, id).isEmpty())
              .findFirst()
              .orElseThrow();
      String iterator =
          run(
                  dynamo,
                  "dynamodbstreams get-shard-iterator --shard-iterator-type TRIM_HORIZON"
                      + " --stream-arn "
                      + stream
                      + " --shard-id "
                      + shard)
              .path("ShardIterator")
              .asText();
      JsonNode record =
          run(dynamo, "dynamodbstreams get-records --shard-iterator " + iterator).at("/Records/0");
      assertThat(record.path("eventName").asText()).isEqualTo("INSERT");
      assertThat(record.at("/dynamodb/NewImage/n/N").asText()).isEqualTo("1.5");
    }
  }

  /** The result of a command. */
  private record Result(int exitCode, String output) {}

  private static JsonNode run(RunningDynamoDb dynamo, String command) throws Exception {
    Result result = attempt(dynamo, command);
    assertThat(result.exitCode()).as(result.output()).isZero();
    return JSON.readTree(result.output());
  }

  private static Result attempt(RunningDynamoDb dynamo, String command)
      throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(
            List.of("aws", "--endpoint-url", dynamo.endpoint().toString(), "--output", "json"));
    line.addAll(List.of(command.split(" ", -1)));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    AccessKey key = dynamo.key();
    builder
        .environment()
        .putAll(
            Map.of(
                "AWS_ACCESS_KEY_ID", key.id(),
                "AWS_SECRET_ACCESS_KEY", key.secret(),
                "AWS_SESSION_TOKEN", key.sessionToken(),
                // Version 1 of the CLI does not read AWS_REGION.
                "AWS_DEFAULT_REGION", RunningDynamoDb.REGION,
                "AWS_CONFIG_FILE", "/dev/null",
                "AWS_SHARED_CREDENTIALS_FILE", "/dev/null",
                "AWS_MAX_ATTEMPTS", "1",
                "NO_PROXY", "127.0.0.1",
                "AWS_PAGER", ""));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }
}
