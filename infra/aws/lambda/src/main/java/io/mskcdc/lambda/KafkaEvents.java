package io.mskcdc.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Reads the events of Kafka event sources.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-msk.html">AWS Lambda Developer
 *     Guide, Amazon MSK, Example event</a>
 */
final class KafkaEvents {
  private KafkaEvents() {}

  /**
   * Returns the records of each partition, by ascending offset.
   *
   * @throws FunctionException if it is not an event with records
   */
  static List<List<KafkaRecord>> partitions(JsonNode event) {
    JsonNode records = event.path("records");
    if (!records.isObject()) {
      throw malformed("it has no records");
    }
    List<List<KafkaRecord>> partitions = new ArrayList<>();
    records
        .properties()
        .forEach(
            entry -> {
              List<KafkaRecord> partition = new ArrayList<>();
              for (JsonNode record : entry.getValue()) {
                if (!record.path("offset").isIntegralNumber()
                    || !record.path("topic").isTextual()
                    || !record.path("partition").isIntegralNumber()) {
                  throw malformed("a record has no topic, partition or offset");
                }
                partition.add(new KafkaRecord(entry.getKey(), record));
              }
              if (!partition.isEmpty()) {
                partition.sort(Comparator.comparingLong(KafkaRecord::offset));
                partitions.add(partition);
              }
            });
    return partitions;
  }

  private static FunctionException malformed(String problem) {
    return new FunctionException(
        "lambda-event-malformed",
        "the event is not one of a Kafka event source: " + problem,
        "connect this function to an MSK cluster");
  }
}
