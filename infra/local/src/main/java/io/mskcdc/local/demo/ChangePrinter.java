package io.mskcdc.local.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.mysql.ChangeGenerator;
import io.mskcdc.local.process.StackException;
import java.io.PrintWriter;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.Help.Ansi;

/** Prints one line per record: topic, operation, latency, key and row. */
final class ChangePrinter {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String METADATA = "__";

  private final PrintWriter out;
  private final Map<String, String> masked;
  private long snapshot;
  private long creates;
  private long updates;
  private long deletes;
  private long tombstones;

  /**
   * @param masked the masking method of each masked {@code database.table.column}
   */
  ChangePrinter(PrintWriter out, Map<String, String> masked) {
    this.out = out;
    this.masked = masked;
  }

  PrintWriter out() {
    return out;
  }

  void print(ConsumerRecord<String, String> record) {
    if (!hasPrintedAny()) {
      out.println("Masked, shown as [method:value]: " + String.join(", ", masked.keySet()));
      out.printf("%-26s %-9s %8s  %s%n", "TOPIC", "OPERATION", "LATENCY", "KEY -> ROW");
    }
    JsonNode row = parse(record.value());
    String operation = count(row);
    out.printf(
        "%-26s %-9s %8s  %s -> %s%n",
        record.topic(),
        operation,
        latency(operation, row),
        record.key(),
        row.isObject() ? row(record.topic(), (ObjectNode) row) : "null");
    out.flush();
  }

  private String count(JsonNode row) {
    if (!row.isObject()) {
      tombstones++;
      return "tombstone";
    }
    return switch (row.path("__op").asText()) {
      case "r" -> {
        snapshot++;
        yield "snapshot";
      }
      case "c" -> {
        creates++;
        yield "insert";
      }
      case "u" -> {
        updates++;
        yield "update";
      }
      case "d" -> {
        deletes++;
        yield "delete";
      }
      default -> throw new StackException("a row has the unknown operation " + row.path("__op"));
    };
  }

  // From the timestamp of the binlog event until now, both by the clock of this machine.
  private static String latency(String operation, JsonNode row) {
    JsonNode committed = row.path("__source_ts_ms");
    return committed.isMissingNode() || operation.equals("snapshot")
        ? "-"
        : System.currentTimeMillis() - committed.asLong() + " ms";
  }

  private String row(String topic, ObjectNode row) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, JsonNode> field : row.properties()) {
      if (field.getKey().startsWith(METADATA)) {
        continue;
      }
      text.append(text.isEmpty() ? "" : " ").append(field.getKey()).append('=');
      String method = masked.get(topic + "." + field.getKey());
      text.append(
          method == null || field.getValue().isNull()
              ? field.getValue()
              : highlight("[" + method + ":" + field.getValue().asText() + "]"));
    }
    return text.toString();
  }

  private static String highlight(String text) {
    return Ansi.AUTO.enabled() ? "\u001b[33m" + text + "\u001b[0m" : text;
  }

  boolean hasPrintedAny() {
    return snapshot + creates + updates + deletes + tombstones > 0;
  }

  /** Returns whether at least this many changes were printed. */
  boolean hasPrinted(ChangeGenerator.Counts counts) {
    return creates >= counts.creates()
        && updates >= counts.updates()
        && deletes >= counts.deletes()
        && tombstones >= counts.deletes();
  }

  /** Returns the number of printed records of each operation. */
  String summary() {
    return String.format(
        "%d snapshot rows, %d inserts, %d updates, %d deletes each with its tombstone",
        snapshot, creates, updates, deletes);
  }

  private static JsonNode parse(String value) {
    try {
      return value == null ? JSON.nullNode() : JSON.readTree(value);
    } catch (JsonProcessingException e) {
      throw new StackException("a record's value is not JSON: " + value, e);
    }
  }
}
