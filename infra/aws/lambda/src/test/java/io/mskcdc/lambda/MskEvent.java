package io.mskcdc.lambda;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** An event of MSK, as the developer guide shows it. */
final class MskEvent {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode event = JSON.createObjectNode();
  private final ObjectNode records;

  MskEvent() {
    event
        .put("eventSource", "aws:kafka")
        .put("eventSourceArn", "arn:aws:kafka:eu-west-1:111122223333:cluster/msk/0000-1")
        .put("bootstrapServers", "b-1.msk.c1.kafka.eu-west-1.amazonaws.com:9098");
    records = event.putObject("records");
  }

  /** Adds a record; key and value may be null. */
  MskEvent add(String topic, int partition, long offset, String key, String value) {
    ObjectNode record =
        records
            .withArray("/" + topic + "-" + partition)
            .addObject()
            .put("topic", topic)
            .put("partition", partition)
            .put("offset", offset)
            .put("timestamp", 1_767_225_600_000L)
            .put("timestampType", "CREATE_TIME");
    if (key != null) {
      record.put("key", base64(key));
    }
    if (value != null) {
      record.put("value", base64(value));
    }
    record.putArray("headers");
    return this;
  }

  /** Adds a row with the key {@code id}. */
  MskEvent row(int partition, long offset, int id, String operation) {
    return add(
        "shop.orders",
        partition,
        offset,
        "{\"id\":" + id + "}",
        String.format(
            "{\"id\":%d,\"total\":\"12.50\",\"__op\":\"%s\",\"__deleted\":\"%s\"}",
            id, operation, operation.equals("d")));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return event.toString();
  }
}
