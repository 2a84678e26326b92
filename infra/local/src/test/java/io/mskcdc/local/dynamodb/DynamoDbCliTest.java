package io.mskcdc.local.dynamodb;

import static io.mskcdc.local.dynamodb.Attributes.item;
import static io.mskcdc.local.dynamodb.Attributes.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mskcdc.local.aws.AwsCli;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;

/** Commands of the AWS CLI, from a table to the records of its stream. */
class DynamoDbCliTest {
  @Test
  void aTableIsCreatedWrittenAndFollowed() throws Exception {
    assumeThat(AwsCli.isInstalled()).as("the AWS CLI is installed").isTrue();
    try (RunningDynamoDb dynamo = new RunningDynamoDb()) {
      AwsCli aws = dynamo.cli("dynamodb");
      String stream =
          aws.run(
                  "create-table",
                  "--table-name",
                  "orders",
                  "--billing-mode",
                  "PAY_PER_REQUEST",
                  "--key-schema",
                  "AttributeName=id,KeyType=HASH",
                  "--attribute-definitions",
                  "AttributeName=id,AttributeType=S",
                  "--stream-specification",
                  "StreamEnabled=true,StreamViewType=NEW_AND_OLD_IMAGES")
              .at("/TableDescription/LatestStreamArn")
              .asText();
      assertThat(stream).isEqualTo(dynamo.stream("orders"));
      dynamo.tables.putItem(r -> r.tableName("orders").item(item("a", "n", number("1.50"))));
      assertThat(
              aws.attempt(
                      "put-item",
                      "--table-name",
                      "orders",
                      "--condition-expression",
                      "attribute_not_exists(id)",
                      "--item",
                      "{\"id\": {\"S\": \"a\"}}")
                  .output())
          .contains(
              "(ConditionalCheckFailedException) when calling the PutItem operation: The"
                  + " conditional request failed");

      AwsCli streams = dynamo.cli("dynamodbstreams");
      JsonNode shards =
          streams.run("describe-stream", "--stream-arn", stream).at("/StreamDescription/Shards");
      assertThat(shards.findValuesAsText("ShardId"))
          .isEqualTo(dynamo.control.openShards("orders"))
          .hasSize(4);
      String iterator =
          dynamo.control.openShards("orders").stream()
              .filter(shard -> !dynamo.records(stream, shard).isEmpty())
              .map(shard -> dynamo.iterator(stream, shard, ShardIteratorType.TRIM_HORIZON))
              .findFirst()
              .orElseThrow();
      JsonNode record = streams.run("get-records", "--shard-iterator", iterator).at("/Records/0");
      assertThat(record.path("eventName").asText()).isEqualTo("INSERT");
      assertThat(record.at("/dynamodb/NewImage/n/N").asText()).isEqualTo("1.5");
    }
  }
}
