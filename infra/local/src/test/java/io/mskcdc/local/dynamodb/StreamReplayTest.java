package io.mskcdc.local.dynamodb;

import static io.mskcdc.local.dynamodb.Attributes.key;
import static io.mskcdc.local.dynamodb.Attributes.number;
import static io.mskcdc.local.dynamodb.Attributes.text;
import static io.mskcdc.local.dynamodb.Attributes.transactDelete;
import static io.mskcdc.local.dynamodb.Attributes.transactPut;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** What holds for a stream after any writes, rolls and splits. */
class StreamReplayTest {
  private static final String TABLE = "orders";

  private static RunningDynamoDb dynamo;

  /** A step: a write of one of few keys, or a change of the shards. */
  record Step(Kind kind, int key, int value) {}

  /** The kinds of steps; writes are more frequent than changes of shards. */
  enum Kind {
    PUT,
    UPDATE,
    DELETE,
    BATCH,
    TRANSACTION,
    ROLL,
    SPLIT
  }

  @BeforeContainer
  static void start() {
    dynamo = new RunningDynamoDb();
  }

  @AfterContainer
  static void stop() {
    dynamo.close();
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequency(
            Tuple.of(8, Kind.PUT),
            Tuple.of(8, Kind.UPDATE),
            Tuple.of(6, Kind.DELETE),
            Tuple.of(3, Kind.BATCH),
            Tuple.of(3, Kind.TRANSACTION),
            Tuple.of(2, Kind.ROLL),
            Tuple.of(2, Kind.SPLIT));
    return Combinators.combine(
            kinds, Arbitraries.integers().between(0, 11), Arbitraries.integers().between(0, 2))
        .as(Step::new)
        .list()
        .ofMinSize(20)
        .ofMaxSize(90);
  }

  @Property(tries = 10, shrinking = ShrinkingMode.OFF)
  void theRecordsOfParentsBeforeChildrenGiveTheTable(@ForAll("steps") List<Step> steps) {
    String stream = dynamo.create(TABLE).latestStreamArn();
    steps.forEach(StreamReplayTest::carryOut);

    Map<String, Map<String, AttributeValue>> replayed = new HashMap<>();
    Map<String, String> shardOfKey = new HashMap<>();
    Map<String, Shard> shards = new HashMap<>();
    Set<String> numbers = new HashSet<>();
    for (Shard shard : dynamo.shards(stream)) {
      // A shard is listed after its parent, which is closed.
      assertThat(shard.parentShardId() == null || shards.containsKey(shard.parentShardId()))
          .isTrue();
      shards.put(shard.shardId(), shard);
      List<Record> records = dynamo.records(stream, shard.shardId());
      assertThat(stoppedAndContinued(stream, shard, records)).isEqualTo(records);
      for (Record record : records) {
        String key = record.dynamodb().keys().get("id").s();
        assertThat(numbers.add(record.dynamodb().sequenceNumber())).isTrue();
        // The image before a change is the state after the change before.
        assertThat(record.dynamodb().oldImage()).isEqualTo(replayed.getOrDefault(key, Map.of()));
        assertThat(record.dynamodb().oldImage()).isNotEqualTo(record.dynamodb().newImage());
        String before = shardOfKey.put(key, shard.shardId());
        assertThat(before == null || ancestors(shard, shards).contains(before)).isTrue();
        if (record.dynamodb().hasNewImage()) {
          replayed.put(key, record.dynamodb().newImage());
        } else {
          replayed.remove(key);
        }
      }
    }
    assertThat(replayed).isEqualTo(scan());
    dynamo.tables.deleteTable(r -> r.tableName(TABLE));
  }

  // The records as a reader gets them that stops in the middle and continues with a new iterator.
  private static List<Record> stoppedAndContinued(
      String stream, Shard shard, List<Record> records) {
    if (records.isEmpty()) {
      return records;
    }
    int middle = records.size() / 2;
    String iterator =
        dynamo.iterator(
            stream,
            shard.shardId(),
            ShardIteratorType.AFTER_SEQUENCE_NUMBER,
            records.get(middle).dynamodb().sequenceNumber());
    List<Record> all = new ArrayList<>(records.subList(0, middle + 1));
    all.addAll(dynamo.streams.getRecords(r -> r.shardIterator(iterator)).records());
    return all;
  }

  // The shard itself, its parent, and so on.
  private static List<String> ancestors(Shard shard, Map<String, Shard> shards) {
    List<String> ancestors = new ArrayList<>();
    for (Shard next = shard; next != null; next = shards.get(next.parentShardId())) {
      ancestors.add(next.shardId());
    }
    return ancestors;
  }

  private static Map<String, Map<String, AttributeValue>> scan() {
    return dynamo.tables.scanPaginator(r -> r.tableName(TABLE).limit(5)).items().stream()
        .collect(Collectors.toMap(item -> item.get("id").s(), item -> item));
  }

  private static void carryOut(Step step) {
    String id = "k" + step.key();
    Map<String, AttributeValue> item =
        Map.of("id", text(id), "n", number(Integer.toString(step.value())));
    List<String> open = dynamo.control.openShards(TABLE);
    switch (step.kind()) {
      case PUT -> dynamo.tables.putItem(r -> r.tableName(TABLE).item(item));
      case UPDATE ->
          dynamo.tables.updateItem(
              r ->
                  r.tableName(TABLE)
                      .key(key(id))
                      .updateExpression("ADD n :n")
                      .expressionAttributeValues(Map.of(":n", item.get("n"))));
      case DELETE -> dynamo.tables.deleteItem(r -> r.tableName(TABLE).key(key(id)));
      case BATCH ->
          dynamo.tables.batchWriteItem(
              r ->
                  r.requestItems(
                      Map.of(
                          TABLE,
                          List.of(
                              WriteRequest.builder().putRequest(p -> p.item(item)).build(),
                              WriteRequest.builder()
                                  .deleteRequest(d -> d.key(key("k" + (step.key() + 1))))
                                  .build()))));
      case TRANSACTION ->
          dynamo.tables.transactWriteItems(
              r ->
                  r.transactItems(
                      transactPut(TABLE, item), transactDelete(TABLE, "k" + (step.key() + 1))));
      case ROLL -> dynamo.control.roll(TABLE, open.get(step.key() % open.size()));
      case SPLIT -> dynamo.control.split(TABLE, open.get(step.key() % open.size()));
    }
  }
}
