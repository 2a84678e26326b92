package io.mskcdc.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.mskcdc.local.mysql.MySql;
import io.mskcdc.local.process.PollLoop;
import io.mskcdc.local.process.StackException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;

/** Prints the rows that functions keep in DynamoDB and S3 beside those of MySQL. */
final class LambdaFlow {
  private static final List<MirroredTable> TABLES =
      List.of(
          mirrored("customers", List.of("id"), "id", "name", "country"),
          mirrored("products", List.of("sku"), "sku", "name", "price", "weight_kg"),
          mirrored(
              "orders", List.of("id"), "id", "customer_id", "status", "total", "note", "placed_at"),
          mirrored(
              "order_lines",
              List.of("order_id", "line_no"),
              "order_id",
              "line_no",
              "sku",
              "quantity",
              "unit_price"));
  private static final PollLoop ARRIVING =
      new PollLoop(Duration.ofMillis(300), Duration.ofMinutes(1));

  private final LambdaConsumer consumer;
  private final Connection mysql;
  private final PrintWriter out;

  LambdaFlow(LambdaConsumer consumer, Connection mysql, PrintWriter out) {
    this.consumer = consumer;
    this.mysql = mysql;
    this.out = out;
  }

  private static MirroredTable mirrored(String table, List<String> key, String... columns) {
    return new MirroredTable(MySql.DATABASE, table, key, List.of(columns));
  }

  /** The rows of a table in three places. */
  private record Rows(
      MirroredTable table,
      SortedMap<String, String> mysql,
      SortedMap<String, String> dynamoDb,
      SortedMap<String, String> s3) {
    boolean areEqual() {
      return mysql.equals(dynamoDb) && mysql.equals(s3);
    }
  }

  private List<Rows> read() {
    List<JsonNode> items = consumer.items();
    return TABLES.stream()
        .map(
            table ->
                new Rows(
                    table,
                    inMySql(table),
                    table.inDynamoDb(items),
                    table.inS3(consumer.lines(table.topic()))))
        .toList();
  }

  private SortedMap<String, String> inMySql(MirroredTable table) {
    try {
      return table.inMySql(mysql);
    } catch (SQLException e) {
      throw new StackException("MySQL could not be read: " + e.getMessage(), e);
    }
  }

  /** Prints the rows as they are now. */
  void print() {
    print(read());
  }

  /**
   * Waits until all rows are the same in all places, and prints them.
   *
   * @throws StackException if they differ for a minute
   */
  void awaitEqual() {
    boolean areEqual =
        ARRIVING.until(
            () -> {
              consumer.requireAlive();
              return read().stream().allMatch(Rows::areEqual);
            });
    print(read());
    if (!areEqual) {
      throw new StackException("the rows in DynamoDB or S3 differ from those in MySQL");
    }
  }

  private void print(List<Rows> all) {
    out.printf("%n%-26s %6s %9s %6s%n", "ROWS", "MYSQL", "DYNAMODB", "S3");
    for (Rows rows : all) {
      out.printf(
          "%-26s %6d %9d %6d  %s%n",
          rows.table().topic(),
          rows.mysql().size(),
          rows.dynamoDb().size(),
          rows.s3().size(),
          rows.areEqual() ? "equal" : "on the way");
    }
    Rows orders = all.get(2);
    // The longest key has the highest number.
    String id =
        orders.mysql().keySet().stream()
            .max(Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder()))
            .orElse("");
    out.println("The last order in MySQL:    " + orders.mysql().get(id));
    out.println("               in DynamoDB: " + orders.dynamoDb().get(id));
    out.println("               in S3:       " + orders.s3().get(id));
    out.flush();
  }

  /** Returns how the rows came there. */
  String summary() {
    return String.format(
        "%d invocations, %d items in the table %s, %d objects",
        consumer.invocations(),
        consumer.items().size(),
        LambdaConsumer.TABLE,
        consumer.objects().size());
  }
}
