package io.mskcdc.lambda;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Reads records as changes. docs/contract.md describes the records. */
final class ChangeReader {
  // Tables without a key have topics with this ending.
  private static final String KEYLESS = ".append";

  // Numbers keep their digits.
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private ChangeReader() {}

  /**
   * Reads a record that is not a tombstone.
   *
   * @throws PoisonedRecordException if it is no row of the contract
   */
  static RowChange read(KafkaRecord record) throws PoisonedRecordException {
    Row key = key(record);
    ObjectNode row = object(record.value(), "lambda-value-not-json", "the value");
    String deleted = row.path("__deleted").asText();
    if (!deleted.equals("true") && !deleted.equals("false")) {
      throw new PoisonedRecordException(
          "lambda-row-unmarked", "the row has no __deleted with true or false");
    }
    return new RowChange(
        key,
        new Row(row),
        deleted.equals("true"),
        record.topic(),
        record.number(),
        record.offset());
  }

  private static Row key(KafkaRecord record) throws PoisonedRecordException {
    byte[] key = record.key();
    if (key != null) {
      return new Row(object(key, "lambda-key-not-json", "the key"));
    }
    if (record.topic().endsWith(KEYLESS)) {
      return null;
    }
    throw new PoisonedRecordException(
        "lambda-key-missing", "the record has no key, and its topic does not end with " + KEYLESS);
  }

  private static ObjectNode object(byte[] bytes, String code, String what)
      throws PoisonedRecordException {
    try {
      JsonNode json = JSON.readTree(bytes);
      if (json instanceof ObjectNode object) {
        return object;
      }
    } catch (IOException e) {
      // Without the cause: its message quotes the text, which may be personal.
    }
    throw new PoisonedRecordException(code, what + " is not a JSON object");
  }
}
