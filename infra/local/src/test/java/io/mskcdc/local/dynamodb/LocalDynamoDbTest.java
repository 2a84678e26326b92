package io.mskcdc.local.dynamodb;

import static io.mskcdc.local.dynamodb.Attributes.item;
import static io.mskcdc.local.dynamodb.Attributes.key;
import static io.mskcdc.local.dynamodb.Attributes.number;
import static io.mskcdc.local.dynamodb.Attributes.transactDelete;
import static io.mskcdc.local.dynamodb.Attributes.transactPut;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.LimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

/** Tables, signatures, policies and requested failures. */
class LocalDynamoDbTest {
  private final RunningDynamoDb dynamo = new RunningDynamoDb();
  private final DynamoDbClient client = dynamo.tables;

  @AfterEach
  void close() {
    dynamo.close();
  }

  @Test
  void aCreatedTableIsDescribed() {
    TableDescription created = dynamo.create("orders");

    assertThat(created.tableStatus()).isEqualTo(TableStatus.ACTIVE);
    assertThat(created.tableArn()).isEqualTo(RunningDynamoDb.TABLE_ARN + "orders");
    assertThat(created.keySchema()).containsExactly(RunningDynamoDb.key("id", KeyType.HASH));
    assertThat(created.streamSpecification().streamViewType())
        .isEqualTo(StreamViewType.NEW_AND_OLD_IMAGES);
    assertThat(created.latestStreamArn())
        .matches(created.tableArn() + "/stream/\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}")
        .endsWith(created.latestStreamLabel());
    client.putItem(r -> r.tableName("orders").item(item("a", "n", number("1"))));
    TableDescription described = client.describeTable(r -> r.tableName(created.tableArn())).table();
    assertThat(described.itemCount()).isEqualTo(1);
    // Names and values: "id" and "a", "n" and a number of two bytes.
    assertThat(described.tableSizeBytes()).isEqualTo(6);
    assertThat(described.tableId()).isEqualTo(created.tableId()).hasSize(36);
    assertThat(described.creationDateTime()).isEqualTo(created.creationDateTime());
    assertThat(
            client.waiter().waitUntilTableExists(r -> r.tableName("orders")).matched().response())
        .isPresent();
  }

  @Test
  void tablesAreListedInPages() {
    List.of("ccc", "aaa", "bbb").forEach(dynamo::create);

    assertThat(client.listTables(r -> r.limit(2)))
        .returns(List.of("aaa", "bbb"), it -> it.tableNames())
        .returns("bbb", it -> it.lastEvaluatedTableName());
    assertThat(client.listTablesPaginator(r -> r.limit(1)).tableNames())
        .containsExactly("aaa", "bbb", "ccc");
  }

  @Test
  void aTableIsCreatedOnceAndDeletedOnce() {
    dynamo.create("orders");

    assertThatThrownBy(() -> dynamo.create("orders"))
        .isInstanceOf(ResourceInUseException.class)
        .hasMessageContaining("Table already exists: orders");
    client.deleteTable(r -> r.tableName("orders"));
    assertThatThrownBy(() -> client.describeTable(r -> r.tableName("orders")))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("Requested resource not found: Table: orders not found");
    assertThatThrownBy(() -> client.getItem(r -> r.tableName("orders").key(key("a"))))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThat(dynamo.create("orders").itemCount()).isZero();
  }

  @Test
  void aTableThatTheServiceWouldRefuseIsRefused() {
    refused(
        () -> client.createTable(r -> r.tableName("a b").billingMode(BillingMode.PAY_PER_REQUEST)),
        "[a-zA-Z0-9_.-]+");
    refused(
        () ->
            client.createTable(
                r ->
                    r.tableName("orders")
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .keySchema(RunningDynamoDb.key("id", KeyType.RANGE))
                        .attributeDefinitions(
                            RunningDynamoDb.attribute("id", ScalarAttributeType.S))),
        "Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
    refused(
        () ->
            client.createTable(
                r ->
                    r.tableName("orders")
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .keySchema(RunningDynamoDb.key("id", KeyType.HASH))
                        .attributeDefinitions(
                            RunningDynamoDb.attribute("other", ScalarAttributeType.S))),
        "Some index key attributes are not defined in AttributeDefinitions");
    refused(
        () ->
            client.createTable(
                r ->
                    r.tableName("orders")
                        .keySchema(RunningDynamoDb.key("id", KeyType.HASH))
                        .attributeDefinitions(
                            RunningDynamoDb.attribute("id", ScalarAttributeType.S))),
        "ReadCapacityUnits and WriteCapacityUnits must both be specified");
  }

  @Test
  void whatTheEmulatorLacksIsRefusedAndNotIgnored() {
    dynamo.create("orders");

    refused(
        () -> client.query(r -> r.tableName("orders").indexName("by-name")),
        "The local service does not support the member IndexName");
    refused(
        () ->
            client.putItem(
                r -> r.tableName("orders").item(key("a")).returnConsumedCapacity("TOTAL")),
        "does not support ReturnConsumedCapacity other than NONE");
    assertThatThrownBy(client::describeLimits)
        .asInstanceOf(throwable(DynamoDbException.class))
        .satisfies(
            e ->
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo("UnknownOperationException"));
  }

  private static AbstractThrowableAssert<?, DynamoDbException> refused(
      ThrowingCallable call, String message) {
    return assertThatThrownBy(call)
        .asInstanceOf(throwable(DynamoDbException.class))
        .satisfies(
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationException"))
        .hasMessageContaining(message);
  }

  @Test
  void aStreamIsEnabledAndDisabledByAnUpdate() {
    String first = dynamo.create("orders").latestStreamArn();
    client.putItem(r -> r.tableName("orders").item(key("a")));

    refused(
        () ->
            client.updateTable(
                r ->
                    r.tableName("orders")
                        .streamSpecification(
                            s -> s.streamEnabled(true).streamViewType(StreamViewType.KEYS_ONLY))),
        "Table already has an enabled stream");
    TableDescription disabled =
        client
            .updateTable(
                r -> r.tableName("orders").streamSpecification(s -> s.streamEnabled(false)))
            .tableDescription();
    assertThat(disabled.streamSpecification()).isNull();
    assertThat(disabled.latestStreamArn()).isEqualTo(first);
    client.putItem(r -> r.tableName("orders").item(key("b")));
    String second =
        client
            .updateTable(
                r ->
                    r.tableName("orders")
                        .streamSpecification(
                            s -> s.streamEnabled(true).streamViewType(StreamViewType.KEYS_ONLY)))
            .tableDescription()
            .latestStreamArn();

    assertThat(second).isNotEqualTo(first);
    assertThat(dynamo.streams.listStreams(r -> r.tableName("orders")).streams())
        .extracting(stream -> stream.streamArn())
        .containsExactlyInAnyOrder(first, second);
    assertThat(dynamo.shards(first))
        .singleElement()
        .satisfies(shard -> assertThat(dynamo.records(first, shard.shardId())).hasSize(1))
        .satisfies(
            shard -> assertThat(shard.sequenceNumberRange().endingSequenceNumber()).isNotNull());
    assertThat(dynamo.allRecords("orders")).isEmpty();
  }

  @Test
  void aRequestThatAnotherSecretSignedIsRefused() {
    try (DynamoDbClient other = dynamo.client(DynamoDbClient.builder(), "another secret")) {
      assertThatThrownBy(other::listTables)
          .asInstanceOf(throwable(DynamoDbException.class))
          .satisfies(
              e ->
                  assertThat(e.awsErrorDetails().errorCode())
                      .isEqualTo("InvalidSignatureException"));
    }
  }

  @Test
  void thePolicyDecidesByTableAndByStream() {
    dynamo.create("orders");
    dynamo.create("other");
    String stream = dynamo.stream("orders");

    dynamo.allow("dynamodb:PutItem", RunningDynamoDb.TABLE_ARN + "orders");
    client.putItem(r -> r.tableName("orders").item(key("a")));
    denied(() -> client.putItem(r -> r.tableName("other").item(key("a"))), "table/other");
    denied(() -> client.getItem(r -> r.tableName("orders").key(key("a"))), "dynamodb:GetItem");
    client.transactWriteItems(r -> r.transactItems(transactPut("orders", key("b"))));
    denied(
        () -> client.transactWriteItems(r -> r.transactItems(transactDelete("orders", "b"))),
        "dynamodb:DeleteItem");

    dynamo.allow("dynamodb:*", RunningDynamoDb.TABLE_ARN + "orders/stream/*");
    assertThat(dynamo.streams.listStreams(r -> r.tableName("orders")).streams()).hasSize(1);
    assertThat(dynamo.shards(stream)).hasSize(1);
    denied(dynamo.streams::listStreams, "dynamodb:ListStreams");
    denied(() -> client.describeTable(r -> r.tableName("orders")), "dynamodb:DescribeTable");
  }

  private static void denied(ThrowingCallable call, String words) {
    assertThatThrownBy(call)
        .asInstanceOf(throwable(DynamoDbException.class))
        .satisfies(
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException"))
        .hasMessageContaining(words);
  }

  @Test
  void theNextRequestsOfAnOperationFailAsRequested() {
    dynamo.create("orders");
    String stream = dynamo.stream("orders");
    String iterator =
        dynamo.iterator(
            stream, dynamo.control.openShards("orders").get(0), ShardIteratorType.TRIM_HORIZON);

    dynamo.control.fail("GetRecords", Failure.LIMIT_EXCEEDED, 2);
    dynamo.control.fail("PutItem", Failure.PROVISIONED_THROUGHPUT_EXCEEDED, 1);
    dynamo.control.fail("Scan", Failure.THROTTLED, 1);
    dynamo.control.fail("DescribeStream", Failure.INTERNAL_SERVER_ERROR, 1);

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> dynamo.streams.getRecords(r -> r.shardIterator(iterator)))
          .isInstanceOf(LimitExceededException.class);
    }
    assertThat(dynamo.streams.getRecords(r -> r.shardIterator(iterator)).records()).isEmpty();
    assertThatThrownBy(() -> client.putItem(r -> r.tableName("orders").item(key("a"))))
        .isInstanceOf(ProvisionedThroughputExceededException.class);
    client.putItem(r -> r.tableName("orders").item(key("a")));
    assertThatThrownBy(() -> client.scan(r -> r.tableName("orders")))
        .asInstanceOf(throwable(DynamoDbException.class))
        .satisfies(e -> assertThat(e.isThrottlingException()).isTrue());
    assertThatThrownBy(() -> dynamo.shards(stream))
        .isInstanceOf(InternalServerErrorException.class)
        .asInstanceOf(throwable(DynamoDbException.class))
        .satisfies(e -> assertThat(e.statusCode()).isEqualTo(500));
  }

  @Test
  void anotherServerContinuesWithTheTablesAndIterators() {
    dynamo.create("orders");
    String iterator =
        dynamo.iterator(
            dynamo.stream("orders"),
            dynamo.control.openShards("orders").get(0),
            ShardIteratorType.LATEST);
    client.putItem(r -> r.tableName("orders").item(key("a")));

    dynamo.restart();

    assertThat(client.getItem(r -> r.tableName("orders").key(key("a"))).item()).isEqualTo(key("a"));
    assertThat(dynamo.streams.getRecords(r -> r.shardIterator(iterator)).records()).hasSize(1);
  }

  @Test
  void writesInParallelAreCarriedOutOneAfterAnother() {
    dynamo.create("orders");

    IntStream.range(0, 60)
        .parallel()
        .forEach(
            i ->
                client.updateItem(
                    r ->
                        r.tableName("orders")
                            .key(key("counter"))
                            .updateExpression("ADD #n :one")
                            .expressionAttributeNames(Map.of("#n", "n"))
                            .expressionAttributeValues(Map.of(":one", number("1")))));

    assertThat(dynamo.allRecords("orders"))
        .extracting(record -> record.dynamodb().newImage().get("n").n())
        .isEqualTo(IntStream.rangeClosed(1, 60).mapToObj(Integer::toString).toList());
  }
}
