package io.mskcdc.counting;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The numbers that a {@link CountingSource} has written to the only partition of a topic. */
public record Numbers(String bootstrapServers, String topic) {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** Returns the first number with a label, as soon as there is one. */
  public long awaitFirst(String label) {
    return awaitAll(label).get(0);
  }

  /** Returns the last number. */
  public long last() {
    List<Long> all = awaitAll("");
    return all.get(all.size() - 1);
  }

  private List<Long> awaitAll(String label) {
    Map<String, Object> client = Map.of("bootstrap.servers", bootstrapServers);
    List<Long> numbers = new ArrayList<>();
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(client, new StringDeserializer(), new StringDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = 0;
      while (numbers.isEmpty() || consumer.position(partition) < end) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
          if (record.value().startsWith(label)) {
            numbers.add(Long.valueOf(record.value().split(" ")[1]));
          }
        }
        if (end == 0) {
          end = consumer.endOffsets(List.of(partition)).get(partition);
        }
        if (System.nanoTime() > deadline) {
          throw new AssertionError("no number with the label " + label);
        }
      }
    }
    return numbers;
  }
}
