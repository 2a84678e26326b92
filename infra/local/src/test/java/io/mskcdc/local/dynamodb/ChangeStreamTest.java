package io.mskcdc.local.dynamodb;

import static io.mskcdc.local.dynamodb.Attributes.item;
import static io.mskcdc.local.dynamodb.Attributes.key;
import static io.mskcdc.local.dynamodb.Attributes.number;
import static io.mskcdc.local.dynamodb.Attributes.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

class ChangeStreamTest {
  private static final String TABLE = "orders";

  private final RunningDynamoDb dynamo = new RunningDynamoDb();

  @AfterEach
  void close() {
    dynamo.close();
  }

  private void put(String id, int value) {
    dynamo.tables.putItem(
        r -> r.tableName(TABLE).item(item(id, "n", number(Integer.toString(value)))));
  }

  // In batches, which take less time.
  private void putAll(int count) {
    for (int start = 0; start < count; start += 25) {
      List<WriteRequest> requests =
          IntStream.range(start, Math.min(start + 25, count))
              .mapToObj(i -> WriteRequest.builder().putRequest(p -> p.item(key("key" + i))).build())
              .toList();
      dynamo.tables.batchWriteItem(r -> r.requestItems(Map.of(TABLE, requests)));
    }
  }

  private void delete(String id) {
    dynamo.tables.deleteItem(r -> r.tableName(TABLE).key(key(id)));
  }

  private String onlyShard() {
    assertThat(dynamo.control.openShards(TABLE)).hasSize(1);
    return dynamo.control.openShards(TABLE).get(0);
  }

  private GetRecordsResponse read(String iterator) {
    return dynamo.streams.getRecords(r -> r.shardIterator(iterator));
  }

  @Test
  void insertModifyAndRemoveAreRecordedWithTheirImages() {
    dynamo.create(TABLE);
    put("a", 1);
    put("a", 2);
    delete("a");

    List<Record> records = dynamo.allRecords(TABLE);

    assertThat(records)
        .extracting(Record::eventName)
        .containsExactly(OperationType.INSERT, OperationType.MODIFY, OperationType.REMOVE);
    assertThat(records.get(0).dynamodb().oldImage()).isEmpty();
    assertThat(records.get(1).dynamodb())
        .returns(item("a", "n", number("1")), it -> it.oldImage())
        .returns(item("a", "n", number("2")), it -> it.newImage())
        .returns(key("a"), it -> it.keys())
        // The key twice in the images and once alone, and two numbers with their name.
        .returns(15L, it -> it.sizeBytes())
        .returns(StreamViewType.NEW_AND_OLD_IMAGES, it -> it.streamViewType());
    assertThat(records.get(2).dynamodb().hasNewImage()).isFalse();
    assertThat(records)
        .allSatisfy(
            record -> {
              assertThat(record.eventSource()).isEqualTo("aws:dynamodb");
              assertThat(record.awsRegion()).isEqualTo(RunningDynamoDb.REGION);
              assertThat(record.eventVersion()).isEqualTo("1.1");
              assertThat(record.userIdentity()).isNull();
              Instant time = record.dynamodb().approximateCreationDateTime();
              assertThat(time.getNano()).isZero();
              assertThat(Duration.between(time, Instant.now())).isLessThan(Duration.ofMinutes(1));
            });
    assertThat(records.stream().map(Record::eventID).collect(Collectors.toSet())).hasSize(3);
    assertThat(dynamo.allRecords(TABLE)).isEqualTo(records);
  }

  @Test
  void aWriteThatChangesNothingHasNoRecord() {
    dynamo.create(TABLE);
    put("a", 1);

    put("a", 1);
    delete("none");
    dynamo.tables.putItem(r -> r.tableName(TABLE).item(item("a", "n", number("1.00"))));
    dynamo.tables.updateItem(
        r ->
            r.tableName(TABLE)
                .key(key("a"))
                .updateExpression("SET n = :n")
                .expressionAttributeValues(Map.of(":n", number("1"))));

    assertThat(dynamo.allRecords(TABLE)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = StreamViewType.class,
      names = "UNKNOWN_TO_SDK_VERSION",
      mode = EnumSource.Mode.EXCLUDE)
  void aRecordHasTheImagesOfItsView(StreamViewType view) {
    dynamo.create(TABLE, BillingMode.PROVISIONED, view);
    put("a", 1);
    put("a", 2);

    Record record = dynamo.allRecords(TABLE).get(1);

    assertThat(record.dynamodb().keys()).isEqualTo(key("a"));
    assertThat(record.dynamodb().hasOldImage()).isEqualTo(view.toString().contains("OLD"));
    assertThat(record.dynamodb().hasNewImage()).isEqualTo(view.toString().contains("NEW"));
  }

  @Test
  void sequenceNumbersGrowWithGapsAndInLength() {
    dynamo.create(TABLE);
    putAll(200);

    List<BigInteger> numbers =
        dynamo.allRecords(TABLE).stream()
            .map(record -> new BigInteger(record.dynamodb().sequenceNumber()))
            .toList();

    assertThat(numbers).hasSize(200).isSorted().doesNotHaveDuplicates();
    assertThat(numbers.get(0).toString()).hasSize(21);
    assertThat(numbers.get(199).toString()).hasSize(22);
    assertThat(numbers.get(1)).isGreaterThan(numbers.get(0).add(BigInteger.ONE));
  }

  @Test
  void iteratorsBeginWhereTheirTypeSays() {
    dynamo.create(TABLE);
    String stream = dynamo.stream(TABLE);
    IntStream.range(0, 4).forEach(i -> put("a", i));
    String shard = onlyShard();
    String second = dynamo.allRecords(TABLE).get(1).dynamodb().sequenceNumber();

    String latest = dynamo.iterator(stream, shard, ShardIteratorType.LATEST);
    put("a", 4);

    assertThat(values(read(latest))).containsExactly("4");
    assertThat(values(read(dynamo.iterator(stream, shard, ShardIteratorType.TRIM_HORIZON))))
        .containsExactly("0", "1", "2", "3", "4");
    assertThat(
            values(
                read(dynamo.iterator(stream, shard, ShardIteratorType.AT_SEQUENCE_NUMBER, second))))
        .containsExactly("1", "2", "3", "4");
    assertThat(
            values(
                read(
                    dynamo.iterator(
                        stream, shard, ShardIteratorType.AFTER_SEQUENCE_NUMBER, second))))
        .containsExactly("2", "3", "4");
  }

  private static List<String> values(GetRecordsResponse page) {
    return page.records().stream()
        .map(record -> record.dynamodb().newImage().get("n").n())
        .toList();
  }

  @Test
  void recordsAreReadInPagesByNumberAndSize() {
    dynamo.create(TABLE);
    String stream = dynamo.stream(TABLE);
    String first = dynamo.iterator(stream, onlyShard(), ShardIteratorType.TRIM_HORIZON);
    IntStream.range(0, 3).forEach(i -> put("a", i));

    GetRecordsResponse page = dynamo.streams.getRecords(r -> r.shardIterator(first).limit(2));
    assertThat(values(page)).containsExactly("0", "1");
    assertThat(values(read(page.nextShardIterator()))).containsExactly("2");

    String large = "x".repeat(300_000);
    for (int i = 0; i < 3; i++) {
      String id = "large" + i;
      dynamo.tables.putItem(
          r ->
              r.tableName(TABLE)
                  .item(Map.of("id", text(id), "text", text(large), "n", number("9"))));
      dynamo.tables.deleteItem(r -> r.tableName(TABLE).key(key(id)));
    }
    String rest = read(page.nextShardIterator()).nextShardIterator();
    assertThat(read(page.nextShardIterator()).records()).hasSize(4);
    assertThat(read(rest).records()).hasSize(3);
  }

  @Test
  void aClosedShardEndsAndAnOpenOneDoesNot() {
    dynamo.create(TABLE);
    String stream = dynamo.stream(TABLE);
    String parent = onlyShard();
    put("a", 1);
    String last = dynamo.allRecords(TABLE).get(0).dynamodb().sequenceNumber();
    String open = dynamo.iterator(stream, parent, ShardIteratorType.TRIM_HORIZON);
    assertThat(read(open).nextShardIterator()).isNotNull();

    String child = dynamo.control.roll(TABLE, parent);
    put("a", 2);

    assertThat(read(open).records()).hasSize(1);
    assertThat(read(open).nextShardIterator()).isNull();
    GetRecordsResponse after =
        read(dynamo.iterator(stream, parent, ShardIteratorType.AFTER_SEQUENCE_NUMBER, last));
    assertThat(after.records()).isEmpty();
    assertThat(after.nextShardIterator()).isNull();
    assertThat(read(dynamo.iterator(stream, parent, ShardIteratorType.LATEST)).nextShardIterator())
        .isNull();
    assertThat(values(read(dynamo.iterator(stream, child, ShardIteratorType.TRIM_HORIZON))))
        .containsExactly("2");
    var shards = dynamo.shards(stream);
    assertThat(shards.get(0).shardId()).isEqualTo(parent);
    assertThat(shards.get(0).parentShardId()).isNull();
    assertThat(shards.get(0).sequenceNumberRange().endingSequenceNumber()).isGreaterThan(last);
    assertThat(shards.get(1).parentShardId()).isEqualTo(parent);
    assertThat(shards.get(1).sequenceNumberRange().endingSequenceNumber()).isNull();
  }

  @Test
  void aSplitGivesEachKeyToOneChild() {
    dynamo.create(TABLE);
    String stream = dynamo.stream(TABLE);
    String parent = onlyShard();

    List<String> children = dynamo.control.split(TABLE, parent);
    putAll(100);
    IntStream.range(0, 20).forEach(i -> put("key" + i, i));

    assertThat(dynamo.control.openShards(TABLE)).isEqualTo(children).hasSize(2);
    Set<String> left = keys(dynamo.records(stream, children.get(0)));
    Set<String> right = keys(dynamo.records(stream, children.get(1)));
    assertThat(left).hasSizeGreaterThan(25).doesNotContainAnyElementsOf(right);
    assertThat(left.size() + right.size()).isEqualTo(100);
    assertThat(dynamo.shards(stream))
        .extracting(shard -> shard.parentShardId())
        .containsExactly(null, parent, parent);
    assertThat(
            dynamo
                .streams
                .describeStream(
                    r ->
                        r.streamArn(stream)
                            .shardFilter(f -> f.type("CHILD_SHARDS").shardId(parent)))
                .streamDescription()
                .shards())
        .hasSize(2);
    assertThatThrownBy(() -> dynamo.control.split(TABLE, parent))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Set<String> keys(List<Record> records) {
    Set<String> keys = new HashSet<>();
    records.forEach(record -> keys.add(record.dynamodb().keys().get("id").s()));
    return keys;
  }

  @Test
  void aTableOnDemandBeginsWithFourShards() {
    dynamo.create(TABLE, BillingMode.PAY_PER_REQUEST, StreamViewType.NEW_IMAGE);

    putAll(60);

    String stream = dynamo.stream(TABLE);
    assertThat(dynamo.shards(stream))
        .hasSize(4)
        .allSatisfy(
            shard -> assertThat(dynamo.records(stream, shard.shardId())).hasSizeBetween(5, 30));
  }

  @Test
  void aPositionThatIsTrimmedIsAnError() {
    dynamo.create(TABLE);
    String stream = dynamo.stream(TABLE);
    String shard = onlyShard();
    IntStream.range(0, 3).forEach(i -> put("a", i));
    String last = dynamo.allRecords(TABLE).get(2).dynamodb().sequenceNumber();
    String old = dynamo.iterator(stream, shard, ShardIteratorType.TRIM_HORIZON);
    String atEnd = dynamo.iterator(stream, shard, ShardIteratorType.AFTER_SEQUENCE_NUMBER, last);

    dynamo.control.trim(TABLE);

    assertThatThrownBy(() -> read(old))
        .isInstanceOf(TrimmedDataAccessException.class)
        .hasMessageContaining("The data you are trying to access has been trimmed");
    assertThat(read(atEnd).records()).isEmpty();
    assertThatThrownBy(
            () -> dynamo.iterator(stream, shard, ShardIteratorType.AFTER_SEQUENCE_NUMBER, last))
        .isInstanceOf(TrimmedDataAccessException.class);
    put("a", 3);
    assertThat(values(read(dynamo.iterator(stream, shard, ShardIteratorType.TRIM_HORIZON))))
        .containsExactly("3");
  }

  @Test
  void aTrimmedShardIsGoneAndItsChildStillNamesIt() {
    dynamo.create(TABLE);
    String stream = dynamo.stream(TABLE);
    String parent = onlyShard();
    put("a", 1);
    String old = dynamo.iterator(stream, parent, ShardIteratorType.TRIM_HORIZON);
    String child = dynamo.control.roll(TABLE, parent);

    dynamo.control.trim(TABLE);

    assertThat(dynamo.shards(stream))
        .singleElement()
        .returns(child, shard -> shard.shardId())
        .returns(parent, shard -> shard.parentShardId());
    assertThatThrownBy(() -> dynamo.iterator(stream, parent, ShardIteratorType.TRIM_HORIZON))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> read(old)).isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void timeRollsShardsAndTrimsRecordsOfADay() {
    dynamo.create(TABLE);
    String stream = dynamo.stream(TABLE);
    String first = onlyShard();
    put("a", 1);

    dynamo.control.advance(Duration.ofHours(5));
    put("a", 2);

    assertThat(dynamo.shards(stream)).hasSize(2);
    assertThat(onlyShard()).isNotEqualTo(first);
    assertThat(dynamo.allRecords(TABLE)).hasSize(2);
    dynamo.control.advance(Duration.ofHours(20));
    assertThat(dynamo.allRecords(TABLE)).hasSize(1);
    dynamo.control.advance(Duration.ofHours(20));
    assertThat(dynamo.allRecords(TABLE)).isEmpty();
    assertThat(dynamo.shards(stream)).extracting(it -> it.shardId()).doesNotContain(first);
  }

  @Test
  void aStreamOfADeletedTableIsReadableForADay() {
    dynamo.create(TABLE);
    String stream = dynamo.stream(TABLE);
    put("a", 1);
    String shard = onlyShard();
    dynamo.tables.deleteTable(r -> r.tableName(TABLE));

    assertThat(dynamo.records(stream, shard)).hasSize(1);
    assertThat(
            dynamo
                .streams
                .describeStream(r -> r.streamArn(stream))
                .streamDescription()
                .streamStatusAsString())
        .isEqualTo("DISABLED");
    dynamo.control.advance(Duration.ofHours(25));
    assertThatThrownBy(() -> dynamo.shards(stream)).isInstanceOf(ResourceNotFoundException.class);
    assertThat(dynamo.streams.listStreams().streams()).isEmpty();
  }

  @Test
  void iteratorsExpireByTimeAndByRequest() {
    dynamo.create(TABLE);
    String stream = dynamo.stream(TABLE);
    String shard = onlyShard();
    String first = dynamo.iterator(stream, shard, ShardIteratorType.TRIM_HORIZON);

    dynamo.control.expireIterators();
    assertThatThrownBy(() -> read(first))
        .isInstanceOf(ExpiredIteratorException.class)
        .hasMessageContaining("Shard iterator has expired");
    String second = dynamo.iterator(stream, shard, ShardIteratorType.TRIM_HORIZON);
    dynamo.control.advance(Duration.ofMinutes(14));
    String third = read(second).nextShardIterator();
    dynamo.control.advance(Duration.ofMinutes(2));
    assertThatThrownBy(() -> read(second)).isInstanceOf(ExpiredIteratorException.class);
    assertThat(read(third).records()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"no iterator", "a|1|b", "a|1|YTpi", ""})
  void anIteratorOfAnotherFormIsRefused(String iterator) {
    assertThatThrownBy(() -> read(iterator))
        .isInstanceOf(DynamoDbException.class)
        .hasMessageContaining("Invalid ShardIterator");
  }

  @Test
  void aSequenceNumberMustBeGivenForItsTypeAndBeInTheShard() {
    dynamo.create(TABLE);
    String stream = dynamo.stream(TABLE);
    String shard = onlyShard();

    assertThatThrownBy(() -> dynamo.iterator(stream, shard, ShardIteratorType.AT_SEQUENCE_NUMBER))
        .hasMessageContaining("SequenceNumber is required");
    assertThatThrownBy(
            () ->
                dynamo.iterator(
                    stream, shard, ShardIteratorType.AT_SEQUENCE_NUMBER, "9".repeat(30)))
        .hasMessageContaining("Invalid SequenceNumber");
    assertThatThrownBy(
            () -> dynamo.iterator(stream, shard, ShardIteratorType.TRIM_HORIZON, "9".repeat(21)))
        .hasMessageContaining("SequenceNumber is not allowed");
  }

  @Test
  void expiredItemsAreDeletedByTheService() {
    dynamo.create(TABLE);
    dynamo.tables.updateTimeToLive(
        r ->
            r.tableName(TABLE)
                .timeToLiveSpecification(t -> t.enabled(true).attributeName("expires")));
    long now = Instant.now().getEpochSecond();
    Map<String, Long> times = Map.of("soon", now + 100, "later", now + 10_000, "ancient", 1000L);
    times.forEach(
        (id, time) ->
            dynamo.tables.putItem(
                r -> r.tableName(TABLE).item(item(id, "expires", number(time.toString())))));
    dynamo.tables.putItem(r -> r.tableName(TABLE).item(item("text", "expires", text("1"))));
    delete("none");

    dynamo.control.advance(Duration.ofSeconds(200));

    List<Record> records = dynamo.allRecords(TABLE);
    assertThat(records).hasSize(5);
    assertThat(records.get(4))
        .returns(OperationType.REMOVE, Record::eventName)
        .returns("dynamodb.amazonaws.com", record -> record.userIdentity().principalId())
        .returns("Service", record -> record.userIdentity().type());
    assertThat(records.get(4).dynamodb().oldImage())
        .isEqualTo(item("soon", "expires", number(Long.toString(now + 100))));
    assertThat(dynamo.tables.scan(r -> r.tableName(TABLE)).count()).isEqualTo(3);
    assertThat(
            dynamo
                .tables
                .describeTimeToLive(r -> r.tableName(TABLE))
                .timeToLiveDescription()
                .timeToLiveStatusAsString())
        .isEqualTo("ENABLED");
    assertThatThrownBy(
            () ->
                dynamo.tables.updateTimeToLive(
                    r ->
                        r.tableName(TABLE)
                            .timeToLiveSpecification(
                                t -> t.enabled(true).attributeName("expires"))))
        .hasMessageContaining("TimeToLive is already enabled");
  }

  @Test
  void theNumberOfRecordsIsBounded() {
    KeySchema schema = new KeySchema(new KeySchema.Attribute("id", "S"), null);
    ChangeStream stream =
        new ChangeStream("arn", TABLE, schema, StreamView.KEYS_ONLY, 2, Instant.now(), 100);
    for (int i = 0; i < 1000; i++) {
      ItemKey key = ItemKey.of(new AttributeValue.Text("key" + i), null);
      stream.append(Instant.now(), key, null, new Item(schema.attributes(key)), false);
      assertThat(stream.shards().stream().mapToInt(Shard::recordCount).sum())
          .isLessThanOrEqualTo(100);
    }
    assertThat(stream.shards())
        .allSatisfy(
            shard -> {
              assertThat(shard.recordCount()).isPositive();
              assertThat(shard.horizon()).isGreaterThan(800);
            });
  }
}
