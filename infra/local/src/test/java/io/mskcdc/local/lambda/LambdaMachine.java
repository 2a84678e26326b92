package io.mskcdc.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.local.dynamodb.RunningDynamoDb;
import io.mskcdc.local.kafka.Kafka;
import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.process.Folders;
import io.mskcdc.local.process.Parallel;
import io.mskcdc.local.process.TcpPort;
import io.mskcdc.local.s3.S3Mock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** A broker, S3 and DynamoDB, and the functions of the build. */
final class LambdaMachine implements AutoCloseable {
  static final String BUCKET = "lake";

  private static final Checkout CHECKOUT =
      new Checkout(Path.of("../..").toAbsolutePath().normalize());
  private static final ObjectMapper JSON = new ObjectMapper();

  final RunningDynamoDb dynamoDb = new RunningDynamoDb();
  final S3Mock s3;
  private final Kafka kafka;
  private final Path folder;
  private final Path code;
  private final KafkaProducer<String, String> producer;

  LambdaMachine() {
    try {
      folder = Files.createTempDirectory("lambda");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    code = CHECKOUT.unpackFunctions(folder.resolve("code"));
    s3 = S3Mock.start(CHECKOUT.s3mock(), folder.resolve("s3"), folder.resolve("s3.log"));
    List<Integer> ports = TcpPort.free(2);
    kafka =
        Kafka.start(
            CHECKOUT.kafkaLibs("3.7.2"),
            folder.resolve("kafka"),
            ports.get(0),
            ports.get(1),
            folder.resolve("kafka.log"));
    Parallel.run(kafka::awaitReady, s3::awaitReady);
    s3.createBucket(BUCKET);
    producer = new KafkaProducer<>(client(), new StringSerializer(), new StringSerializer());
  }

  private Map<String, Object> client() {
    return new HashMap<>(kafka.superUserClient());
  }

  void createTopic(String name, int partitions) {
    try (Admin admin = Admin.create(client())) {
      admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Writes a record; a null value is a tombstone. */
  void send(String topic, String key, String value) {
    producer.send(new ProducerRecord<>(topic, key, value));
  }

  void flush() {
    producer.flush();
  }

  /** Creates a table as docs/lambda.md describes it. */
  void createTable(String name) {
    dynamoDb.tables.createTable(
        r ->
            r.tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(
                    KeySchemaElement.builder().attributeName("__key").keyType(KeyType.HASH).build())
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName("__key")
                        .attributeType(ScalarAttributeType.S)
                        .build()));
  }

  /** Returns the items of a table by their key. */
  Map<String, Map<String, AttributeValue>> items(String table) {
    Map<String, Map<String, AttributeValue>> items = new HashMap<>();
    dynamoDb.tables.scanPaginator(r -> r.tableName(table)).items().stream()
        .forEach(item -> items.put(item.get("__key").s(), item));
    return items;
  }

  /** Returns the lines of all objects below a prefix. */
  List<JsonNode> lines(String prefix) {
    List<JsonNode> lines = new ArrayList<>();
    for (String key : s3.keys(BUCKET, prefix)) {
      s3.object(BUCKET, key).lines().map(LambdaMachine::json).forEach(lines::add);
    }
    return lines;
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a function that starts at its first invocation. */
  LambdaFunction function(String name, String handler, Map<String, String> variables) {
    Map<String, String> environment = new HashMap<>(dynamoDb.environment());
    environment.put("AWS_ENDPOINT_URL_S3", s3.endpoint().toString());
    environment.putAll(variables);
    return new LambdaFunction(
        new LambdaFunction.Settings(
            name,
            "io.mskcdc.lambda." + handler + "::handleRequest",
            code,
            CHECKOUT.lambdaRuntime(),
            environment,
            Duration.ofSeconds(20),
            128,
            folder));
  }

  /** Starts an event source with batches of 50 that reads which records failed. */
  KafkaEventSource read(String topic, LambdaFunction function, int retries, boolean splits) {
    return read(topic, function, retries, splits, Duration.ofMillis(100));
  }

  KafkaEventSource read(
      String topic, LambdaFunction function, int retries, boolean splits, Duration window) {
    return KafkaEventSource.start(
        new KafkaEventSource.Settings(
            client(),
            "arn:aws:kafka:eu-west-1:000000000000:cluster/local/0000-1",
            function.settings().name() + "-" + topic,
            Pattern.compile(Pattern.quote(topic)),
            50,
            window,
            retries,
            splits,
            true,
            Optional.of((key, content) -> s3.putObject(BUCKET, key, content))),
        function);
  }

  String log(LambdaFunction function) {
    try {
      return Files.readString(function.settings().log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
    kafka.subprocess().kill();
    s3.subprocess().kill();
    dynamoDb.close();
    Folders.delete(folder);
  }
}
