package io.mskcdc.local.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.mysql.ChangeGenerator.Counts;
import io.mskcdc.local.stack.OrdersTable;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Changes orders in DynamoDB: places them, pays them, changes their contact and cancels them. Each
 * step is one request and one change. The records are compared with those of MySQL's rows.
 */
public final class OrderFlow {
  static final String CONNECTOR = "orders-dynamodb";

  private final OrdersTable table;
  private final SameForm form;
  private final Random random = new Random(1);
  private int step;
  private int placed;
  private Counts counts = new Counts(0, 0, 0);

  public OrderFlow(OrdersTable table) {
    this(table, SameForm.CUSTOMERS);
  }

  /**
   * @param customers the topic with the customers of MySQL
   */
  public OrderFlow(OrdersTable table, String customers) {
    this.table = table;
    form = new SameForm(customers);
    OrdersTable.firstOrders()
        .forEach(
            order ->
                SameForm.MASKED.forEach(name -> form.hide(order.at("/" + name + "/S").asText())));
  }

  /** Returns the changes so far. */
  public Counts counts() {
    return counts;
  }

  /** Makes the next change. */
  public void step() {
    String id = "demo-" + placed;
    counts =
        counts.plus(
            switch (step++ % 4) {
              case 0 -> place();
              case 1 -> update(id, Map.of("status", "paid"));
              case 2 -> {
                String email = "moved" + random.nextInt(1_000_000) + "@example.org";
                form.hide(email);
                yield update(id, Map.of("email", email));
              }
              default -> {
                table.delete(id);
                yield new Counts(0, 0, 1);
              }
            });
  }

  private Counts place() {
    placed++;
    int number = random.nextInt(10_000);
    Map<String, String> personal =
        Map.of(
            "email", "buyer" + number + "@example.com",
            "phone", String.format("+1 202 555 %04d", number),
            "card_number", String.format("4111-1111-1111-%04d", number),
            "date_of_birth", String.format("19%02d-%02d-15", 30 + number % 70, 1 + number % 12));
    ObjectNode item = JsonNodeFactory.instance.objectNode();
    item.putObject("id").put("S", "demo-" + placed);
    item.putObject("customer_id").put("N", Integer.toString(number));
    item.putObject("status").put("S", "new");
    item.putObject("total").put("N", number / 100 + "." + number % 100);
    item.putObject("placed_at").put("S", Instant.now().toString());
    personal.forEach(
        (name, value) -> {
          form.hide(value);
          item.putObject(name).put("S", value);
        });
    table.put(item);
    return new Counts(1, 0, 0);
  }

  private Counts update(String id, Map<String, String> values) {
    table.update(id, values);
    return new Counts(0, 1, 0);
  }

  /** Checks a record of either source; see {@link SameForm#take}. */
  public void take(ConsumerRecord<String, String> record) {
    form.take(record);
  }

  /** Returns whether each of the first orders and its customer have arrived. */
  public boolean hasSnapshot() {
    int first = OrdersTable.firstOrders().size();
    return form.snapshotOrders() >= first && form.snapshotCustomers() >= first;
  }

  /** Returns whether a tombstone of each deleted order has arrived. */
  public boolean hasTombstones() {
    return form.tombstones() >= counts.deletes();
  }

  /** Compares the rows of both sources; see {@link SameForm#compare}. */
  public String compareWithMySql() {
    return form.compare();
  }
}
