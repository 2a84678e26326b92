package io.mskcdc.local.dynamodb;

import static io.mskcdc.local.dynamodb.Attributes.bytes;
import static io.mskcdc.local.dynamodb.Attributes.item;
import static io.mskcdc.local.dynamodb.Attributes.key;
import static io.mskcdc.local.dynamodb.Attributes.number;
import static io.mskcdc.local.dynamodb.Attributes.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.IdempotentParameterMismatchException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Writes and reads of single items, batches and transactions. */
class ItemOperationsTest {
  private static final String TABLE = "orders";

  private static RunningDynamoDb dynamo;
  private static DynamoDbClient client;

  @BeforeAll
  static void start() {
    dynamo = new RunningDynamoDb();
    client = dynamo.tables;
  }

  @AfterAll
  static void stop() {
    dynamo.close();
  }

  @BeforeEach
  void createTable() {
    if (client.listTables().tableNames().contains(TABLE)) {
      client.deleteTable(r -> r.tableName(TABLE));
    }
    dynamo.create(TABLE);
  }

  private static void put(Map<String, AttributeValue> item) {
    client.putItem(r -> r.tableName(TABLE).item(item));
  }

  private static Map<String, AttributeValue> get(String id) {
    return client.getItem(r -> r.tableName(TABLE).key(key(id)).consistentRead(true)).item();
  }

  private static void invalid(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .asInstanceOf(throwable(DynamoDbException.class))
        .satisfies(
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationException"))
        .satisfies(e -> assertThat(e.statusCode()).isEqualTo(400))
        .hasMessageContaining(message);
  }

  @Test
  void everyTypeIsReturnedAsItWasWritten() {
    Map<String, AttributeValue> item = new HashMap<>(key("a"));
    item.put("empty", text(""));
    item.put("unicode", text("zwölf 😀"));
    item.put("bytes", bytes(0, 255, 128));
    item.put("no bytes", bytes());
    item.put("yes", AttributeValue.fromBool(true));
    item.put("nothing", AttributeValue.fromNul(true));
    item.put("texts", AttributeValue.fromSs(List.of("b", "a", "")));
    item.put("numbers", AttributeValue.fromNs(List.of("2", "1", "-3.5")));
    item.put("binaries", AttributeValue.fromBs(List.of(SdkBytes.fromByteArray(new byte[] {1, 2}))));
    item.put("no list", AttributeValue.fromL(List.of()));
    item.put(
        "map",
        AttributeValue.fromM(
            Map.of(
                "list", AttributeValue.fromL(List.of(number("1"), text("x"))), "a b", text("y"))));

    put(item);

    Map<String, AttributeValue> read = new HashMap<>(get("a"));
    assertThat(read.get("texts").ss()).containsExactlyInAnyOrder("a", "b", "");
    assertThat(read.get("numbers").ns()).containsExactlyInAnyOrder("1", "2", "-3.5");
    List.of("texts", "numbers")
        .forEach(
            set -> {
              item.remove(set);
              read.remove(set);
            });
    assertThat(read).isEqualTo(item);
    assertThat(get("none")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1.0, 1",
    "+0012.3400, 12.34",
    "-0.0, 0",
    "1E3, 1000",
    "1.5e-3, 0.0015",
    "12345678901234567890123456789012345678, 12345678901234567890123456789012345678",
    "-0.00012345678901234567890123456789012345678, -0.00012345678901234567890123456789012345678",
    "1E-130, 0."
        + "00000000000000000000000000000000000000000000000000000000000000000"
        + "00000000000000000000000000000000000000000000000000000000000000001"
  })
  void aNumberKeeps38DigitsAndIsNormalised(String written, String read) {
    put(item("a", "n", number(written)));

    assertThat(get("a").get("n").n()).isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource({
    "1E126, Number overflow",
    "-1E126, Number overflow",
    "100E2147483647, Number overflow",
    "1E-131, Number underflow",
    "123456789012345678901234567890123456789, more than 38 significant digits",
    "abc, The parameter cannot be converted to a numeric value: abc",
    "'', The parameter cannot be converted to a numeric value"
  })
  void aNumberOutOfRangeIsRefused(String number, String message) {
    invalid(() -> put(item("a", "n", number(number))), message);
  }

  @Test
  void anItemThatTheServiceWouldRefuseIsRefused() {
    invalid(() -> put(Map.of("n", number("1"))), "Missing the key id in the item");
    invalid(() -> put(Map.of("id", number("1"))), "Type mismatch for key id expected: S actual: N");
    invalid(() -> put(key("")), "cannot contain an empty string value. Key: id");
    invalid(() -> put(key("x".repeat(2049))), "maximum size limit of2048 bytes");
    invalid(
        () -> put(item("a", "s", AttributeValue.fromSs(List.of()))),
        "An string set  may not be empty");
    invalid(
        () -> put(item("a", "s", AttributeValue.fromNs(List.of("1", "1.0")))),
        "Input collection contains duplicates");
    invalid(() -> put(item("a", "s", AttributeValue.builder().build())), "is empty, must contain");
    invalid(
        () -> put(item("a", "s", AttributeValue.fromNul(false))), "must have the value of true");
    invalid(
        () -> client.getItem(r -> r.tableName(TABLE).key(item("a", "n", number("1")))),
        "The provided key element does not match the schema");
    invalid(() -> put(item("a", "", text("x"))), "An attribute name may not be empty");
    AttributeValue deep = text("x");
    for (int i = 0; i < 33; i++) {
      deep = AttributeValue.fromL(List.of(deep));
    }
    AttributeValue tooDeep = deep;
    invalid(() -> put(item("a", "l", tooDeep)), "Nesting Levels have exceeded supported limits");
  }

  @Test
  void anItemMayHave400KilobytesAndNoByteMore() {
    int rest = 400 * 1024 - "id".length() - 1 - "t".length();

    assertThatCode(() -> put(item("a", "t", text("x".repeat(rest))))).doesNotThrowAnyException();
    invalid(
        () -> put(item("a", "t", text("x".repeat(rest + 1)))),
        "Item size has exceeded the maximum allowed size");
    invalid(
        () ->
            client.updateItem(
                r ->
                    r.tableName(TABLE)
                        .key(key("a"))
                        .updateExpression("SET b = :b")
                        .expressionAttributeValues(Map.of(":b", text("x")))),
        "Item size to update has exceeded the maximum allowed size");
  }

  @Test
  void aWriteReturnsTheItemBeforeOrAfterIt() {
    put(item("a", "n", number("1")));

    assertThat(
            client
                .updateItem(
                    r ->
                        r.tableName(TABLE)
                            .key(key("a"))
                            .updateExpression("SET n = n + :one")
                            .expressionAttributeValues(Map.of(":one", number("1")))
                            .returnValues(ReturnValue.ALL_NEW))
                .attributes())
        .isEqualTo(item("a", "n", number("2")));
    assertThat(
            client
                .deleteItem(r -> r.tableName(TABLE).key(key("a")).returnValues(ReturnValue.ALL_OLD))
                .attributes())
        .isEqualTo(item("a", "n", number("2")));
    assertThat(
            client
                .putItem(r -> r.tableName(TABLE).item(key("a")).returnValues(ReturnValue.ALL_OLD))
                .hasAttributes())
        .isFalse();
    invalid(
        () ->
            client.updateItem(
                r -> r.tableName(TABLE).key(key("a")).returnValues(ReturnValue.UPDATED_NEW)),
        "does not support ReturnValues UPDATED_NEW");
  }

  @Test
  void aConditionThatDoesNotHoldPreventsTheWrite() {
    put(item("a", "n", number("1")));

    assertThatThrownBy(
            () ->
                client.putItem(
                    r ->
                        r.tableName(TABLE)
                            .item(key("a"))
                            .conditionExpression("attribute_not_exists(id)")
                            .returnValuesOnConditionCheckFailure(
                                ReturnValuesOnConditionCheckFailure.ALL_OLD)))
        .isInstanceOf(ConditionalCheckFailedException.class)
        .hasMessageContaining("The conditional request failed")
        .asInstanceOf(throwable(ConditionalCheckFailedException.class))
        .satisfies(e -> assertThat(e.item()).isEqualTo(item("a", "n", number("1"))));
    assertThatThrownBy(
            () ->
                client.deleteItem(
                    r ->
                        r.tableName(TABLE)
                            .key(key("none"))
                            .conditionExpression("attribute_exists(id)")))
        .isInstanceOf(ConditionalCheckFailedException.class);
    assertThat(dynamo.allRecords(TABLE)).hasSize(1);
  }

  @Test
  void anUpdateCreatesAnItemThatDoesNotExist() {
    client.updateItem(r -> r.tableName(TABLE).key(key("a")));

    assertThat(get("a")).isEqualTo(key("a"));
    invalid(
        () ->
            client.updateItem(
                r ->
                    r.tableName(TABLE)
                        .key(key("a"))
                        .updateExpression("SET id = :id")
                        .expressionAttributeValues(Map.of(":id", text("b")))),
        "Cannot update attribute id. This attribute is part of the key");
  }

  @Test
  void aBatchPutsAndDeletes() {
    put(key("old"));
    List<WriteRequest> requests =
        List.of(
            putRequest("a"),
            putRequest("b"),
            WriteRequest.builder().deleteRequest(d -> d.key(key("old"))).build());

    assertThat(
            client.batchWriteItem(r -> r.requestItems(Map.of(TABLE, requests))).unprocessedItems())
        .isEmpty();

    assertThat(client.scan(r -> r.tableName(TABLE)).items())
        .containsExactlyInAnyOrder(key("a"), key("b"));
    invalid(
        () ->
            client.batchWriteItem(
                r -> r.requestItems(Map.of(TABLE, List.of(putRequest("c"), putRequest("c"))))),
        "Provided list of item keys contains duplicates");
    invalid(
        () ->
            client.batchWriteItem(
                r ->
                    r.requestItems(
                        Map.of(
                            TABLE,
                            IntStream.range(0, 26).mapToObj(i -> putRequest("k" + i)).toList()))),
        "Too many items requested for the BatchWriteItem call");
    assertThatThrownBy(
            () ->
                client.batchWriteItem(
                    r -> r.requestItems(Map.of(TABLE, requests, "none", requests))))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void aBatchMayHaveSeveralMegabytes() {
    String large = "x".repeat(390_000);

    client.batchWriteItem(
        BatchWriteItemRequest.builder()
            .requestItems(
                Map.of(
                    TABLE,
                    IntStream.range(0, 10)
                        .mapToObj(
                            i ->
                                WriteRequest.builder()
                                    .putRequest(p -> p.item(item("k" + i, "t", text(large))))
                                    .build())
                        .toList()))
            .build());

    assertThat(client.scanPaginator(r -> r.tableName(TABLE)).items()).hasSize(10);
  }

  private static WriteRequest putRequest(String id) {
    return WriteRequest.builder().putRequest(p -> p.item(key(id))).build();
  }

  private static TransactWriteItem update(String id, String expression) {
    return TransactWriteItem.builder()
        .update(
            u ->
                u.tableName(TABLE)
                    .key(key(id))
                    .updateExpression(expression)
                    .expressionAttributeValues(Map.of(":one", number("1"))))
        .build();
  }

  @Test
  void aTransactionWritesAllOfItsActions() {
    put(key("old"));

    client.transactWriteItems(
        r ->
            r.transactItems(
                update("a", "SET n = :one"),
                TransactWriteItem.builder().delete(d -> d.tableName(TABLE).key(key("old"))).build(),
                TransactWriteItem.builder()
                    .conditionCheck(
                        c ->
                            c.tableName(TABLE)
                                .key(key("none"))
                                .conditionExpression("attribute_not_exists(id)"))
                    .build()));

    assertThat(client.scan(r -> r.tableName(TABLE)).items())
        .containsExactly(item("a", "n", number("1")));
  }

  @Test
  void aCancelledTransactionWritesNothingAndNamesItsReasons() {
    put(item("a", "t", text("x")));

    assertThatThrownBy(
            () ->
                client.transactWriteItems(
                    r ->
                        r.transactItems(
                            update("b", "SET n = :one"),
                            update("a", "ADD t :one"),
                            TransactWriteItem.builder()
                                .put(
                                    p ->
                                        p.tableName(TABLE)
                                            .item(key("none"))
                                            .conditionExpression("attribute_exists(id)"))
                                .build())))
        .isInstanceOf(TransactionCanceledException.class)
        .hasMessageContaining("[None, ValidationError, ConditionalCheckFailed]")
        .asInstanceOf(throwable(TransactionCanceledException.class))
        .satisfies(
            e ->
                assertThat(e.cancellationReasons())
                    .extracting(reason -> reason.code())
                    .containsExactly("None", "ValidationError", "ConditionalCheckFailed"));
    assertThat(client.scan(r -> r.tableName(TABLE)).count()).isEqualTo(1);
    invalid(
        () ->
            client.transactWriteItems(
                r -> r.transactItems(update("b", "SET n = :one"), update("b", "SET m = :one"))),
        "Transaction request cannot include multiple operations on one item");
  }

  @Test
  void aTransactionWithATokenIsCarriedOutOnce() {
    for (int i = 0; i < 2; i++) {
      client.transactWriteItems(
          r -> r.clientRequestToken("once").transactItems(update("a", "ADD n :one")));
    }

    assertThat(get("a")).isEqualTo(item("a", "n", number("1")));
    assertThatThrownBy(
            () ->
                client.transactWriteItems(
                    r -> r.clientRequestToken("once").transactItems(update("b", "ADD n :one"))))
        .isInstanceOf(IdempotentParameterMismatchException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET n",
        "SET n = ",
        "SET n = :one SET m = :one",
        "SET n = :one, n = :one",
        "SET a.b = :one, a = :one",
        "SET n = :none",
        "SET #n = :one",
        "ADD n :text",
        "DELETE n :one",
        "PUT n :one",
        "SET n = :one + :one + :one",
        "SET n ; m"
      })
  void anUpdateExpressionThatIsWrongIsRefused(String expression) {
    invalid(
        () ->
            client.updateItem(
                r ->
                    r.tableName(TABLE)
                        .key(key("a"))
                        .updateExpression(expression)
                        .expressionAttributeValues(
                            Map.of(":one", number("1"), ":text", text("x")))),
        "Invalid UpdateExpression: ");
  }

  @Test
  void anUnusedPlaceholderIsRefused() {
    invalid(
        () ->
            client.putItem(
                r ->
                    r.tableName(TABLE)
                        .item(key("a"))
                        .conditionExpression("attribute_not_exists(id)")
                        .expressionAttributeValues(Map.of(":v", text("x")))),
        "Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}");
  }

  @Test
  void binaryKeysAreOrderedAsUnsignedBytes() {
    assertThat(
            Arrays.asList(bytes(1), bytes(127), bytes(128), bytes(255)).stream()
                .map(it -> new io.mskcdc.local.dynamodb.AttributeValue.Binary(base64(it)))
                .sorted(io.mskcdc.local.dynamodb.AttributeValue::compare)
                .map(binary -> binary.bytes()[0] & 255))
        .containsExactly(1, 127, 128, 255);
  }

  private static String base64(AttributeValue value) {
    return java.util.Base64.getEncoder().encodeToString(value.b().asByteArray());
  }
}
