package io.mskcdc.local.mysql;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Random;

/**
 * Changes rows of the sample database: registers customers, places orders, pays and cancels them.
 * Each step is one transaction. The row changes are counted as Debezium reports them.
 */
public final class ChangeGenerator {
  private static final String[] NAMES = {"Alan", "Barbara", "Edsger", "Frances", "Joan", "Ken"};
  private static final String[][] PRODUCTS = {
    {"TEA-001", "7.95"}, {"MUG-010", "12.50"}, {"POT-100", "89.00"}
  };

  private final Connection connection;
  private final Random random;
  private int step;
  private Counts counts = new Counts(0, 0, 0);

  /**
   * The number of change events that Debezium emits for the changes so far.
   *
   * @param creates inserts, and the new row of a changed key
   * @param updates of a row that keeps its key
   * @param deletes deletes, and the old row of a changed key
   */
  public record Counts(long creates, long updates, long deletes) {
    /** Returns the sum of both. */
    public Counts plus(Counts other) {
      return new Counts(creates + other.creates, updates + other.updates, deletes + other.deletes);
    }
  }

  /**
   * @param connection to the sample database; auto-commit is switched off
   * @param seed the same seed results in the same changes
   */
  public ChangeGenerator(Connection connection, long seed) throws SQLException {
    this.connection = connection;
    this.random = new Random(seed);
    connection.setAutoCommit(false);
  }

  public Counts counts() {
    return counts;
  }

  /** Runs and commits the next step. */
  public void step() throws SQLException {
    Counts made =
        switch (step++ % 6) {
          case 0 -> register();
          case 1 -> order();
          case 2 -> pay();
          case 3 -> changeContact();
          case 4 -> renumberLine();
          default -> cancel();
        };
    connection.commit();
    counts = counts.plus(made);
  }

  private Counts register() throws SQLException {
    String name = NAMES[random.nextInt(NAMES.length)];
    int number = random.nextInt(10_000);
    run(
        "INSERT INTO customers (name, email, phone, card_number, date_of_birth, country)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        name,
        name.toLowerCase(Locale.ROOT) + number + "@example.com",
        String.format("+1 202 555 %04d", number),
        String.format("4111-1111-1111-%04d", number),
        String.format("19%02d-%02d-15", 30 + number % 70, 1 + number % 12),
        number % 3 == 0 ? null : "US");
    return new Counts(1, 0, 0);
  }

  private Counts order() throws SQLException {
    String[] product = PRODUCTS[random.nextInt(PRODUCTS.length)];
    BigDecimal price = new BigDecimal(product[1]);
    int quantity = 1 + random.nextInt(3);
    run(
        "INSERT INTO orders (customer_id, total, note, placed_at)"
            + " SELECT MAX(id), ?, NULL, UTC_TIMESTAMP(6) FROM customers",
        price.multiply(BigDecimal.valueOf(quantity)));
    long order = number("SELECT MAX(id) FROM orders");
    run(
        "INSERT INTO order_lines VALUES (?, 1, ?, ?, ?), (?, 2, 'MUG-010', 1, 12.50)",
        order,
        product[0],
        quantity,
        price,
        order);
    run(
        "INSERT INTO events (kind, payload) VALUES ('order.placed', JSON_OBJECT('order', ?))",
        order);
    return new Counts(4, 0, 0);
  }

  private Counts pay() throws SQLException {
    int paid =
        run("UPDATE orders SET status = 'paid' WHERE status = 'new' ORDER BY id DESC LIMIT 1");
    return new Counts(0, paid, 0);
  }

  private Counts changeContact() throws SQLException {
    run(
        "UPDATE customers SET email = ?, phone = NULL ORDER BY id DESC LIMIT 1",
        "moved" + random.nextInt(1_000_000) + "@example.org");
    return new Counts(0, 1, 0);
  }

  private Counts renumberLine() throws SQLException {
    int moved =
        run("UPDATE order_lines SET line_no = 9 WHERE line_no = 2 ORDER BY order_id DESC LIMIT 1");
    return new Counts(moved, 0, moved);
  }

  private Counts cancel() throws SQLException {
    long order = number("SELECT MAX(id) FROM orders");
    int deleted = run("DELETE FROM order_lines WHERE order_id = ? AND line_no = 9", order);
    int updated =
        run("UPDATE orders SET status = 'cancelled', note = 'changed mind' WHERE id = ?", order);
    return new Counts(0, updated, deleted);
  }

  private int run(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      return statement.executeUpdate();
    }
  }

  private long number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
