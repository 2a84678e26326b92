package io.mskcdc.dynamodb;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads topics from their start, with all records that were read so far. */
final class TopicReader implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  final List<ConsumerRecord<String, String>> records = new ArrayList<>();

  private final KafkaConsumer<String, String> consumer;

  /**
   * @param isolation what the reader sees of transactions, a value of isolation.level
   */
  TopicReader(String bootstrapServers, String isolation) {
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "isolation.level", isolation),
            new StringDeserializer(),
            new StringDeserializer());
  }

  /** Begins with a topic as soon as it exists. */
  void begin(String topic) {
    await().atMost(TIMEOUT).until(() -> consumer.listTopics().containsKey(topic));
    begin(List.of(topic));
  }

  private void begin(Collection<String> topics) {
    List<TopicPartition> partitions =
        topics.stream()
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Reads what has been written since the last call. */
  void poll() {
    consumer.poll(Duration.ofMillis(100)).forEach(records::add);
  }

  /** Reads the records that all topics have now, those of the worker too. */
  void readEverything() {
    begin(consumer.listTopics().keySet());
    consumer
        .endOffsets(consumer.assignment())
        .forEach(
            (partition, end) -> {
              while (consumer.position(partition) < end) {
                poll();
              }
            });
  }

  @Override
  public void close() {
    consumer.close();
  }
}
