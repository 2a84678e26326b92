package io.mskcdc.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;

/** A DynamoDB with a journal, after a restart. */
class JournalTest {
  private static final String TABLE = "orders";

  @TempDir private Path folder;

  @Test
  void aRestartKeepsItemsShardsRecordsAndPositions() {
    Path journal = folder.resolve("dynamodb/journal");
    List<Map<String, AttributeValue>> items;
    List<Shard> shards;
    List<Record> records;
    String iterator;
    try (RunningDynamoDb before = new RunningDynamoDb(journal)) {
      before.create(TABLE);
      put(before, "kept", "Ångström\n");
      put(before, "expired", "x");
      before.tables.updateTimeToLive(
          r ->
              r.tableName(TABLE)
                  .timeToLiveSpecification(t -> t.attributeName("until").enabled(true)));
      before.tables.updateItem(
          r ->
              r.tableName(TABLE)
                  .key(Map.of("id", AttributeValue.fromS("expired")))
                  .updateExpression("SET until = :u")
                  .expressionAttributeValues(
                      Map.of(
                          ":u",
                          AttributeValue.fromN(
                              "" + Instant.now().plusSeconds(60).getEpochSecond()))));
      // The item expires, and the shard rolls.
      before.control.advance(Duration.ofHours(5));
      put(before, "last", "y");
      before.tables.deleteItem(
          r -> r.tableName(TABLE).key(Map.of("id", AttributeValue.fromS("last"))));
      items = before.tables.scan(r -> r.tableName(TABLE)).items();
      shards = before.shards(before.stream(TABLE));
      records = before.allRecords(TABLE);
      iterator =
          before.iterator(
              before.stream(TABLE), shards.get(1).shardId(), ShardIteratorType.TRIM_HORIZON);
    }
    assertThat(items).hasSize(1);
    assertThat(shards).hasSize(2);
    assertThat(records).hasSize(6);

    try (RunningDynamoDb after = new RunningDynamoDb(journal)) {
      assertThat(after.tables.scan(r -> r.tableName(TABLE)).items()).isEqualTo(items);
      assertThat(after.shards(after.stream(TABLE))).isEqualTo(shards);
      assertThat(after.allRecords(TABLE)).isEqualTo(records);
      assertThat(after.streams.getRecords(r -> r.shardIterator(iterator)).records())
          .isEqualTo(records.subList(4, 6));

      put(after, "new", "z");

      assertThat(after.allRecords(TABLE)).hasSize(7).startsWith(records.toArray(Record[]::new));
    }
  }

  @Test
  void aWriteThatAKillCutOffIsNotThereAndTheNextOneIs() throws IOException {
    Path journal = folder.resolve("journal");
    try (RunningDynamoDb before = new RunningDynamoDb(journal)) {
      before.create(TABLE);
      put(before, "cut", "Å");
    }
    byte[] whole = Files.readAllBytes(journal);
    // Within the two bytes of the last letter.
    int end = new String(whole, StandardCharsets.ISO_8859_1).lastIndexOf('\u00c3');
    Files.write(journal, Arrays.copyOf(whole, end + 1), StandardOpenOption.TRUNCATE_EXISTING);

    try (RunningDynamoDb after = new RunningDynamoDb(journal)) {
      put(after, "next", "x");
    }

    try (RunningDynamoDb last = new RunningDynamoDb(journal)) {
      assertThat(last.tables.scan(r -> r.tableName(TABLE)).items())
          .extracting(item -> item.get("id").s())
          .containsExactly("next");
    }
  }

  private static void put(RunningDynamoDb dynamo, String id, String name) {
    dynamo.tables.putItem(
        r ->
            r.tableName(TABLE)
                .item(Map.of("id", AttributeValue.fromS(id), "name", AttributeValue.fromS(name))));
  }
}
