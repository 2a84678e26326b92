package io.mskcdc.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plugin ZIP on the release of Kafka Connect that MSK Connect runs. */
class KilledWorkerIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(120);
  private static final String TABLE = "accounts";
  private static final int KILLS = 3;

  @TempDir private Path folder;

  /** A transaction has the records of a poll and their offsets. */
  @Test
  void killsOfTheWorkerLoseNothingAndRepeatNothing() throws Exception {
    try (DynamoDb dynamo = new DynamoDb();
        SourceWorker worker = SourceWorker.start(folder);
        TopicReader reader = new TopicReader(worker.bootstrapServers(), "read_committed")) {
      dynamo.create(TABLE);
      TableWriter writer = new TableWriter(dynamo, TABLE);
      writer.fill();
      worker.create("dynamodb", config(dynamo));
      reader.begin("accounts");
      writer.start();
      try (writer) {
        for (int kill = 0; kill < KILLS; kill++) {
          awaitMore(reader);
          split(dynamo);
          worker.kill();
          split(dynamo);
          worker.startWorker();
        }
        awaitMore(reader);
      }
      writer.finish();
      Map<String, String> items = dynamo.scan(TABLE, "revision");
      await()
          .atMost(TIMEOUT)
          .untilAsserted(
              () -> {
                reader.poll();
                assertThat(lastStates(reader.records)).isEqualTo(items);
              });

      assertThat(positions(reader.records))
          .hasSizeGreaterThan(items.size())
          .doesNotHaveDuplicates();
      assertThatNothingLeavesInClear(worker);
    }
  }

  private static Map<String, String> config(DynamoDb dynamo) {
    Map<String, String> config = SourceWorker.config(dynamo, TABLE);
    config.put("transforms.cdc.unwrap.delete.tombstone.handling.mode", "rewrite-with-tombstone");
    config.put("transforms.cdc.unwrap.add.fields", "source.shard,source.sequence");
    config.put("transforms.cdc.mask.redact.columns", "dynamodb.accounts.email");
    config.put(
        "transforms.cdc.mask.clear.columns", "dynamodb.accounts.id,dynamodb.accounts.revision");
    config.put("transforms.cdc.mask.unlisted", "drop");
    return config;
  }

  /** Reads until the connector, started again, has written changes of the stream. */
  private static void awaitMore(TopicReader reader) throws JsonProcessingException {
    int before = positions(reader.records).size();
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () -> {
              reader.poll();
              assertThat(positions(reader.records)).hasSizeGreaterThan(before);
            });
  }

  /** Splits the shard that was open for longest. */
  private static void split(DynamoDb dynamo) {
    dynamo.control.split(TABLE, dynamo.control.openShards(TABLE).get(0));
  }

  private static Map<String, String> lastStates(List<ConsumerRecord<String, String>> records)
      throws JsonProcessingException {
    Map<String, String> states = new HashMap<>();
    for (ConsumerRecord<String, String> record : records) {
      String id = JSON.readTree(record.key()).path("id").asText();
      JsonNode row = record.value() == null ? null : JSON.readTree(record.value());
      if (row == null || row.path("__deleted").asBoolean()) {
        states.remove(id);
      } else {
        states.put(id, row.path("revision").asText());
      }
    }
    return states;
  }

  /** Returns the positions in the stream of rows, which those of the snapshot do not have. */
  private static List<String> positions(List<ConsumerRecord<String, String>> records)
      throws JsonProcessingException {
    List<String> positions = new ArrayList<>();
    for (ConsumerRecord<String, String> record : records) {
      JsonNode row = record.value() == null ? null : JSON.readTree(record.value());
      if (row != null && row.hasNonNull("__source_sequence")) {
        positions.add(row.path("__source_shard").asText() + " " + row.path("__source_sequence"));
      }
    }
    return positions;
  }

  /** Looks into the records of aborted transactions and of the worker's own topics too. */
  private static void assertThatNothingLeavesInClear(SourceWorker worker) throws Exception {
    try (TopicReader everything = new TopicReader(worker.bootstrapServers(), "read_uncommitted")) {
      everything.readEverything();

      assertThat(everything.records)
          .isNotEmpty()
          .noneMatch(record -> (record.key() + record.value()).contains("@example.com"));
    }
    assertThat(worker.log()).doesNotContain("@example.com");
  }
}
