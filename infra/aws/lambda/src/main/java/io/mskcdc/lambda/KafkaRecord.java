package io.mskcdc.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;

/**
 * A record as the event has it.
 *
 * @param partition the name of topic and partition in the event, such as {@code shop.orders-0}
 * @param json the record, with {@code topic, partition, offset, timestamp, timestampType, key,
 *     value, headers}; key and value are base64
 */
record KafkaRecord(String partition, JsonNode json) {
  String topic() {
    return json.path("topic").asText();
  }

  int number() {
    return json.path("partition").asInt();
  }

  long offset() {
    return json.path("offset").asLong();
  }

  /** Returns the key's bytes, or null. */
  byte[] key() {
    return bytes("key");
  }

  /** Returns the value's bytes, or null for a tombstone. */
  byte[] value() {
    return bytes("value");
  }

  private byte[] bytes(String field) {
    JsonNode text = json.path(field);
    return text.isTextual() ? Base64.getDecoder().decode(text.textValue()) : null;
  }
}
