package io.mskcdc.local.chaos;

import io.mskcdc.local.process.StackException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Searches everything that has left MySQL for values that a mask should have replaced: all topics,
 * with aborted transactions and the topics of Connect and Debezium, and the workers' logs.
 */
final class ClearValues {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final List<String> MARKS = List.of(RowLoad.CLEAR_EMAIL, RowLoad.CLEAR_CARD);

  private final Ledger ledger;

  ClearValues(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Searches all topics of a broker. */
  void searchTopics(Map<String, String> client) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("isolation.level", "read_uncommitted");
    settings.put("enable.auto.commit", "false");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> all =
          consumer.listTopics().values().stream()
              .flatMap(List::stream)
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      consumer.seekToBeginning(all);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (isClear(record.key()) || isClear(record.value())) {
            ledger.deliverInClear(
                record.topic() + "-" + record.partition() + " offset " + record.offset());
          }
        }
      }
    }
  }

  /** Searches the files below {@code logs}. */
  void searchLogs(Path logs) {
    try (Stream<Path> files = Files.walk(logs)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
          if (lines.lines().anyMatch(ClearValues::isClear)) {
            ledger.deliverInClear(file.getFileName().toString());
          }
        }
      }
    } catch (IOException e) {
      throw new StackException("the logs could not be read: " + e.getMessage(), e);
    }
  }

  private static boolean isClear(byte[] bytes) {
    return bytes != null && isClear(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  private static boolean isClear(String text) {
    return MARKS.stream().anyMatch(text::contains);
  }
}
