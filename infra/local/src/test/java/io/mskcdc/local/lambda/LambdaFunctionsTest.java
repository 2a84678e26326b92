package io.mskcdc.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.process.PollLoop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;

/**
 * The functions of infra/aws/lambda on AWS's runtime interface client, from a broker to DynamoDB
 * and S3.
 */
class LambdaFunctionsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static LambdaMachine machine;

  @BeforeAll
  static void start() {
    machine = new LambdaMachine();
  }

  @AfterAll
  static void stop() {
    machine.close();
  }

  private static void until(KafkaEventSource source, BooleanSupplier condition) {
    await()
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              source.requireAlive();
              return condition.getAsBoolean();
            });
  }

  private static String key(int id) {
    return "{\"id\":" + id + "}";
  }

  private static String row(int id, int version, String operation) {
    return String.format(
        "{\"id\":%d,\"version\":%d,\"price\":\"%d.50\",\"note\":null,\"__op\":\"%s\","
            + "\"__deleted\":\"%s\",\"__source_ts_ms\":%d}",
        id, version, version, operation, operation.equals("d"), System.currentTimeMillis());
  }

  /** Random changes of a topic's rows. */
  private static final class Changes {
    private final String topic;
    private final Random random = new Random(42);
    private final Map<Integer, Integer> rows = new TreeMap<>();
    private int version;

    Changes(String topic) {
      this.topic = topic;
    }

    /** Returns the rows that are left, each with its version. */
    Map<Integer, Integer> rows() {
      return rows;
    }

    void make(int changes) {
      for (int i = 0; i < changes; i++) {
        version++;
        int id = random.nextInt(60);
        if (rows.containsKey(id) && random.nextInt(3) == 0) {
          machine.send(topic, key(id), row(id, version, "d"));
          machine.send(topic, key(id), null);
          rows.remove(id);
          if (random.nextBoolean()) {
            // A change of the primary key.
            put(100 + random.nextInt(60));
          }
        } else {
          put(id);
        }
      }
      machine.flush();
    }

    private void put(int id) {
      machine.send(topic, key(id), row(id, version, rows.containsKey(id) ? "u" : "c"));
      rows.put(id, version);
    }
  }

  private static Map<Integer, Integer> tableRows(String table) {
    Map<Integer, Integer> rows = new TreeMap<>();
    machine
        .items(table)
        .values()
        .forEach(
            item -> {
              if (!item.get("__deleted").s().equals("true")) {
                rows.put(
                    Integer.parseInt(item.get("id").n()),
                    Integer.parseInt(item.get("version").n()));
              }
            });
    return rows;
  }

  private static Map<Integer, Integer> objectRows(String prefix) {
    Map<Integer, JsonNode> last = new HashMap<>();
    for (JsonNode line : machine.lines(prefix)) {
      last.merge(
          line.path("id").asInt(),
          line,
          (a, b) -> a.path("__offset").asLong() > b.path("__offset").asLong() ? a : b);
    }
    Map<Integer, Integer> rows = new TreeMap<>();
    last.forEach(
        (id, line) -> {
          if (!line.path("__deleted").asText().equals("true")) {
            rows.put(id, line.path("version").asInt());
          }
        });
    return rows;
  }

  @Test
  void tableAndObjectsHaveTheRowsAfterKillsInTheMiddleOfBatches() throws Exception {
    machine.createTopic("shop.items", 3);
    machine.createTable("items");
    LambdaFunction toTable =
        machine.function(
            "to-table",
            "MskToDynamoDb",
            Map.of("MSKCDC_TABLE", "items", "MSKCDC_PARTIAL_RESPONSE", "true"));
    LambdaFunction toObjects =
        machine.function(
            "to-objects",
            "MskToS3",
            Map.of("MSKCDC_OBJECTS", "s3://lake/rows", "MSKCDC_PARTIAL_RESPONSE", "true"));
    Changes changes = new Changes("shop.items");
    Map<Integer, Integer> rows = changes.rows();

    try (toTable;
        toObjects;
        KafkaEventSource table = machine.read("shop.items", toTable, -1, false);
        KafkaEventSource objects = machine.read("shop.items", toObjects, -1, false)) {
      for (int kill = 0; kill < 3; kill++) {
        long tableBefore = table.invocations();
        long objectsBefore = objects.invocations();
        // More than two batches.
        changes.make(200);
        killAtTheSecondBatch(table, tableBefore, toTable);
        killAtTheSecondBatch(objects, objectsBefore, toObjects);
      }
      until(table, () -> tableRows("items").equals(rows));
      until(objects, () -> objectRows("rows/shop.items/").equals(rows));
    }

    assertThat(rows).hasSizeGreaterThan(30);
    assertThat(toTable.starts()).isGreaterThan(2);
    assertThat(toObjects.starts()).isGreaterThan(2);
    Map<String, AttributeValue> item = machine.items("items").values().iterator().next();
    assertThat(item).containsKeys("__key", "__topic", "__partition", "__offset");
  }

  private static void killAtTheSecondBatch(
      KafkaEventSource source, long invocations, LambdaFunction function) {
    PollLoop loop = new PollLoop(Duration.ofMillis(1), TIMEOUT);
    assertThat(loop.until(() -> source.invocations() > invocations + 1)).isTrue();
    function.kill();
  }

  @Test
  void aBatchEndsWhenItIsFullOrItsWindowHasEnded() throws Exception {
    machine.createTopic("shop.batches", 1);
    for (int id = 0; id < 70; id++) {
      machine.send("shop.batches", key(id), row(id, 1, "c"));
    }
    machine.flush();
    LambdaFunction function =
        machine.function("batches", "MskToS3", Map.of("MSKCDC_OBJECTS", "s3://lake/batches"));

    try (function;
        KafkaEventSource source =
            machine.read("shop.batches", function, -1, false, Duration.ofSeconds(3))) {
      until(source, () -> source.invocations() == 1);
      // The window of the second batch has begun. This record joins it.
      machine.send("shop.batches", key(70), row(70, 1, "c"));
      machine.flush();
      until(source, () -> machine.s3.keys(LambdaMachine.BUCKET, "batches/").size() == 2);
    }

    assertThat(machine.s3.keys(LambdaMachine.BUCKET, "batches/"))
        .containsExactly(
            "batches/shop.batches/0/00000000000000000000-00000000000000000049.jsonl",
            "batches/shop.batches/0/00000000000000000050-00000000000000000070.jsonl");
  }

  @Test
  void aPoisonedRecordIsSetAsideAndTheOthersAreApplied() {
    machine.createTopic("shop.poison", 1);
    machine.createTable("poison");
    machine.send("shop.poison", key(1), row(1, 1, "c"));
    machine.send("shop.poison", key(2), "not json");
    machine.send("shop.poison", null, row(3, 3, "c"));
    machine.send(
        "shop.poison",
        key(4),
        "{\"id\":4,\"text\":\"" + "x".repeat(420_000) + "\",\"__deleted\":\"false\"}");
    machine.send("shop.poison", "{\"id\":\"" + "k".repeat(2100) + "\"}", row(5, 5, "c"));
    machine.send("shop.poison", key(6), row(6, 6, "c"));
    machine.flush();
    LambdaFunction function =
        machine.function(
            "poison",
            "MskToDynamoDb",
            Map.of("MSKCDC_TABLE", "poison", "MSKCDC_FAILED_RECORDS", "s3://lake/failed"));

    try (function;
        KafkaEventSource source = machine.read("shop.poison", function, 0, false)) {
      until(source, () -> tableRows("poison").size() == 2);
    }

    assertThat(tableRows("poison")).isEqualTo(Map.of(1, 1, 6, 6));
    List<JsonNode> failed = machine.lines("failed/shop.poison/0/");
    assertThat(failed)
        .extracting(object -> object.path("reason").asText().split(":")[0])
        .containsExactly(
            "lambda-value-not-json",
            "lambda-key-missing",
            "lambda-row-too-large",
            "lambda-key-too-long");
    assertThat(failed.get(0).at("/record/offset").asLong()).isEqualTo(1);
    assertThat(
            new String(
                Base64.getDecoder().decode(failed.get(0).at("/record/value").asText()),
                StandardCharsets.UTF_8))
        .isEqualTo("not json");
  }

  @Test
  void aBatchWhoseRetriesAreUsedUpGoesToTheDestinationOfTheEventSource() throws Exception {
    machine.createTopic("shop.stuck", 1);
    machine.createTable("stuck");
    for (int id = 0; id < 8; id++) {
      machine.send("shop.stuck", key(id), id == 5 ? "not json" : row(id, id, "c"));
    }
    machine.flush();
    LambdaFunction function =
        machine.function(
            "stuck",
            "MskToDynamoDb",
            Map.of("MSKCDC_TABLE", "stuck", "MSKCDC_PARTIAL_RESPONSE", "true"));

    try (function;
        KafkaEventSource source = machine.read("shop.stuck", function, 1, true)) {
      until(source, () -> tableRows("stuck").size() == 7);
      until(source, () -> !machine.s3.keys(LambdaMachine.BUCKET, "aws/lambda/").isEmpty());
    }

    List<JsonNode> discarded = machine.lines("aws/lambda/");
    assertThat(discarded).hasSize(1);
    assertThat(discarded.get(0).at("/requestContext/condition").asText())
        .isEqualTo("RetryAttemptsExhausted");
    assertThat(
            discarded
                .get(0)
                .at("/KafkaBatchInfo/recordsInfo/shop.stuck-0/firstRecordOffset")
                .asText())
        .isEqualTo("5");
    JsonNode event = LambdaMachine.json(discarded.get(0).path("payload").asText());
    assertThat(event.at("/records/shop.stuck-0")).hasSize(1);
  }

  @Test
  void anOlderBatchThatComesAgainBringsNoDeletedRowBackAndChangesNoNewerOne() throws Exception {
    machine.createTable("retries");
    try (LambdaFunction function =
        machine.function(
            "retries",
            "MskToDynamoDb",
            Map.of("MSKCDC_TABLE", "retries", "MSKCDC_PARTIAL_RESPONSE", "true"))) {
      String older =
          event(record(0, 10, key(1), row(1, 1, "c")), record(0, 11, key(2), row(2, 1, "c")));
      String newer =
          event(record(0, 12, key(1), row(1, 2, "d")), record(0, 13, key(2), row(2, 2, "u")));
      for (String event : List.of(older, newer, older, newer, older)) {
        assertThat(invoke(function, event)).isEqualTo("{\"batchItemFailures\":[]}");
      }

      Map<String, Map<String, AttributeValue>> items = machine.items("retries");
      Map<String, AttributeValue> deleted = items.get("shop.retries {\"id\":1}");
      assertThat(deleted)
          .containsOnlyKeys(
              "__key",
              "__topic",
              "__partition",
              "__offset",
              "__deleted",
              "__op",
              "__source_ts_ms",
              "__expires_at");
      assertThat(deleted.get("__deleted").s()).isEqualTo("true");
      assertThat(Instant.ofEpochSecond(Long.parseLong(deleted.get("__expires_at").n())))
          .isBetween(
              Instant.now().plus(Duration.ofDays(6)), Instant.now().plus(Duration.ofDays(8)));
      assertThat(items.get("shop.retries {\"id\":2}").get("version").n()).isEqualTo("2");

      assertThat(invoke(function, event(record(1, 3, key(2), row(2, 3, "u")))))
          .as("offsets of two partitions have no order")
          .contains("\"partition\":\"shop.retries-1\",\"offset\":3");
      assertThat(machine.log(function)).contains("lambda-key-moved");

      assertThat(invoke(function, event(record(0, 14, key(1), row(1, 4, "c")))))
          .isEqualTo("{\"batchItemFailures\":[]}");
      assertThat(tableRows("retries")).isEqualTo(Map.of(1, 4, 2, 2));
    }
  }

  @Test
  void aFailedWriteComesAgainAndTheTableIsComplete() throws Exception {
    LambdaFunction function =
        machine.function(
            "missing",
            "MskToDynamoDb",
            Map.of("MSKCDC_TABLE", "missing", "MSKCDC_PARTIAL_RESPONSE", "true"));
    try (function) {
      String event =
          event(record(0, 1, key(1), row(1, 1, "c")), record(0, 2, key(2), row(2, 1, "c")));

      assertThat(invoke(function, event)).contains("\"offset\":1", "\"offset\":2");

      machine.createTable("missing");
      assertThat(invoke(function, event)).isEqualTo("{\"batchItemFailures\":[]}");
    }
    assertThat(tableRows("missing")).isEqualTo(Map.of(1, 1, 2, 1));
  }

  @Test
  void valuesOfRowsKeepTheirTypesInItems() throws Exception {
    machine.createTable("types");
    try (LambdaFunction function =
        machine.function("types", "MskToDynamoDb", Map.of("MSKCDC_TABLE", "types"))) {
      invoke(
          function,
          event(
              record(
                  0,
                  1,
                  key(1),
                  "{\"id\":1,\"text\":\"Zoë\",\"empty\":\"\",\"none\":null,\"yes\":true,"
                      + "\"big\":9223372036854775807,\"tiny\":0.1,\"huge\":1.7976931348623157E308,"
                      + "\"point\":{\"wkb\":\"AQ==\",\"srid\":null},\"__deleted\":\"false\"}")));
    }
    Map<String, AttributeValue> item = machine.items("types").get("shop.retries {\"id\":1}");
    assertThat(item)
        .containsEntry("text", AttributeValue.fromS("Zoë"))
        .containsEntry("empty", AttributeValue.fromS(""))
        .containsEntry("none", AttributeValue.fromNul(true))
        .containsEntry("yes", AttributeValue.fromBool(true))
        .containsEntry("big", AttributeValue.fromN("9223372036854775807"))
        .containsEntry("tiny", AttributeValue.fromN("0.1"))
        .containsEntry("huge", AttributeValue.fromS("1.7976931348623157E+308"))
        .containsEntry(
            "point",
            AttributeValue.fromM(
                Map.of("wkb", AttributeValue.fromS("AQ=="), "srid", AttributeValue.fromNul(true))));
  }

  @Test
  void aMissingVariableFailsTheStartOfTheFunction() {
    try (LambdaFunction function = machine.function("unset", "MskToDynamoDb", Map.of())) {
      InvocationResult result = function.invoke(event().getBytes(StandardCharsets.UTF_8));

      assertThat(result.isSuccess()).isFalse();
      assertThat(result.error())
          .startsWith("Runtime.InitError: ")
          .contains("lambda-variable-missing", "MSKCDC_TABLE");
      assertThat(function.invoke(event().getBytes(StandardCharsets.UTF_8)).isSuccess()).isFalse();
      assertThat(function.starts()).isEqualTo(2);
    }
  }

  @Test
  void changesOfItemsBecomeObjectsWithTheAttributesThatMayLeave() throws Exception {
    machine.dynamoDb.create("orders");
    String stream = machine.dynamoDb.stream("orders");
    Map<String, AttributeValue> order =
        Map.of(
            "id", AttributeValue.fromS("web-1"),
            "total", AttributeValue.fromN("12.5"),
            "email", AttributeValue.fromS("ada@example.com"),
            "tags", AttributeValue.fromSs(List.of("b", "a")));
    machine.dynamoDb.tables.putItem(r -> r.tableName("orders").item(order));
    Map<String, AttributeValue> paid = new HashMap<>(order);
    paid.put("total", AttributeValue.fromN("13"));
    machine.dynamoDb.tables.putItem(r -> r.tableName("orders").item(paid));
    machine.dynamoDb.tables.deleteItem(
        r -> r.tableName("orders").key(Map.of("id", AttributeValue.fromS("web-1"))));

    try (LambdaFunction function =
        machine.function(
            "stream",
            "DynamoDbStreamToS3",
            Map.of(
                "MSKCDC_OBJECTS", "s3://lake/items",
                "MSKCDC_ATTRIBUTES", "id, total, tags"))) {
      for (Shard shard : machine.dynamoDb.shards(stream)) {
        String event = streamEvent(stream, shard.shardId());
        // A retry writes the same object.
        invoke(function, event);
        invoke(function, event);
      }
    }

    List<JsonNode> lines = machine.lines("items/orders/");
    assertThat(machine.s3.keys(LambdaMachine.BUCKET, "items/")).hasSize(1);
    assertThat(lines)
        .extracting(line -> line.path("__op").asText(), line -> line.path("total").asText())
        .containsExactly(tuple("c", "12.5"), tuple("u", "13"), tuple("d", "13"));
    assertThat(lines.get(2).path("__deleted").asText()).isEqualTo("true");
    assertThat(lines.get(0).path("tags").toString()).isEqualTo("[\"a\",\"b\"]");
    List<String> names = new ArrayList<>();
    lines.get(0).fieldNames().forEachRemaining(names::add);
    assertThat(names)
        .containsExactly(
            "id", "tags", "total", "__op", "__deleted", "__source_ts_ms", "__source_sequence");
  }

  /** Lambda adds the ARN to the records that GetRecords returns. */
  private static String streamEvent(String stream, String shard) {
    String iterator = machine.dynamoDb.iterator(stream, shard, ShardIteratorType.TRIM_HORIZON);
    JsonNode page =
        machine
            .dynamoDb
            .streamsApi()
            .call("GetRecords", JSON.createObjectNode().put("ShardIterator", iterator));
    ObjectNode event = JSON.createObjectNode();
    ArrayNode records = event.putArray("Records");
    for (JsonNode record : page.path("Records")) {
      records.add(((ObjectNode) record).put("eventSourceARN", stream));
    }
    return event.toString();
  }

  private static String invoke(LambdaFunction function, String event) {
    InvocationResult result = function.invoke(event.getBytes(StandardCharsets.UTF_8));
    assertThat(result.error()).isNull();
    return result.text();
  }

  private static ObjectNode record(int partition, long offset, String key, String value) {
    Base64.Encoder base64 = Base64.getEncoder();
    return JSON.createObjectNode()
        .put("topic", "shop.retries")
        .put("partition", partition)
        .put("offset", offset)
        .put("key", base64.encodeToString(key.getBytes(StandardCharsets.UTF_8)))
        .put("value", base64.encodeToString(value.getBytes(StandardCharsets.UTF_8)));
  }

  private static String event(ObjectNode... records) {
    ObjectNode event = JSON.createObjectNode();
    ObjectNode byPartition = event.putObject("records");
    for (ObjectNode record : records) {
      String name = "shop.retries-" + record.path("partition").asInt();
      ArrayNode list =
          byPartition.get(name) instanceof ArrayNode array ? array : byPartition.putArray(name);
      list.add(record);
    }
    return event.toString();
  }
}
