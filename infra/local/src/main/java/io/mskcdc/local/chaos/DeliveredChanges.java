package io.mskcdc.local.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.local.mysql.MySql;
import io.mskcdc.local.process.StackException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the topics of the load's tables in a thread of its own and records what they deliver. */
final class DeliveredChanges implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration POLL = Duration.ofMillis(100);
  private static final String PREFIX = Pattern.quote(MySql.DATABASE) + "\\.";
  private static final Pattern TOPICS = Pattern.compile(PREFIX + "(customers|events\\.append)");

  private final Map<String, Object> client;
  private final Ledger ledger;
  private final Thread thread = new Thread(this::run, "delivered");
  private volatile boolean ended;
  private volatile RuntimeException failure;

  /**
   * @param client the settings of a Kafka client that no fault of a proxy affects
   */
  DeliveredChanges(Map<String, String> client, Ledger ledger) {
    this.client = new HashMap<>(client);
    this.client.put("isolation.level", "read_committed");
    this.client.put("auto.offset.reset", "earliest");
    this.client.put("enable.auto.commit", "false");
    this.client.put("reconnect.backoff.max.ms", "200");
    // A consumer finds a new topic when it refreshes its metadata.
    this.client.put("metadata.max.age.ms", "300");
    this.ledger = ledger;
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private void run() {
    // Assigned by hand: a group would lose its position when the broker is killed.
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      Set<TopicPartition> assigned = Set.of();
      while (!ended) {
        Set<TopicPartition> present = DeliveredChanges.partitions(consumer, TOPICS);
        if (present.size() > assigned.size()) {
          // Topics are not deleted, so positions of those assigned before stay.
          consumer.assign(present);
          assigned = present;
        }
        if (assigned.isEmpty()) {
          Thread.sleep(POLL.toMillis());
          continue;
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          take(record);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private static Set<TopicPartition> partitions(
      KafkaConsumer<byte[], byte[]> consumer, Pattern topics) {
    Set<TopicPartition> partitions = new HashSet<>(consumer.assignment());
    if (partitions.size() == 2) {
      return partitions;
    }
    try {
      consumer.listTopics().values().stream()
          .flatMap(List::stream)
          .filter(info -> topics.matcher(info.topic()).matches())
          .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
    } catch (TimeoutException e) {
      // The broker is down.
      return partitions;
    }
    return partitions;
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return;
    }
    String text = new String(record.value(), StandardCharsets.UTF_8);
    JsonNode row;
    try {
      row = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new StackException("a record's value is not JSON: " + record.topic(), e);
    }
    boolean keyed = row.has("id");
    String name = row.path(keyed ? "name" : "kind").asText();
    if (name.startsWith(RowLoad.CHANGE)) {
      ledger.deliver(
          row.path("__op").asText(),
          keyed ? row.path("id").asInt() : null,
          Integer.parseInt(name.substring(RowLoad.CHANGE.length())));
    }
  }

  /** Throws the exception that ended the thread, if there is one. */
  void requireRunning() {
    if (failure != null) {
      throw new StackException("the topics could not be read: " + failure, failure);
    }
  }

  @Override
  public void close() {
    ended = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw StackException.interrupted(e);
    }
  }
}
