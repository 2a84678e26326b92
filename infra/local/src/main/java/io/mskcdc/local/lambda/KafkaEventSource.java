package io.mskcdc.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.lambda.KafkaBatch.Place;
import io.mskcdc.local.process.StackException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * An event source mapping: reads topics, invokes a function with batches of records, repeats what
 * failed, and commits the offsets of what is done.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-msk-configure.html">AWS Lambda
 *     Developer Guide, Configuring Amazon MSK event sources</a>
 */
public final class KafkaEventSource implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration POLL = Duration.ofMillis(100);
  // The limit of a synchronous invocation, with a margin for the rest of the event.
  private static final long MAX_EVENT = 6_000_000;
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
  private static final Duration LAST_BACKOFF = Duration.ofSeconds(5);
  private static final DateTimeFormatter OBJECT_TIME =
      DateTimeFormatter.ofPattern("yyyy/MM/dd/yyyy-MM-dd'T'HH.mm.ss").withZone(ZoneOffset.UTC);

  private final Settings settings;
  private final LambdaFunction function;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread thread;
  private final String uuid = UUID.randomUUID().toString();
  private final AtomicLong invocations = new AtomicLong();
  private final Deque<ConsumerRecord<byte[], byte[]>> polled = new ArrayDeque<>();
  private volatile boolean isClosing;
  private volatile RuntimeException failure;

  /**
   * The settings of a mapping.
   *
   * @param client the settings of a Kafka client, the address of the brokers among them
   * @param clusterArn the ARN of the cluster
   * @param group the consumer group
   * @param topics the names of the topics. AWS takes one name; here also those that match later
   * @param batchSize the most records in a batch
   * @param batchingWindow how long a batch waits for more records
   * @param maximumRetries how often a batch comes again; negative for ever
   * @param splitsOnError whether a batch that failed comes again in two halves, which is not
   *     counted
   * @param readsItemFailures whether the answer may name the records that failed
   * @param onFailure takes the key and the content of an object for a batch whose retries are used
   *     up; empty drops the batch
   */
  public record Settings(
      Map<String, Object> client,
      String clusterArn,
      String group,
      Pattern topics,
      int batchSize,
      Duration batchingWindow,
      int maximumRetries,
      boolean splitsOnError,
      boolean readsItemFailures,
      Optional<BiConsumer<String, byte[]>> onFailure) {

    public Settings {
      client = Map.copyOf(client);
    }
  }

  private KafkaEventSource(Settings settings, LambdaFunction function) {
    this.settings = settings;
    this.function = function;
    Map<String, Object> client = new HashMap<>(settings.client());
    client.put("group.id", settings.group());
    // TRIM_HORIZON: the snapshot is in the topic.
    client.put("auto.offset.reset", "earliest");
    client.put("enable.auto.commit", "false");
    client.put("isolation.level", "read_committed");
    // A batch that fails for long must not lose its partitions.
    client.put("max.poll.interval.ms", Integer.toString(Integer.MAX_VALUE));
    // The consumer finds a new topic when it refreshes its metadata.
    client.put("metadata.max.age.ms", "300");
    consumer =
        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    thread = new Thread(this::run, "event source of " + function.settings().name());
    thread.setDaemon(true);
  }

  /** Starts to read. Closing the event source leaves the function open. */
  public static KafkaEventSource start(Settings settings, LambdaFunction function) {
    KafkaEventSource source = new KafkaEventSource(settings, function);
    source.thread.start();
    return source;
  }

  /** Returns how often the function was invoked. */
  public long invocations() {
    return invocations.get();
  }

  /**
   * Checks that the event source still reads.
   *
   * @throws StackException if it has ended
   */
  public void requireAlive() {
    if (failure != null) {
      throw new StackException(thread.getName() + " failed: " + failure.getMessage(), failure);
    }
  }

  private void run() {
    try (consumer) {
      consumer.subscribe(settings.topics());
      while (!isClosing) {
        KafkaBatch batch = collect();
        if (!batch.isEmpty()) {
          process(batch);
        }
      }
    } catch (WakeupException | ClosingException e) {
      // What is not committed comes again at the next start.
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  /** Collects a batch until it is full, or its window has ended. */
  private KafkaBatch collect() {
    List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
    long size = 0;
    long end = Long.MAX_VALUE;
    while (batch.size() < settings.batchSize() && System.nanoTime() < end) {
      if (polled.isEmpty()) {
        consumer.poll(POLL).forEach(polled::add);
      }
      while (batch.size() < settings.batchSize() && !polled.isEmpty()) {
        size += KafkaBatch.size(polled.peek());
        if (size > MAX_EVENT && !batch.isEmpty()) {
          return new KafkaBatch(batch);
        }
        batch.add(polled.remove());
      }
      if (batch.isEmpty()) {
        break;
      }
      if (end == Long.MAX_VALUE) {
        end = System.nanoTime() + settings.batchingWindow().toNanos();
      }
    }
    return new KafkaBatch(batch);
  }

  /** A batch, and how often it has come again. */
  private record Attempt(KafkaBatch batch, int retries) {}

  private void process(KafkaBatch first) {
    Deque<Attempt> attempts = new ArrayDeque<>(List.of(new Attempt(first, 0)));
    while (!attempts.isEmpty()) {
      Attempt attempt = attempts.pop();
      InvocationResult result = invoke(attempt.batch());
      KafkaBatch failed = failed(attempt.batch(), result);
      consumer.commitSync(attempt.batch().offsetsWithout(failed));
      if (failed.isEmpty()) {
        continue;
      }
      int retries = attempt.retries();
      if (settings.splitsOnError() && failed.records().size() > 1) {
        List<KafkaBatch> halves = failed.halves();
        attempts.push(new Attempt(halves.get(1), retries));
        attempts.push(new Attempt(halves.get(0), retries));
      } else if (settings.maximumRetries() >= 0 && retries >= settings.maximumRetries()) {
        giveUp(failed, result, retries + 1);
        continue;
      } else {
        attempts.push(new Attempt(failed, retries + 1));
      }
      pause(backoff(retries));
    }
  }

  private InvocationResult invoke(KafkaBatch batch) {
    invocations.incrementAndGet();
    InvocationResult result =
        function.invoke(batch.event(settings.clusterArn(), bootstrapServers()));
    if (isClosing && !result.isSuccess()) {
      throw new ClosingException();
    }
    return result;
  }

  private String bootstrapServers() {
    return String.valueOf(settings.client().get("bootstrap.servers"));
  }

  private static Duration backoff(int retries) {
    Duration backoff = FIRST_BACKOFF.multipliedBy(1L << Math.min(retries, 10));
    return backoff.compareTo(LAST_BACKOFF) < 0 ? backoff : LAST_BACKOFF;
  }

  private void pause(Duration backoff) {
    long end = System.nanoTime() + backoff.toNanos();
    while (System.nanoTime() < end) {
      if (isClosing) {
        throw new ClosingException();
      }
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        throw StackException.interrupted(e);
      }
    }
  }

  /** Returns the records that must come again. An answer that names others fails the batch. */
  private KafkaBatch failed(KafkaBatch batch, InvocationResult result) {
    if (!result.isSuccess()) {
      return batch;
    }
    if (!settings.readsItemFailures()) {
      return new KafkaBatch(List.of());
    }
    Set<Place> places = new HashSet<>();
    try {
      for (JsonNode item : JSON.readTree(result.response()).path("batchItemFailures")) {
        JsonNode identifier = item.path("itemIdentifier");
        places.add(
            new Place(identifier.path("partition").asText(), identifier.path("offset").asLong(-1)));
      }
    } catch (IOException e) {
      return batch;
    }
    return batch.hasAll(places) ? batch.only(places) : batch;
  }

  private void giveUp(KafkaBatch batch, InvocationResult result, int invocations) {
    settings
        .onFailure()
        .ifPresent(to -> to.accept(objectKey(), invocationRecord(batch, result, invocations)));
    consumer.commitSync(batch.offsetsWithout(new KafkaBatch(List.of())));
  }

  private String objectKey() {
    return "aws/lambda/" + uuid + "/" + OBJECT_TIME.format(Instant.now()) + "-" + UUID.randomUUID();
  }

  /**
   * Describes a batch whose retries are used up.
   *
   * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/kafka-on-failure.html">AWS Lambda
   *     Developer Guide, Capturing discarded batches</a>
   */
  private byte[] invocationRecord(KafkaBatch batch, InvocationResult result, int invocations) {
    byte[] event = batch.event(settings.clusterArn(), bootstrapServers());
    ObjectNode json = JSON.createObjectNode();
    json.putObject("requestContext")
        .put("requestId", result.requestId())
        .put("functionArn", function.settings().arn())
        .put("condition", "RetryAttemptsExhausted")
        .put("approximateInvokeCount", invocations);
    ObjectNode response =
        json.putObject("responseContext").put("statusCode", 200).put("executedVersion", "$LATEST");
    if (!result.isSuccess()) {
      response.put("functionError", "Unhandled");
    }
    json.put("version", "1.0").put("timestamp", Instant.now().toString());
    json.putObject("KafkaBatchInfo")
        .put("batchSize", batch.records().size())
        .put("eventSourceArn", settings.clusterArn())
        .put("bootstrapServers", bootstrapServers())
        .put("payloadSize", event.length)
        .set("recordsInfo", batch.recordsInfo());
    json.put("payload", new String(event, StandardCharsets.UTF_8));
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Ends after the current invocation. What has failed until then comes again at the next start.
   */
  @Override
  public void close() {
    isClosing = true;
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw StackException.interrupted(e);
    }
  }

  /** Leaves the loop of retries. */
  private static final class ClosingException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
