package io.mskcdc.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mskcdc.local.dynamodb.Failure;
import io.mskcdc.smt.UnwrapMaskRoute;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** The connector for DynamoDB against the local service; {@link TaskRunner} stands for Connect. */
class DynamoDbStreamsSourceTest {
  private static DynamoDb dynamo;

  @BeforeAll
  static void start() {
    dynamo = new DynamoDb();
  }

  @AfterAll
  static void stop() {
    dynamo.close();
  }

  private static boolean hasSnapshotDone(SourceRecord record) {
    return record.sourceOffset() != null
        && record.sourceOffset().containsKey("caughtUp")
        && !record.sourceOffset().containsKey("snapshot");
  }

  private static Map<?, ?> event(SourceRecord record) {
    return (Map<?, ?>) record.value();
  }

  private static String id(SourceRecord record) {
    return (String) ((Map<?, ?>) record.key()).get("id");
  }

  private static String op(SourceRecord record) {
    return record.value() == null ? "tombstone" : String.valueOf(event(record).get("op"));
  }

  @Test
  void aSnapshotAndThenChangesInDebeziumsForm() throws InterruptedException {
    dynamo.create("orders.eu");
    dynamo.put("orders.eu", "1", "ann@example.com");
    try (TaskRunner task = new TaskRunner(dynamo.options("orders.eu"))) {
      task.runUntil(DynamoDbStreamsSourceTest::hasSnapshotDone);
      dynamo.put("orders.eu", "1", "bob@example.com");
      dynamo.delete("orders.eu", "1");
      task.runUntil(record -> op(record).equals("tombstone"));

      // The stream has the put before the snapshot too: it is newer than the margin.
      assertThat(task.rows())
          .extracting(DynamoDbStreamsSourceTest::op)
          .containsExactly("r", "c", "u", "d", "tombstone");
      assertThat(task.rows())
          .allSatisfy(
              row -> {
                assertThat(row.topic()).isEqualTo("production.dynamodb.orders_eu");
                assertThat(row.key()).isEqualTo(Map.of("id", "1"));
              });
      Map<?, ?> read = event(task.rows().get(0));
      assertThat(read.keySet()).hasToString("[before, after, source, op, ts_ms]");
      assertThat(read.get("before")).isNull();
      assertThat(read.get("after")).isEqualTo(Map.of("id", "1", "email", "ann@example.com"));
      assertThat(map(read.get("source")))
          .containsEntry("db", "dynamodb")
          .containsEntry("table", "orders.eu")
          .containsEntry("snapshot", "true");
      Map<?, ?> changed = event(task.rows().get(2));
      assertThat(changed.get("before")).isEqualTo(Map.of("id", "1", "email", "ann@example.com"));
      assertThat(changed.get("after")).isEqualTo(Map.of("id", "1", "email", "bob@example.com"));
      assertThat(map(changed.get("source")))
          .containsEntry("snapshot", "false")
          .containsEntry("ttl", false)
          .containsKeys("shard", "sequence");
      Map<?, ?> deleted = event(task.rows().get(3));
      assertThat(deleted.get("before")).isEqualTo(Map.of("id", "1", "email", "bob@example.com"));
      assertThat(deleted.get("after")).isNull();
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  @Test
  void everyTypeHasOneForm() throws InterruptedException {
    dynamo.create("types");
    String number = "12345678901234567890123456789012345678";
    Map<String, AttributeValue> item = new HashMap<>();
    item.put("id", AttributeValue.fromS("1"));
    item.put("empty", AttributeValue.fromS(""));
    item.put("number", AttributeValue.fromN(number));
    item.put("binary", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, -1})));
    item.put("flag", AttributeValue.fromBool(true));
    item.put("nothing", AttributeValue.fromNul(true));
    item.put("texts", AttributeValue.fromSs(List.of("b", "a")));
    item.put("numbers", AttributeValue.fromNs(List.of("10", "9", "-1.5")));
    item.put(
        "blobs",
        AttributeValue.fromBs(
            List.of(
                SdkBytes.fromByteArray(new byte[] {-1}), SdkBytes.fromByteArray(new byte[] {1}))));
    item.put(
        "map",
        AttributeValue.fromM(
            Map.of(
                "b",
                    AttributeValue.fromL(
                        List.of(AttributeValue.fromN("1"), AttributeValue.fromNul(true))),
                "a", AttributeValue.fromM(Map.of("deep", AttributeValue.fromS("x"))))));
    dynamo.put("types", item);
    try (TaskRunner task = new TaskRunner(dynamo.options("types"))) {
      task.runUntil(record -> op(record).equals("c"));

      for (SourceRecord record : task.rows()) {
        Map<String, Object> row = map(event(record).get("after"));
        assertThat(List.copyOf(row.keySet())).isSorted();
        assertThat(row)
            .containsEntry("empty", "")
            .containsEntry("number", number)
            .containsEntry("flag", true)
            .containsEntry("nothing", null)
            .containsEntry("texts", List.of("a", "b"))
            .containsEntry("numbers", List.of("-1.5", "9", "10"));
        assertThat((byte[]) row.get("binary")).containsExactly(0, -1);
        assertThat(((List<?>) row.get("blobs")).stream().map(byte[].class::cast).toList())
            .containsExactly(new byte[] {1}, new byte[] {-1});
        assertThat(row.get("map"))
            .isEqualTo(Map.of("a", Map.of("deep", "x"), "b", Arrays.asList("1", null)));
        assertThat(row.get("map").toString()).startsWith("{a=");
      }
    }
  }

  @Test
  void deletesByTimeToLiveAreMarked() throws InterruptedException {
    dynamo.create("sessions");
    dynamo.client.updateTimeToLive(
        r ->
            r.tableName("sessions")
                .timeToLiveSpecification(t -> t.enabled(true).attributeName("until")));
    try (TaskRunner task = new TaskRunner(dynamo.options("sessions"))) {
      task.runUntil(DynamoDbStreamsSourceTest::hasSnapshotDone);
      long soon = System.currentTimeMillis() / 1000 + 60;
      dynamo.put(
          "sessions",
          Map.of("id", AttributeValue.fromS("1"), "until", AttributeValue.fromN("" + soon)));
      dynamo.control.advance(Duration.ofMinutes(2));
      task.runUntil(record -> op(record).equals("d"));

      SourceRecord deleted =
          task.rows().stream().filter(row -> op(row).equals("d")).findFirst().orElseThrow();
      assertThat(map(event(deleted).get("source"))).containsEntry("ttl", true);
    }
  }

  /**
   * Random writes, and kills at any point, while shards roll and split, iterators expire, requests
   * are throttled and the service ends and starts again from its journal. A transaction has the
   * records of a poll and their offsets.
   */
  @Test
  void killsLoseNothingAndRepeatNothing() throws InterruptedException, IOException {
    String table = "kills";
    dynamo.create(table);
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      dynamo.put(table, "k" + i, "secret" + i + "@example.com");
    }
    Map<String, String> options = dynamo.options(table);
    try (TaskRunner task = new TaskRunner(options)) {
      int kills = 0;
      for (int round = 0; kills < 100; round++) {
        change(table, random, round);
        List<SourceRecord> records = task.poll();
        if (random.nextInt(3) > 0) {
          task.commit(records);
        } else {
          kills++;
          task.restart();
        }
      }
      dynamo.put(table, "last", "end@example.com");
      task.runUntil(
          record -> record.key() instanceof Map<?, ?> key && "last".equals(key.get("id")));
      drain(task);

      assertThat(lastStates(task)).isEqualTo(dynamo.scan(table, "email"));
      assertThat(positions(task)).doesNotHaveDuplicates();
      assertThatNothingLeavesInClear(task);
    }
  }

  private static void change(String table, Random random, int round) throws IOException {
    for (int i = 0; i < 10; i++) {
      String id = "k" + random.nextInt(400);
      if (random.nextInt(4) == 0) {
        dynamo.delete(table, id);
      } else {
        dynamo.put(table, id, "secret" + round + "-" + i + "@example.com");
      }
    }
    List<String> open = dynamo.control.openShards(table);
    String shard = open.get(random.nextInt(open.size()));
    switch (random.nextInt(10)) {
      case 0 -> dynamo.control.roll(table, shard);
      case 1 -> {
        if (open.size() < 8) {
          dynamo.control.split(table, shard);
        }
      }
      case 2 -> dynamo.control.expireIterators();
      case 3 -> dynamo.control.fail("GetRecords", Failure.LIMIT_EXCEEDED, 2);
      case 4 -> dynamo.restart();
      default -> {}
    }
  }

  /** Commits until nothing but heartbeats comes. */
  private static void drain(TaskRunner task) throws InterruptedException {
    for (int quiet = 0; quiet < 3; ) {
      List<SourceRecord> records = task.poll();
      int before = task.rows().size();
      task.commit(records);
      quiet = task.rows().size() == before ? quiet + 1 : 0;
    }
  }

  private static Map<String, String> lastStates(TaskRunner task) {
    Map<String, String> states = new HashMap<>();
    for (SourceRecord row : task.rows()) {
      if (row.value() == null || event(row).get("after") == null) {
        states.remove(id(row));
      } else {
        states.put(id(row), (String) ((Map<?, ?>) event(row).get("after")).get("email"));
      }
    }
    return states;
  }

  /** The positions of changes in the stream, those of tombstones apart. */
  private static List<String> positions(TaskRunner task) {
    return task.rows().stream()
        .filter(row -> row.value() != null)
        .map(row -> (Map<?, ?>) event(row).get("source"))
        .filter(source -> source.get("sequence") != null)
        .map(source -> source.get("shard") + " " + source.get("sequence"))
        .toList();
  }

  private static void assertThatNothingLeavesInClear(TaskRunner task) {
    try (UnwrapMaskRoute<SourceRecord> transform = new UnwrapMaskRoute<>()) {
      transform.configure(
          Map.of(
              "unwrap.add.fields", "op,source.sequence",
              "mask.redact.columns", "dynamodb.*.email",
              "mask.clear.columns", "dynamodb.*.id",
              "mask.unlisted", "drop"));
      for (SourceRecord record : task.written) {
        SourceRecord masked = transform.apply(record);
        if (masked != null && masked.value() != null) {
          assertThat(masked.value().toString()).doesNotContain("@example.com");
        }
      }
    }
  }

  /** Without transactions, records may come twice, and never an older state after a newer one. */
  @Test
  void atLeastOnceEndsInTheSameState() throws InterruptedException, IOException {
    dynamo.create("at-least-once");
    Random random = new Random(7);
    try (TaskRunner task = new TaskRunner(dynamo.options("at-least-once"))) {
      for (int round = 0; round < 60; round++) {
        change("at-least-once", random, round);
        List<SourceRecord> records = task.poll();
        // Written, and then killed before the offsets were stored, or the other way on.
        task.written.addAll(records);
        if (random.nextInt(4) > 0) {
          task.store(records);
          task.acknowledge(records);
        } else {
          task.restart();
        }
      }
      drain(task);

      assertThat(lastStates(task)).isEqualTo(dynamo.scan("at-least-once", "email"));
    }
  }

  @Test
  void aChildWaitsUntilItsParentIsAcknowledged() throws InterruptedException {
    dynamo.create("families");
    try (TaskRunner task = new TaskRunner(dynamo.options("families"))) {
      task.runUntil(DynamoDbStreamsSourceTest::hasSnapshotDone);
      dynamo.put("families", "1", "parent@example.com");
      dynamo
          .control
          .openShards("families")
          .forEach(shard -> dynamo.control.split("families", shard));
      dynamo.put("families", "1", "child@example.com");

      List<SourceRecord> pending = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        pending.addAll(task.poll());
      }
      assertThat(pending.toString()).contains("parent@").doesNotContain("child@");
      task.commit(pending);
      task.runUntil(record -> String.valueOf(record.value()).contains("child@"));
    }
  }

  @Test
  void offsetsOfFinishedShardsAreForgotten() throws InterruptedException {
    dynamo.create("forgotten");
    try (TaskRunner task = new TaskRunner(dynamo.options("forgotten"))) {
      task.runUntil(DynamoDbStreamsSourceTest::hasSnapshotDone);
      for (int i = 0; i < 4; i++) {
        String email = "generation" + i + "@example.com";
        dynamo.put("forgotten", "1", email);
        task.runUntil(record -> String.valueOf(record.value()).contains(email));
        dynamo.control.openShards("forgotten").forEach(s -> dynamo.control.roll("forgotten", s));
      }
      dynamo.put("forgotten", "1", "end@example.com");
      task.runUntil(record -> String.valueOf(record.value()).contains("end@"));
      for (int i = 0; i < 4; i++) {
        task.runUntil(DynamoDbStreamsSourceTest::hasSnapshotDone);
      }

      assertThat(task.offsets.keySet()).filteredOn(key -> key.contains("shard")).hasSize(1);
      assertThat(task.offsets.keySet()).filteredOn(key -> key.contains("segment")).isEmpty();
      int rows = task.rows().size();
      task.restart();
      dynamo.put("forgotten", "2", "after@example.com");
      task.runUntil(record -> String.valueOf(record.value()).contains("after@"));
      assertThat(task.rows()).hasSize(rows + 1);
    }
  }

  @Test
  void aPositionThatWasTrimmedStopsTheTask() throws InterruptedException {
    dynamo.create("trimmed");
    try (TaskRunner task = new TaskRunner(dynamo.options("trimmed"))) {
      task.runUntil(DynamoDbStreamsSourceTest::hasSnapshotDone);
      dynamo.put("trimmed", "1", "ann@example.com");
      task.runUntil(record -> op(record).equals("c"));
      task.kill();
      dynamo.put("trimmed", "1", "lost@example.com");
      dynamo.put("trimmed", "1", "bob@example.com");
      dynamo.control.trim("trimmed");
      task.start();

      assertThatThrownBy(() -> task.runUntil(record -> false))
          .isInstanceOf(ConnectException.class)
          .hasMessageContaining("dynamodb-records-trimmed: ")
          .hasMessageContaining("takes a new snapshot");
    }
  }

  /** All shards that were read are gone, so no position is refused. */
  @Test
  void aDayWithoutTheConnectorStopsTheTask() throws InterruptedException {
    dynamo.create("gap");
    try (TaskRunner task = new TaskRunner(dynamo.options("gap"))) {
      task.runUntil(DynamoDbStreamsSourceTest::hasSnapshotDone);
      task.kill();
      dynamo.control.openShards("gap").forEach(shard -> dynamo.control.roll("gap", shard));
      dynamo.control.trim("gap");
      task.offsets.replaceAll(
          (partition, offset) ->
              offset.replaceAll(
                  "\"caughtUp\":\\d+",
                  "\"caughtUp\":"
                      + (System.currentTimeMillis() - Duration.ofHours(25).toMillis())));
      task.start();

      assertThatThrownBy(() -> task.runUntil(record -> false))
          .isInstanceOf(ConnectException.class)
          .hasMessageContaining("dynamodb-records-trimmed: the stream of the table gap");
    }
  }

  @Test
  void aServiceThatDoesNotAnswerAtTheStartIsAskedAgain() throws InterruptedException {
    dynamo.create("late");
    dynamo.control.fail("DescribeTable", Failure.INTERNAL_SERVER_ERROR, 12);
    try (TaskRunner task = new TaskRunner(dynamo.options("late"))) {
      task.runUntil(DynamoDbStreamsSourceTest::hasSnapshotDone);
    }
  }

  @Test
  void anotherStreamStopsTheTask() throws InterruptedException {
    dynamo.create("replaced");
    try (TaskRunner task = new TaskRunner(dynamo.options("replaced"))) {
      task.runUntil(DynamoDbStreamsSourceTest::hasSnapshotDone);
      dynamo.client.updateTable(
          r -> r.tableName("replaced").streamSpecification(s -> s.streamEnabled(false)));
      dynamo.client.updateTable(
          r ->
              r.tableName("replaced")
                  .streamSpecification(
                      s ->
                          s.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)));

      assertThatThrownBy(task::restart).hasMessageContaining("dynamodb-stream-replaced: ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "no-stream,    dynamodb-stream-missing: the table no-stream has no stream",
    "keys-only,    dynamodb-stream-view: the stream of the table keys-only has KEYS_ONLY",
    "no-such-name, dynamodb-table-missing: there is no table no-such-name"
  })
  void aTableThatDoesNotFitIsRefused(String table, String message) {
    switch (table) {
      case "no-stream" -> dynamo.create(table, null);
      case "keys-only" -> dynamo.create(table, StreamViewType.KEYS_ONLY);
      default -> {}
    }

    Config config = new DynamoDbStreamsSourceConnector().validate(dynamo.options(table));
    assertThat(config.configValues())
        .filteredOn(value -> value.name().equals("tables"))
        .singleElement()
        .satisfies(
            value ->
                assertThat(value.errorMessages())
                    .singleElement()
                    .asString()
                    .startsWith(message)
                    .contains(
                        table.equals("no-such-name") ? "correct" : "aws dynamodb update-table"));
    assertThatThrownBy(() -> new TaskRunner(dynamo.options(table)))
        .isInstanceOf(ConnectException.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tables       |             | names no table",
        "tables       | ab          | 'ab' is not a table's name",
        "tables       | abc,abc     | names abc twice",
        "tables       | a.bc,a_bc   | would have the same topic",
        "topic.prefix | a b         | letters, digits",
        "endpoint     | example.com | http://",
        "heartbeat.interval.ms | 1  | at least 1000"
      })
  void optionsAreChecked(String option, String value, String message) {
    Map<String, String> options = dynamo.options("orders");
    options.put(option, value == null ? "" : value);

    assertThat(new DynamoDbStreamsSourceConnector().validate(options).configValues())
        .filteredOn(checked -> checked.name().equals(option))
        .singleElement()
        .satisfies(checked -> assertThat(checked.errorMessages().toString()).contains(message));
  }

  @Test
  void tablesAreSharedOutAmongTasks() {
    DynamoDbStreamsSourceConnector connector = new DynamoDbStreamsSourceConnector();
    connector.start(dynamo.options("one,two,three"));

    assertThat(connector.taskConfigs(2))
        .extracting(task -> task.get("tables"))
        .containsExactly("one,two", "three");
    assertThat(connector.taskConfigs(9)).hasSize(3);
  }

  @Test
  void offsetsCanBeRemovedAndMoved() {
    DynamoDbStreamsSourceConnector connector = new DynamoDbStreamsSourceConnector();
    Map<Map<String, ?>, Map<String, ?>> offsets = new HashMap<>();
    offsets.put(Positions.ofTable("orders"), null);
    offsets.put(Positions.ofSegment("orders", 0, 4), null);
    offsets.put(Positions.ofShard("orders", "shardId-1"), Positions.sequence(1, "100"));
    assertThat(connector.alterOffsets(dynamo.options("orders"), offsets)).isTrue();

    offsets.put(Positions.ofShard("orders", "shardId-1"), Map.of("sequence", 100));
    assertThatThrownBy(() -> connector.alterOffsets(dynamo.options("orders"), offsets))
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("sequence");
    assertThatThrownBy(
            () -> connector.alterOffsets(Map.of(), Map.of(Map.of("topic", "t"), Map.of())))
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("a partition has the keys table");
  }

  @Test
  void partitionsHaveOneOrder() {
    Set<String> forms = new HashSet<>();
    forms.add(Positions.ofShard("orders", "shardId-1").toString());
    forms.add(new TreeMap<>(Map.of("table", "orders", "shard", "shardId-1")).toString());
    assertThat(forms).containsExactly("{shard=shardId-1, table=orders}");
  }
}
