package io.mskcdc.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.aws.SigningClient;
import io.mskcdc.local.lambda.KafkaEventSource;
import io.mskcdc.local.lambda.LambdaFunction;
import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.process.StackException;
import io.mskcdc.local.s3.S3Mock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Two functions for Lambda that read the same topics, each with an event source of its own: one
 * keeps the rows in a DynamoDB table, the other writes them to S3.
 */
public final class LambdaConsumer implements AutoCloseable {
  /** The table with the rows of all topics. */
  public static final String TABLE = "rows";

  private static final String BUCKET = "msk-cdc-lake";
  private static final String OBJECTS = "rows/";
  private static final String PARTIAL_RESPONSE = "MSKCDC_PARTIAL_RESPONSE";
  private static final int BATCH_SIZE = 100;
  private static final Duration BATCHING_WINDOW = Duration.ofMillis(500);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int MEMORY = 256;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Settings settings;
  private final S3Mock s3;
  private final List<LambdaFunction> functions = new ArrayList<>();
  private final List<KafkaEventSource> sources = new ArrayList<>();

  /**
   * The settings of the functions.
   *
   * @param folder holds code, objects and logs
   * @param kafka the settings of a Kafka client that may read the topics
   * @param clusterArn the ARN of the cluster
   * @param topics the names of the topics
   * @param dynamoDb a client that may create and scan the table
   * @param environment the credentials of the functions, and the endpoint of DynamoDB
   */
  public record Settings(
      Checkout checkout,
      Path folder,
      Map<String, Object> kafka,
      String clusterArn,
      Pattern topics,
      SigningClient dynamoDb,
      Map<String, String> environment) {

    public Settings {
      kafka = Map.copyOf(kafka);
      environment = Map.copyOf(environment);
    }
  }

  private LambdaConsumer(Settings settings, S3Mock s3) {
    this.settings = settings;
    this.s3 = s3;
  }

  /** Creates table and bucket, and starts to read. */
  public static LambdaConsumer start(Settings settings) {
    Path folder = settings.folder();
    S3Mock s3 =
        S3Mock.start(settings.checkout().s3mock(), folder.resolve("s3"), folder.resolve("s3.log"));
    LambdaConsumer consumer = new LambdaConsumer(settings, s3);
    try {
      s3.awaitReady();
      s3.createBucket(BUCKET);
      consumer.createTable();
      Path code = settings.checkout().unpackFunctions(folder.resolve("code"));
      consumer.read("rows-to-dynamodb", "MskToDynamoDb", code, Map.of("MSKCDC_TABLE", TABLE));
      consumer.read(
          "rows-to-s3", "MskToS3", code, Map.of("MSKCDC_OBJECTS", "s3://" + BUCKET + "/rows"));
      return consumer;
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  private void createTable() {
    ObjectNode table = onTable().put("BillingMode", "PAY_PER_REQUEST");
    table.putArray("KeySchema").addObject().put("AttributeName", "__key").put("KeyType", "HASH");
    table
        .putArray("AttributeDefinitions")
        .addObject()
        .put("AttributeName", "__key")
        .put("AttributeType", "S");
    settings.dynamoDb().call("CreateTable", table);
    ObjectNode expiry = onTable();
    expiry
        .putObject("TimeToLiveSpecification")
        .put("AttributeName", "__expires_at")
        .put("Enabled", true);
    settings.dynamoDb().call("UpdateTimeToLive", expiry);
  }

  private static ObjectNode onTable() {
    return JsonNodeFactory.instance.objectNode().put("TableName", TABLE);
  }

  private void read(String name, String handler, Path code, Map<String, String> variables) {
    Map<String, String> environment = new HashMap<>(settings.environment());
    environment.put("AWS_ENDPOINT_URL_S3", s3.endpoint().toString());
    environment.put(PARTIAL_RESPONSE, "true");
    environment.put("MSKCDC_FAILED_RECORDS", "s3://" + BUCKET + "/failed");
    environment.putAll(variables);
    LambdaFunction function =
        new LambdaFunction(
            new LambdaFunction.Settings(
                name,
                "io.mskcdc.lambda." + handler + "::handleRequest",
                code,
                settings.checkout().lambdaRuntime(),
                environment,
                TIMEOUT,
                MEMORY,
                settings.folder()));
    functions.add(function);
    sources.add(
        KafkaEventSource.start(
            new KafkaEventSource.Settings(
                settings.kafka(),
                settings.clusterArn(),
                name,
                settings.topics(),
                BATCH_SIZE,
                BATCHING_WINDOW,
                -1,
                false,
                true,
                Optional.of((key, content) -> s3.putObject(BUCKET, key, content))),
            function));
  }

  /**
   * Checks that both event sources still read.
   *
   * @throws StackException if one has ended
   */
  public void requireAlive() {
    sources.forEach(KafkaEventSource::requireAlive);
  }

  /** Kills the processes of both functions; the next batches start others. */
  public void killFunctions() {
    functions.forEach(LambdaFunction::kill);
  }

  /** Returns how often the functions were invoked. */
  public long invocations() {
    return sources.stream().mapToLong(KafkaEventSource::invocations).sum();
  }

  /** Returns the items of the table in DynamoDB's JSON. */
  public List<JsonNode> items() {
    List<JsonNode> items = new ArrayList<>();
    ObjectNode request = onTable();
    JsonNode last;
    do {
      JsonNode page = settings.dynamoDb().call("Scan", request);
      page.path("Items").forEach(items::add);
      last = page.path("LastEvaluatedKey");
      request.set("ExclusiveStartKey", last);
    } while (!last.isMissingNode());
    return items;
  }

  /** Returns the lines of all objects of a topic. */
  public List<JsonNode> lines(String topic) {
    List<JsonNode> lines = new ArrayList<>();
    for (String key : s3.keys(BUCKET, OBJECTS + topic + "/")) {
      s3.object(BUCKET, key).lines().map(LambdaConsumer::parse).forEach(lines::add);
    }
    return lines;
  }

  /** Returns the keys of the objects, also of those for records that failed. */
  public List<String> objects() {
    return s3.keys(BUCKET, "");
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new StackException("a line of an object is not JSON", e);
    }
  }

  /** Ends the event sources, the functions and S3. */
  @Override
  public void close() {
    sources.forEach(KafkaEventSource::close);
    functions.forEach(LambdaFunction::close);
    s3.subprocess().kill();
  }
}
