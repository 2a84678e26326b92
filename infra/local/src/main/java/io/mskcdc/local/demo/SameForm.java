package io.mskcdc.local.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import io.mskcdc.local.process.StackException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Checks that rows of the table orders in DynamoDB have the form and the masks of MySQL's rows: no
 * clear value in any record, flat rows with the same metadata, a tombstone after each delete, and
 * for one customer the same masked values.
 */
final class SameForm {
  static final String ORDERS = "dynamodb.orders";
  static final String CUSTOMERS = "production_db.customers";

  /** The masked columns of both, which no consumer may read in clear. */
  static final List<String> MASKED = List.of("email", "phone", "card_number", "date_of_birth");

  /** The positions in a binlog and in a stream, which differ by their nature. */
  private static final Set<String> POSITIONS =
      Set.of(
          "__source_gtid",
          "__source_file",
          "__source_pos",
          "__source_row",
          "__source_shard",
          "__source_sequence");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String customers;
  private final Set<String> clear = new HashSet<>();
  private final Map<String, String> lastOperations = new HashMap<>();
  private final Map<String, JsonNode> snapshotOrders = new HashMap<>();
  private final Map<String, JsonNode> snapshotCustomers = new HashMap<>();
  private final Map<String, Map<String, JsonNodeType>> metadata = new HashMap<>();
  private int records;
  private int tombstones;

  /**
   * @param customers the topic with the customers of MySQL
   */
  SameForm(String customers) {
    this.customers = customers;
  }

  /** Adds a value that may be in no record of the orders. */
  void hide(String value) {
    clear.add(value);
  }

  /** Returns how many orders a snapshot has read. */
  int snapshotOrders() {
    return snapshotOrders.size();
  }

  /** Returns how many customers a snapshot has read. */
  int snapshotCustomers() {
    return snapshotCustomers.size();
  }

  int tombstones() {
    return tombstones;
  }

  /**
   * Takes a record of either source; ignores other topics.
   *
   * @throws StackException if an order has another form, or a value in clear
   */
  void take(ConsumerRecord<String, String> record) {
    if (record.topic().equals(customers) && record.value() != null) {
      JsonNode row = parse(record.value());
      keepSnapshot(snapshotCustomers, row);
      metadata.put(customers, metadata(row));
    } else if (record.topic().equals(ORDERS)) {
      records++;
      requireMasked(record);
      if (record.value() == null) {
        tombstones++;
        require(
            "d".equals(lastOperations.remove(record.key())),
            "a tombstone follows a delete of its key",
            record);
      } else {
        takeOrder(record, parse(record.value()));
      }
    }
  }

  private void takeOrder(ConsumerRecord<String, String> record, JsonNode row) {
    for (JsonNode value : row) {
      require(value.isValueNode(), "a row is flat", record);
    }
    String operation = row.path("__op").asText();
    String deleted = Boolean.toString(operation.equals("d"));
    require(row.path("__deleted").asText().equals(deleted), "__deleted is " + deleted, record);
    Map<String, JsonNodeType> fields = metadata(row);
    Map<String, JsonNodeType> before = metadata.put(ORDERS, fields);
    require(before == null || before.equals(fields), "all rows have the same metadata", record);
    keepSnapshot(snapshotOrders, row);
    lastOperations.put(record.key(), operation);
  }

  private void requireMasked(ConsumerRecord<String, String> record) {
    StringBuilder text = new StringBuilder(record.key() + " " + record.value());
    for (Header header : record.headers()) {
      text.append(' ').append(new String(header.value(), StandardCharsets.UTF_8));
    }
    // The message omits the value, which is personal.
    require(clear.stream().noneMatch(text.toString()::contains), "no value in clear", record);
  }

  private static void keepSnapshot(Map<String, JsonNode> rows, JsonNode row) {
    if (row.path("__op").asText().equals("r")) {
      rows.put(row.path("email").asText(), row);
    }
  }

  private static Map<String, JsonNodeType> metadata(JsonNode row) {
    Map<String, JsonNodeType> fields = new TreeMap<>();
    row.properties()
        .forEach(
            field -> {
              if (field.getKey().startsWith("__") && !POSITIONS.contains(field.getKey())) {
                fields.put(field.getKey(), field.getValue().getNodeType());
              }
            });
    return fields;
  }

  /**
   * Compares the orders with the customers of MySQL, after all records have arrived.
   *
   * @return what is the same
   * @throws StackException if their metadata or masks differ
   */
  String compare() {
    require(
        metadata.containsKey(ORDERS) && metadata.get(ORDERS).equals(metadata.get(customers)),
        "the metadata of " + metadata + " is the same");
    require(!snapshotOrders.isEmpty(), "a snapshot has orders");
    snapshotOrders.forEach(
        (email, order) -> {
          JsonNode customer = snapshotCustomers.get(email);
          require(customer != null, "the masked email of each first order is that of a customer");
          for (String column : MASKED) {
            require(
                order.path(column).equals(customer.path(column)),
                "the masked " + column + " of an order is that of its customer");
          }
        });
    return String.format(
        "%s has the form of %s: metadata %s, %d tombstones after deletes, the same masked %s for"
            + " %d customers, no clear value in %d records",
        ORDERS,
        customers,
        String.join(", ", metadata.get(ORDERS).keySet()),
        tombstones,
        String.join(", ", MASKED),
        snapshotOrders.size(),
        records);
  }

  private static void require(
      boolean condition, String expectation, ConsumerRecord<String, String> record) {
    require(condition, expectation + " (" + record.topic() + ", offset " + record.offset() + ")");
  }

  private static void require(boolean condition, String expectation) {
    if (!condition) {
      throw new StackException("the rows differ in form or masks; expected: " + expectation);
    }
  }

  private static JsonNode parse(String value) {
    try {
      return JSON.readTree(value);
    } catch (JsonProcessingException e) {
      throw new StackException("a record's value is not JSON", e);
    }
  }
}
