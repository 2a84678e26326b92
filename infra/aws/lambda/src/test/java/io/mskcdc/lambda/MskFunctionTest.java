package io.mskcdc.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.events.KafkaEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a function does with an event, before any target. */
class MskFunctionTest {
  private static final Map<String, String> PARTIAL = Map.of("MSKCDC_PARTIAL_RESPONSE", "true");
  private static final String NOTHING_FAILED = "{\"batchItemFailures\":[]}";

  private final List<Batch> batches = new ArrayList<>();
  private final List<String> log = new ArrayList<>();

  @Test
  void aHandlerGetsTheLastChangeOfEachKeyByOffset() throws Exception {
    MskEvent event =
        new MskEvent().row(0, 7, 1, "u").row(0, 5, 1, "c").row(0, 6, 2, "c").row(1, 3, 3, "c");

    assertThat(run(event, batches::add, PARTIAL)).isEqualTo(NOTHING_FAILED);

    assertThat(batches).extracting(Batch::partition).containsExactly(0, 1);
    assertThat(batches.get(0).changes())
        .extracting(change -> change.key().integer("id"), RowChange::offset, RowChange::deleted)
        .containsExactly(tuple(2L, 6L, false), tuple(1L, 7L, false));
    assertThat(batches.get(0).firstOffset()).isEqualTo(5);
    assertThat(batches.get(0).lastOffset()).isEqualTo(7);
    assertThat(batches.get(0).changes().get(0).row().columns()).containsExactly("id", "total");
  }

  @Test
  void aKeyIsTheSameInAnotherOrderOfItsColumns() throws Exception {
    String row = "{\"a\":1,\"b\":2,\"__deleted\":\"false\"}";
    MskEvent event =
        new MskEvent()
            .add("shop.lines", 0, 1, "{\"a\":1,\"b\":2}", row)
            .add("shop.lines", 0, 2, "{\"b\":2,\"a\":1}", row);

    run(event, batches::add, PARTIAL);

    assertThat(batches.get(0).changes()).extracting(RowChange::offset).containsExactly(2L);
  }

  @Test
  void aDeleteIsARowAndItsTombstoneIsSkipped() throws Exception {
    MskEvent event = new MskEvent().row(0, 5, 1, "d").add("shop.orders", 0, 6, "{\"id\":1}", null);

    assertThat(run(event, batches::add, PARTIAL)).isEqualTo(NOTHING_FAILED);

    assertThat(batches.get(0).changes())
        .extracting(RowChange::offset, RowChange::deleted)
        .containsExactly(tuple(5L, true));
    assertThat(batches.get(0).lastOffset()).isEqualTo(6);
  }

  @Test
  void aHandlerIsNotCalledForTombstonesAlone() throws Exception {
    MskEvent event = new MskEvent().add("shop.orders", 0, 6, "{\"id\":1}", null);

    assertThat(run(event, batches::add, PARTIAL)).isEqualTo(NOTHING_FAILED);

    assertThat(batches).isEmpty();
  }

  @Test
  void eachRecordOfATableWithoutAKeyIsAChange() throws Exception {
    String row = "{\"kind\":\"paid\",\"__deleted\":\"false\"}";
    MskEvent event =
        new MskEvent()
            .add("shop.events.append", 0, 1, null, row)
            .add("shop.events.append", 0, 2, null, row);

    run(event, batches::add, PARTIAL);

    assertThat(batches.get(0).changes())
        .extracting(RowChange::key, RowChange::offset)
        .containsExactly(tuple(null, 1L), tuple(null, 2L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"id\":1} | {\"id\": | lambda-value-not-json",
        "{\"id\":1} | [1] | lambda-value-not-json",
        "{\"id\":1} | null | lambda-value-not-json",
        "{\"id\":1} | {\"id\":1} {} | lambda-value-not-json",
        "{\"id\":1} | {\"id\":1} | lambda-row-unmarked",
        "{\"id\":1} | {\"id\":1,\"__deleted\":null} | lambda-row-unmarked",
        "1 | {\"id\":1,\"__deleted\":\"false\"} | lambda-key-not-json",
        "  | {\"id\":1,\"__deleted\":\"false\"} | lambda-key-missing"
      })
  void aPoisonedRecordFailsItsPartitionFromItsOffset(String key, String value, String code)
      throws Exception {
    MskEvent event =
        new MskEvent()
            .row(0, 4, 1, "c")
            .add("shop.orders", 0, 5, key, value)
            .row(0, 6, 2, "c")
            .row(1, 9, 3, "c");

    assertThat(run(event, batches::add, PARTIAL)).isEqualTo(failures("shop.orders-0", 5, 6));

    assertThat(batches)
        .flatExtracting(Batch::changes)
        .extracting(RowChange::partition, RowChange::offset)
        .containsExactly(tuple(0, 4L), tuple(1, 9L));
    assertThat(log).singleElement().asString().contains("shop.orders-0 offset 5", code);
  }

  @Test
  void aFailedPartitionDoesNotStopTheOthers() throws Exception {
    MskEvent event = new MskEvent().row(0, 4, 1, "c").row(0, 5, 2, "c").row(1, 9, 3, "c");
    RowHandler handler =
        batch -> {
          if (batch.partition() == 0) {
            throw new IOException("no answer");
          }
          batches.add(batch);
        };

    assertThat(run(event, handler, PARTIAL)).isEqualTo(failures("shop.orders-0", 4, 5));

    assertThat(batches).extracting(Batch::partition).containsExactly(1);
    assertThat(log).singleElement().asString().contains("must come again", "no answer");
  }

  @Test
  void aPartitionComesAgainFromTheChangeThatFailed() throws Exception {
    MskEvent event = new MskEvent().row(0, 4, 1, "c").row(0, 5, 2, "c").row(0, 6, 3, "c");
    RowHandler handler =
        batch -> {
          throw ChangeFailedException.retryable(
              batch.changes().get(1), new IOException("throttled"));
        };

    assertThat(run(event, handler, PARTIAL)).isEqualTo(failures("shop.orders-0", 5, 6));
  }

  @Test
  void theChangesBeforeOneThatCanNeverBeAppliedAreApplied() throws Exception {
    MskEvent event = new MskEvent().row(0, 4, 1, "c").row(0, 5, 2, "c").row(0, 6, 3, "c");
    RowHandler handler =
        batch -> {
          batches.add(batch);
          for (RowChange change : batch.changes()) {
            if (change.offset() == 5) {
              throw ChangeFailedException.permanent(change, "too-large", "the row is too large");
            }
          }
        };

    assertThat(run(event, handler, PARTIAL)).isEqualTo(failures("shop.orders-0", 5, 6));

    assertThat(batches)
        .last()
        .satisfies(
            batch -> assertThat(batch.changes()).extracting(RowChange::offset).containsExactly(4L));
  }

  /** An event source that does not read the answer would take it as a success. */
  @Test
  void withoutThePartialResponseTheWholeEventFails() {
    MskEvent event = new MskEvent().row(0, 4, 1, "c").add("shop.orders", 1, 5, null, "{}");

    assertThatExceptionOfType(FunctionException.class)
        .isThrownBy(() -> run(event, batches::add, Map.of()))
        .withMessageStartingWith("lambda-batch-failed: ")
        .withMessageContaining("\"shop.orders-1\",\"offset\":5");

    assertThat(batches).extracting(Batch::partition).containsExactly(0);
  }

  @Test
  void anEventOfAnotherSourceIsRefused() {
    assertThatExceptionOfType(FunctionException.class)
        .isThrownBy(() -> run("{\"Records\":[]}", batches::add, PARTIAL))
        .satisfies(e -> assertThat(e.code()).isEqualTo("lambda-event-malformed"));
  }

  @Test
  void keysAndValuesAreThoseThatTheLibraryOfAwsReads() {
    MskEvent events = new MskEvent().row(0, 4, 1, "c").add("shop.orders", 0, 5, "{\"id\":1}", null);
    KafkaEvent aws =
        LambdaEventSerializers.serializerFor(
                KafkaEvent.class, MskFunctionTest.class.getClassLoader())
            .fromJson(events.toString());

    List<KafkaRecord> ours = KafkaEvents.partitions(json(events.toString())).get(0);

    assertThat(aws.getRecords().get("shop.orders-0"))
        .extracting(
            KafkaEvent.KafkaEventRecord::getTopic,
            KafkaEvent.KafkaEventRecord::getPartition,
            KafkaEvent.KafkaEventRecord::getOffset,
            KafkaEvent.KafkaEventRecord::getKey,
            KafkaEvent.KafkaEventRecord::getValue)
        .containsExactly(
            ours.stream()
                .map(
                    record ->
                        tuple(
                            record.topic(),
                            record.number(),
                            record.offset(),
                            record.json().path("key").asText(null),
                            record.json().path("value").asText(null)))
                .toArray(Tuple[]::new));
  }

  private static JsonNode json(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String failures(String partition, long... offsets) {
    return LongStream.of(offsets)
        .mapToObj(
            offset ->
                "{\"itemIdentifier\":{\"partition\":\""
                    + partition
                    + "\",\"offset\":"
                    + offset
                    + "}}")
        .collect(Collectors.joining(",", "{\"batchItemFailures\":[", "]}"));
  }

  private String run(Object event, RowHandler handler, Map<String, String> environment)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new MskFunction(settings -> handler, environment)
        .handleRequest(
            new ByteArrayInputStream(event.toString().getBytes(StandardCharsets.UTF_8)),
            out,
            context());
    return out.toString(StandardCharsets.UTF_8);
  }

  private Context context() {
    return new Context() {
      @Override
      public String getAwsRequestId() {
        return "request";
      }

      @Override
      public String getLogGroupName() {
        return "group";
      }

      @Override
      public String getLogStreamName() {
        return "stream";
      }

      @Override
      public String getFunctionName() {
        return "function";
      }

      @Override
      public String getFunctionVersion() {
        return "1";
      }

      @Override
      public String getInvokedFunctionArn() {
        return "arn";
      }

      @Override
      public CognitoIdentity getIdentity() {
        return null;
      }

      @Override
      public ClientContext getClientContext() {
        return null;
      }

      @Override
      public int getRemainingTimeInMillis() {
        return 1000;
      }

      @Override
      public int getMemoryLimitInMB() {
        return 512;
      }

      @Override
      public LambdaLogger getLogger() {
        return new LambdaLogger() {
          @Override
          public void log(String message) {
            log.add(message);
          }

          @Override
          public void log(byte[] message) {
            log.add(new String(message, StandardCharsets.UTF_8));
          }
        };
      }
    };
  }
}
