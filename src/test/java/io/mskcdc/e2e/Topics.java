package io.mskcdc.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics from their start, without a consumer group. */
final class Topics {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final Map<String, String> client;

  Topics(String bootstrapServers) {
    this(Map.of("bootstrap.servers", bootstrapServers));
  }

  /**
   * @param client the settings of a Kafka client that may read all topics
   */
  Topics(Map<String, String> client) {
    this.client = client;
  }

  /**
   * A record with its JSON parsed.
   *
   * @param key null for a record without a key
   * @param value null for a tombstone; a JSON null is a {@code NullNode}
   */
  record Message(String topic, JsonNode key, JsonNode value, Map<String, JsonNode> headers) {}

  Set<String> names() {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      return consumer.listTopics().keySet();
    }
  }

  /** Reads {@code topic} until {@code count} records match, and returns the matching records. */
  List<Message> read(String topic, Predicate<Message> matching, int count) {
    return readUntil(List.of(topic), all -> all.stream().filter(matching).count() >= count).stream()
        .filter(matching)
        .toList();
  }

  /** Reads the records that {@code topic} has now; none if it does not exist. */
  List<Message> readAll(String topic) {
    if (!names().contains(topic)) {
      return List.of();
    }
    long written = written(topic);
    return readUntil(List.of(topic), all -> all.size() >= written);
  }

  /** Reads the records that {@code topics} have now. */
  List<Message> readAll(Collection<String> topics) {
    long written;
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      List<TopicPartition> partitions =
          topics.stream()
              .flatMap(topic -> consumer.partitionsFor(topic).stream())
              .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
              .toList();
      written = consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
    }
    return readUntil(topics, all -> all.size() >= written);
  }

  /** Reads the records that {@code topic} has now, as they are. */
  List<ConsumerRecord<byte[], byte[]>> records(String topic) {
    long written = written(topic);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      awaitTopics(consumer, List.of(topic), deadline);
      while (records.size() < written && System.nanoTime() < deadline) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }

  /** Creates {@code topic} before the worker does, with several partitions. */
  void create(String topic, int partitions) {
    create(List.of(new NewTopic(topic, partitions, (short) 1)));
  }

  /** Creates {@code topics} before the worker does, and faster than the worker would. */
  void create(List<NewTopic> topics) {
    try (Admin admin = Admin.create(Map.<String, Object>copyOf(client))) {
      admin.createTopics(topics).all().get();
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Reads {@code topics} until {@code enough} accepts the records read so far. */
  List<Message> readUntil(Collection<String> topics, Predicate<List<Message>> enough) {
    List<Message> messages = new ArrayList<>();
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      awaitTopics(consumer, topics, deadline);
      while (true) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          messages.add(message(record));
        }
        if (enough.test(messages)) {
          return messages;
        }
        if (System.nanoTime() > deadline) {
          throw new AssertionError(
              "the expected records are not in " + topics + " after " + TIMEOUT + ": " + messages);
        }
      }
    }
  }

  private static void awaitTopics(
      KafkaConsumer<byte[], byte[]> consumer, Collection<String> topics, long deadline) {
    while (!consumer.listTopics().keySet().containsAll(topics)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "not all of " + topics + " exist: " + consumer.listTopics().keySet());
      }
    }
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : topics) {
      for (PartitionInfo partition : consumer.partitionsFor(topic)) {
        partitions.add(new TopicPartition(topic, partition.partition()));
      }
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Returns how many records were written to {@code topic}. */
  long written(String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      return consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /** Returns the value of a topic's option {@code name}. */
  String config(String topic, String name) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try (Admin admin = Admin.create(Map.<String, Object>copyOf(client))) {
      return admin.describeConfigs(List.of(resource)).all().get().get(resource).get(name).value();
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Deletes {@code topic}. */
  void delete(String topic) {
    try (Admin admin = Admin.create(Map.<String, Object>copyOf(client))) {
      admin.deleteTopics(List.of(topic)).all().get();
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static Message message(ConsumerRecord<byte[], byte[]> record) {
    Map<String, JsonNode> headers = new TreeMap<>();
    for (Header header : record.headers()) {
      headers.put(header.key(), json(header.value()));
    }
    return new Message(record.topic(), json(record.key()), json(record.value()), headers);
  }

  private static JsonNode json(byte[] bytes) {
    if (bytes == null) {
      return null;
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return JSON.getNodeFactory().textNode(text);
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("auto.offset.reset", "earliest");
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
