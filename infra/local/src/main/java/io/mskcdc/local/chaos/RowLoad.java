package io.mskcdc.local.chaos;

import io.mskcdc.local.chaos.Ledger.Change;
import io.mskcdc.local.chaos.Ledger.Kind;
import io.mskcdc.local.process.StackException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Changes rows of the sample database in a thread of its own, and records each committed
 * transaction. It reads MySQL to find out about a COMMIT whose connection was lost.
 */
final class RowLoad implements AutoCloseable {
  /** Part of each value of customers.email, which a mask must replace. */
  static final String CLEAR_EMAIL = "@chaos-private.example";

  /** The beginning of each value of customers.card_number, which a mask must replace. */
  static final String CLEAR_CARD = "4999-0000-";

  /** Precedes the number of a change in customers.name and events.kind. */
  static final String CHANGE = "change-";

  private static final int FIRST_ID = 1_000_000;
  private static final int ROWS = 2_000;
  private static final int RETRY_MILLIS = 200;
  private static final Duration RETRY_TIMEOUT = Duration.ofMinutes(3);

  private final Connections connections;
  private final Ledger ledger;
  private final Random random;
  private final int transactionsPerSecond;
  private final List<Row> rows = new ArrayList<>();
  private final Object pause = new Object();
  private final Thread thread = new Thread(this::run, "load");
  private volatile boolean ended;
  private volatile boolean burst;
  private volatile boolean paused;
  private volatile RuntimeException failure;
  private Connection connection;
  private int number;
  private int nextId = FIRST_ID;

  /** Opens connections to the server that is the source at present. */
  interface Connections {
    Connection open() throws SQLException;
  }

  private record Row(int id, int number) {}

  RowLoad(Connections connections, Ledger ledger, long seed, int transactionsPerSecond) {
    this.connections = connections;
    this.ledger = ledger;
    this.random = new Random(seed);
    this.transactionsPerSecond = transactionsPerSecond;
  }

  /** Inserts rows before the connector exists. */
  void fill(int count) {
    while (rows.size() < count) {
      commit(inserts(Math.min(500, count - rows.size())));
    }
  }

  private List<Change> inserts(int count) {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      changes.add(new Change(Kind.UPSERT, ++number, nextId++, 0));
    }
    return changes;
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  /** Changes rows as fast as MySQL allows, or at the normal rate again. */
  void setBurst(boolean value) {
    burst = value;
  }

  /** Waits for the present transaction and starts no other until {@link #resume}. */
  void pause() {
    paused = true;
    synchronized (pause) {
      // The thread holds the monitor during a transaction.
    }
  }

  void resume() {
    paused = false;
  }

  /** Throws the exception that ended the thread, if there is one. */
  void requireRunning() {
    if (failure != null) {
      throw failure;
    }
  }

  private void run() {
    try {
      while (!ended) {
        synchronized (pause) {
          if (!paused) {
            commit(transaction());
          }
        }
        if (paused || !burst) {
          Thread.sleep(1_000 / transactionsPerSecond);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  /** Chooses changes of different rows. The last one is an insert or update of a row with a key. */
  private List<Change> transaction() {
    List<Change> changes = new ArrayList<>();
    Set<Integer> chosen = new HashSet<>();
    for (int count = random.nextInt(8); count > 0; count--) {
      int kind = random.nextInt(10);
      if (kind == 0) {
        changes.add(new Change(Kind.KEYLESS, ++number, 0, 0));
      } else if (kind < 4 && rows.size() > ROWS / 2) {
        change(Kind.DELETE, chosen, changes);
      } else if (kind < 7 && rows.size() > ROWS / 2) {
        change(Kind.UPSERT, chosen, changes);
      } else {
        changes.addAll(inserts(1));
      }
    }
    changes.addAll(inserts(1));
    return changes;
  }

  private void change(Kind kind, Set<Integer> chosen, List<Change> changes) {
    Row row = rows.get(random.nextInt(rows.size()));
    if (chosen.add(row.id())) {
      changes.add(new Change(kind, ++number, row.id(), row.number()));
    }
  }

  private void commit(List<Change> changes) {
    long deadline = System.nanoTime() + RETRY_TIMEOUT.toNanos();
    while (true) {
      try {
        runOnce(changes);
        apply(changes);
        return;
      } catch (SQLException e) {
        if (System.nanoTime() > deadline) {
          throw new StackException("MySQL rejects the load: " + e.getMessage(), e);
        }
        close(connection);
        connection = null;
        sleep();
      }
    }
  }

  /** Runs a transaction, unless an earlier attempt has committed it without an answer. */
  private void runOnce(List<Change> changes) throws SQLException {
    if (connection == null) {
      Connection opened = connections.open();
      opened.setAutoCommit(false);
      connection = opened;
      if (isInTable(changes.get(changes.size() - 1))) {
        return;
      }
    }
    for (Change change : changes) {
      execute(change);
    }
    connection.commit();
  }

  private boolean isInTable(Change change) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT 1 FROM customers WHERE id = ? AND name = ?")) {
      query.setInt(1, change.id());
      query.setString(2, CHANGE + change.number());
      try (ResultSet result = query.executeQuery()) {
        return result.next();
      }
    }
  }

  private void execute(Change change) throws SQLException {
    String name = CHANGE + change.number();
    String email = name + CLEAR_EMAIL;
    String card = String.format("%s%04d-%04d", CLEAR_CARD, change.number() % 9999, 1234);
    switch (change.kind()) {
      case KEYLESS -> execute("INSERT INTO events (kind) VALUES (?)", name);
      case DELETE -> execute("DELETE FROM customers WHERE id = ?", change.id());
      case UPSERT -> {
        if (change.previous() == 0) {
          execute(
              "INSERT INTO customers (id, name, email, card_number) VALUES (?, ?, ?, ?)",
              change.id(),
              name,
              email,
              card);
        } else {
          execute(
              "UPDATE customers SET name = ?, email = ?, card_number = ? WHERE id = ?",
              name,
              email,
              card,
              change.id());
        }
      }
    }
  }

  private void execute(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      statement.executeUpdate();
    }
  }

  private void apply(List<Change> changes) {
    Set<Integer> replaced = new HashSet<>();
    List<Row> added = new ArrayList<>();
    for (Change change : changes) {
      if (change.kind() == Kind.UPSERT) {
        added.add(new Row(change.id(), change.number()));
      }
      if (change.kind() != Kind.KEYLESS && change.previous() != 0) {
        replaced.add(change.id());
      }
    }
    rows.removeIf(row -> replaced.contains(row.id()));
    rows.addAll(added);
    ledger.commit(changes);
  }

  private static void sleep() {
    try {
      Thread.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      throw StackException.interrupted(e);
    }
  }

  private static void close(Connection connection) {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      // The server has ended.
    }
  }

  /** Ends the thread after its present transaction, which commits if MySQL runs. */
  @Override
  public void close() {
    ended = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw StackException.interrupted(e);
    }
    close(connection);
  }
}
