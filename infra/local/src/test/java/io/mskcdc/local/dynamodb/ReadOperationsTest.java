package io.mskcdc.local.dynamodb;

import static io.mskcdc.local.dynamodb.Attributes.number;
import static io.mskcdc.local.dynamodb.Attributes.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;

/** Scan and Query of a table with a number as sort key. */
class ReadOperationsTest {
  private static final String TABLE = "lines";
  private static final int CUSTOMERS = 30;
  private static final int LINES = 5;

  private static RunningDynamoDb dynamo;
  private static DynamoDbClient client;

  @BeforeAll
  static void start() {
    dynamo = new RunningDynamoDb();
    client = dynamo.tables;
    client.createTable(
        r ->
            r.tableName(TABLE)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(
                    RunningDynamoDb.key("customer", KeyType.HASH),
                    RunningDynamoDb.key("line", KeyType.RANGE))
                .attributeDefinitions(
                    RunningDynamoDb.attribute("customer", ScalarAttributeType.S),
                    RunningDynamoDb.attribute("line", ScalarAttributeType.N)));
    for (int customer = 0; customer < CUSTOMERS; customer++) {
      for (int line = 0; line < LINES; line++) {
        Map<String, AttributeValue> item = line("c" + customer, line);
        client.putItem(r -> r.tableName(TABLE).item(item));
      }
    }
  }

  @AfterAll
  static void stop() {
    dynamo.close();
  }

  private static Map<String, AttributeValue> line(String customer, int line) {
    return Map.of(
        // As texts, 10 would be before 8.
        "customer", text(customer), "line", number(Integer.toString(line * 2 + 4)), "t", text("x"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 7})
  void theSegmentsOfAScanHaveEachItemOnce(int segments) {
    List<Map<String, AttributeValue>> items = new ArrayList<>();
    for (int segment = 0; segment < segments; segment++) {
      int number = segment;
      int before = items.size();
      client
          .scanPaginator(r -> r.tableName(TABLE).segment(number).totalSegments(segments).limit(7))
          .items()
          .forEach(items::add);
      assertThat(items.size() - before).isGreaterThan(0);
    }
    assertThat(items).hasSize(CUSTOMERS * LINES).doesNotHaveDuplicates();
  }

  @Test
  void aScanContinuesAfterAnItemThatWasDeleted() {
    String table = "deleted";
    dynamo.create(table);
    IntStream.range(0, 10)
        .forEach(i -> client.putItem(r -> r.tableName(table).item(Attributes.key("k" + i))));
    ScanResponse first = client.scan(r -> r.tableName(table).limit(4));
    client.deleteItem(r -> r.tableName(table).key(first.lastEvaluatedKey()));

    ScanResponse rest =
        client.scan(r -> r.tableName(table).exclusiveStartKey(first.lastEvaluatedKey()));

    assertThat(rest.items()).hasSize(6).doesNotContainAnyElementsOf(first.items());
    assertThat(rest.hasLastEvaluatedKey()).isFalse();
    // As on AWS: the limit is reached, so there may be more.
    assertThat(client.scan(r -> r.tableName(table).limit(9)).hasLastEvaluatedKey()).isTrue();
  }

  @Test
  void aPageHasAtMostOneMegabyte() {
    String table = "large";
    dynamo.create(table);
    String text = "x".repeat(300_000);
    IntStream.range(0, 7)
        .forEach(
            i ->
                client.putItem(
                    r -> r.tableName(table).item(Attributes.item("k" + i, "t", text(text)))));

    ScanResponse first = client.scan(r -> r.tableName(table));

    assertThat(first.count()).isEqualTo(3);
    assertThat(client.scanPaginator(r -> r.tableName(table)).items()).hasSize(7);
  }

  @Test
  void aFilterAppliesAfterTheLimit() {
    ScanResponse page =
        client.scan(
            r ->
                r.tableName(TABLE)
                    .limit(10)
                    .filterExpression("line = :l")
                    .expressionAttributeValues(Map.of(":l", number("10"))));

    assertThat(page.scannedCount()).isEqualTo(10);
    assertThat(page.count()).isEqualTo(2);
    assertThat(page.items()).hasSize(2);
    assertThat(client.scan(r -> r.tableName(TABLE).select(Select.COUNT)))
        .returns(CUSTOMERS * LINES, ScanResponse::count)
        .returns(false, ScanResponse::hasItems);
  }

  @ParameterizedTest
  @CsvSource({
    "0, , The TotalSegments parameter is required",
    ", 2, The Segment parameter is required",
    "2, 2, Segment: 2 is not less than TotalSegments: 2"
  })
  void aSegmentThatDoesNotExistIsRefused(Integer segment, Integer total, String message) {
    assertThatThrownBy(
            () -> client.scan(r -> r.tableName(TABLE).segment(segment).totalSegments(total)))
        .hasMessageContaining(message);
  }

  @Test
  void aStartKeyOfAnotherSegmentIsRefused() {
    Map<String, AttributeValue> start =
        client
            .scan(r -> r.tableName(TABLE).segment(0).totalSegments(2).limit(1))
            .lastEvaluatedKey();

    assertThatThrownBy(
            () ->
                client.scan(
                    r -> r.tableName(TABLE).segment(1).totalSegments(2).exclusiveStartKey(start)))
        .hasMessageContaining("The provided starting key is outside query boundaries");
  }

  private static List<String> query(String condition, Map<String, AttributeValue> values) {
    return query(condition, values, true);
  }

  private static List<String> query(
      String condition, Map<String, AttributeValue> values, boolean forward) {
    Map<String, AttributeValue> all = new HashMap<>(values);
    all.put(":c", text("c3"));
    return client
        .queryPaginator(
            r ->
                r.tableName(TABLE)
                    .limit(2)
                    .scanIndexForward(forward)
                    .keyConditionExpression(condition)
                    .expressionAttributeValues(all))
        .items()
        .stream()
        .map(item -> item.get("line").n())
        .toList();
  }

  @Test
  void aQueryReturnsThePartitionInTheOrderOfTheSortKey() {
    assertThat(query("customer = :c", Map.of())).containsExactly("4", "6", "8", "10", "12");
    assertThat(query("customer = :c", Map.of(), false)).containsExactly("12", "10", "8", "6", "4");
    Map<String, AttributeValue> values = Map.of(":l", number("8"));
    assertThat(query("customer = :c AND line > :l", values)).containsExactly("10", "12");
    assertThat(query("line <= :l and (customer = :c)", values)).containsExactly("4", "6", "8");
    assertThat(
            query(
                "customer = :c AND line BETWEEN :a AND :b",
                Map.of(":a", number("5"), ":b", number("10"))))
        .containsExactly("6", "8", "10");
  }

  @ParameterizedTest
  @CsvSource({
    "line = :n, Query condition missed key schema element: customer",
    "customer > :c, Query key condition not supported",
    "customer = :c OR line = :n, Query condition missed key schema element: customer",
    "customer = :c AND line <> :n, Query key condition not supported",
    "customer = :c AND t = :n, Query condition missed key schema element: line",
    "customer = :n, does not match schema type"
  })
  void aKeyConditionOfAnotherFormIsRefused(String condition, String message) {
    Map<String, AttributeValue> values = new HashMap<>();
    if (condition.contains(":c")) {
      values.put(":c", text("c3"));
    }
    if (condition.contains(":n")) {
      values.put(":n", number("1"));
    }
    assertThatThrownBy(
            () ->
                client.query(
                    r ->
                        r.tableName(TABLE)
                            .keyConditionExpression(condition)
                            .expressionAttributeValues(values)))
        .hasMessageContaining(message);
  }
}
