package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.e2e.Topics.Message;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Formats messages as text that is the same in each run: binlog positions and timestamps are
 * checked for their form and then replaced by constants.
 */
final class Normal {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DefaultPrettyPrinter PRINTER =
      new DefaultPrettyPrinter().withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
  private static final Pattern GTID = Pattern.compile("[0-9a-f-]{36}:\\d+");
  private static final Pattern FILE = Pattern.compile("binlog\\.\\d{6}");

  private Normal() {}

  static String of(List<Message> messages) {
    ArrayNode all = JSON.createArrayNode();
    for (Message message : messages) {
      ObjectNode one = all.addObject();
      one.put("topic", message.topic());
      one.set("key", message.key());
      one.set("value", value(message.value()));
      message.headers().forEach(one.putObject("headers")::set);
    }
    try {
      return JSON.writer(PRINTER).writeValueAsString(all) + "\n";
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode value(JsonNode value) {
    if (value == null) {
      return null;
    }
    JsonNode copy = value.deepCopy();
    JsonNode row = PipelineContract.payload(copy);
    if (row instanceof ObjectNode fields && row.has("__op")) {
      assertThat(fields.path("__source_ts_ms").asLong()).isPositive();
      assertThat(fields.path("__source_file").asText()).matches(FILE);
      assertThat(fields.path("__source_pos").asLong()).isPositive();
      boolean snapshot = fields.path("__op").asText().equals("r");
      if (!snapshot) {
        assertThat(fields.path("__source_gtid").asText()).matches(GTID);
        fields.put("__source_gtid", "GTID");
      }
      fields.put("__source_ts_ms", "TS").put("__source_file", "FILE").put("__source_pos", "POS");
    }
    return copy;
  }
}
