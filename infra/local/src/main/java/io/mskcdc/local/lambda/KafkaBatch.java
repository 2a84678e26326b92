package io.mskcdc.local.lambda;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * Records for one invocation, ordered within each partition.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-msk.html">AWS Lambda Developer
 *     Guide, Amazon MSK, Example event</a>
 */
record KafkaBatch(List<ConsumerRecord<byte[], byte[]>> records) {
  private static final ObjectMapper JSON = new ObjectMapper();

  KafkaBatch {
    records = List.copyOf(records);
  }

  /** A record's topic, partition and offset. */
  record Place(String partition, long offset) {
    static Place of(ConsumerRecord<?, ?> record) {
      return new Place(nameOf(record), record.offset());
    }
  }

  private static String nameOf(ConsumerRecord<?, ?> record) {
    return record.topic() + "-" + record.partition();
  }

  boolean isEmpty() {
    return records.isEmpty();
  }

  /** Returns the event. */
  byte[] event(String clusterArn, String bootstrapServers) {
    ObjectNode event =
        JSON.createObjectNode()
            .put("eventSource", "aws:kafka")
            .put("eventSourceArn", clusterArn)
            .put("bootstrapServers", bootstrapServers);
    ObjectNode byPartition = event.putObject("records");
    for (ConsumerRecord<byte[], byte[]> record : records) {
      String partition = nameOf(record);
      ArrayNode list =
          byPartition.get(partition) instanceof ArrayNode array
              ? array
              : byPartition.putArray(partition);
      list.add(json(record));
    }
    try {
      return JSON.writeValueAsBytes(event);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode json(ConsumerRecord<byte[], byte[]> record) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("topic", record.topic())
            .put("partition", record.partition())
            .put("offset", record.offset())
            .put("timestamp", record.timestamp())
            .put("timestampType", record.timestampType().name());
    if (record.key() != null) {
      json.put("key", Base64.getEncoder().encodeToString(record.key()));
    }
    if (record.value() != null) {
      json.put("value", Base64.getEncoder().encodeToString(record.value()));
    }
    ArrayNode headers = json.putArray("headers");
    for (Header header : record.headers()) {
      ArrayNode bytes = headers.addObject().putArray(header.key());
      for (byte value : header.value() == null ? new byte[0] : header.value()) {
        bytes.add(value);
      }
    }
    return json;
  }

  /** Returns about how many bytes a record takes in the event. */
  static long size(ConsumerRecord<byte[], byte[]> record) {
    long bytes = 300 + record.topic().length();
    for (Header header : record.headers()) {
      bytes += 20 + 5L * (header.value() == null ? 0 : header.value().length);
    }
    return bytes
        + 4L * (Math.max(record.serializedKeySize(), 0) / 3 + 1)
        + 4L * (Math.max(record.serializedValueSize(), 0) / 3 + 1);
  }

  /** Returns the first and the second half, for a retry of each. */
  List<KafkaBatch> halves() {
    int middle = records.size() / 2;
    return List.of(
        new KafkaBatch(records.subList(0, middle)),
        new KafkaBatch(records.subList(middle, records.size())));
  }

  /** Returns the records at these places, which must be among those of this batch. */
  KafkaBatch only(Set<Place> places) {
    return new KafkaBatch(
        records.stream().filter(record -> places.contains(Place.of(record))).toList());
  }

  /** Returns whether each place is that of a record. */
  boolean hasAll(Set<Place> places) {
    return only(places).records().size() == places.size();
  }

  /** Returns the offsets to commit if {@code left} must still be processed, and the others not. */
  Map<TopicPartition, OffsetAndMetadata> offsetsWithout(KafkaBatch left) {
    Map<TopicPartition, Long> next = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      next.merge(
          new TopicPartition(record.topic(), record.partition()), record.offset() + 1, Math::max);
    }
    for (ConsumerRecord<byte[], byte[]> record : left.records()) {
      next.merge(
          new TopicPartition(record.topic(), record.partition()), record.offset(), Math::min);
    }
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    next.forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
    return offsets;
  }

  /** Describes the records of each partition, as the invocation record of a destination does. */
  ObjectNode recordsInfo() {
    Map<String, ObjectNode> partitions = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      ObjectNode info =
          partitions.computeIfAbsent(
              nameOf(record),
              name ->
                  JSON.createObjectNode()
                      .put("firstRecordOffset", Long.toString(record.offset()))
                      .put("firstRecordTimestamp", time(record)));
      info.put("lastRecordOffset", Long.toString(record.offset()))
          .put("lastRecordTimestamp", time(record));
    }
    return JSON.createObjectNode().setAll(partitions);
  }

  private static String time(ConsumerRecord<?, ?> record) {
    return Instant.ofEpochMilli(record.timestamp()).toString();
  }
}
