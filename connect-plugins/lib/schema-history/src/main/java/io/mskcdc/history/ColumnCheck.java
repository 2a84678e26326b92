package io.mskcdc.history;

import static io.debezium.relational.HistorizedRelationalDatabaseConnectorConfig.SCHEMA_HISTORY;

import io.debezium.DebeziumException;
import io.debezium.bean.StandardBeanNames;
import io.debezium.bean.spi.BeanRegistry;
import io.debezium.bean.spi.BeanRegistryAware;
import io.debezium.config.Configuration;
import io.debezium.data.Envelope;
import io.debezium.jdbc.JdbcConnection;
import io.debezium.processors.spi.PostProcessor;
import io.debezium.relational.RelationalDatabaseSchema;
import io.debezium.relational.TableId;
import io.debezium.relational.history.SchemaHistoryException;
import io.mskcdc.history.DatabaseTable.Difference;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/**
 * Stops the task before a row leaves if the schema history has other columns for its table than the
 * database, the same ones in another order or with other character sets, or a key that the table
 * does not have. Values would be in the wrong columns then, masked ones included, or have other
 * letters, or rows would replace each other.
 *
 * <p>It compares a table at its first row after a start of the task and after each DDL statement
 * about the table. The row may be older than the columns that the database has now. A difference is
 * no error if the binlog has a later DDL statement about the table, and the table is compared again
 * behind that statement.
 *
 * <p>A blocking snapshot reads the columns of a table again, and the binlog may bring older rows
 * after it. A later DDL statement about the table is an error then.
 */
final class ColumnCheck implements PostProcessor, BeanRegistryAware {
  // A server may show the columns after a statement before its binlog shows the statement.
  private static final int TRIES = 4;
  private static final long PAUSE_MILLIS = 500;

  private final Map<Table, Comparison> compared = new HashMap<>();

  // Tables whose columns a blocking snapshot read, in its own thread. It takes them for the columns
  // of rows that the binlog brings later, and these may be older.
  private final Set<Table> readAgain = ConcurrentHashMap.newKeySet();
  private volatile boolean streaming;

  private BeanRegistry beans;
  private boolean enabled;

  private record Table(String database, String name) {
    @Override
    public String toString() {
      return database + "." + name;
    }
  }

  /**
   * A comparison of a table.
   *
   * @param schema the schema of its rows, which is another object after each change of the table
   * @param validTo the statement behind which the table is compared again, if there is one
   */
  private record Comparison(Schema schema, Optional<BinlogPosition> validTo) {
    boolean isValid(Schema now, BinlogPosition position) {
      return schema == now && validTo.filter(position::isBehind).isEmpty();
    }
  }

  @Override
  public void injectBeanRegistry(BeanRegistry registry) {
    beans = registry;
    String history =
        bean(StandardBeanNames.CONFIGURATION, Configuration.class).getString(SCHEMA_HISTORY);
    enabled = ReplaySafeSchemaHistory.class.getName().equals(history);
  }

  @Override
  public void configure(Map<String, ?> options) {
    // It has no options.
  }

  @Override
  public void apply(Object key, Struct row) {
    if (!enabled) {
      return;
    }
    Struct source = row.getStruct(Envelope.FieldName.SOURCE);
    Table table = new Table(source.getString("db"), source.getString("table"));
    if (row.getString(Envelope.FieldName.OPERATION).equals(Envelope.Operation.READ.code())) {
      if (streaming && !"incremental".equals(source.getString("snapshot"))) {
        readAgain.add(table);
      }
      return;
    }
    streaming = true;
    BinlogPosition position = new BinlogPosition(source.getString("file"), source.getInt64("pos"));
    Comparison last = compared.get(table);
    if (last == null || !last.isValid(row.schema(), position)) {
      compared.put(table, new Comparison(row.schema(), compare(table, position)));
    }
  }

  /**
   * Compares a table.
   *
   * @return the later statement that may be the reason for a difference; empty if there is none
   * @throws SchemaHistoryException if there is a difference without such a statement
   */
  private Optional<BinlogPosition> compare(Table table, BinlogPosition position) {
    try {
      JdbcConnection connection = connection();
      refuseNewerColumns(table, position, connection);
      io.debezium.relational.Table history = tableInHistory(table);
      DatabaseTable database = DatabaseTable.read(table.database, table.name, connection);
      // A table that was dropped, or that the user may not read, cannot be compared.
      for (int tries = 1; !database.isAbsent(); tries++) {
        Optional<Difference> difference = database.differenceOf(history);
        if (difference.isEmpty()) {
          break;
        }
        Optional<BinlogPosition> later = position.nextStatementAbout(table.name, connection);
        if (later.isPresent()) {
          return later;
        }
        if (tries == TRIES) {
          throw different(table, difference.get());
        }
        pause();
        database = DatabaseTable.read(table.database, table.name, connection);
      }
      return Optional.empty();
    } catch (SQLException e) {
      throw new DebeziumException("The columns of the table " + table + " could not be read", e);
    }
  }

  private JdbcConnection connection() throws SQLException {
    JdbcConnection connection = bean(StandardBeanNames.JDBC_CONNECTION, JdbcConnection.class);
    if (!connection.isValid()) {
      connection.reconnect();
    }
    // Within a transaction MySQL would show the columns as they were at its first query.
    connection.setAutoCommit(true);
    return connection;
  }

  /** Refuses a row between the position and the columns of a blocking snapshot. */
  private void refuseNewerColumns(Table table, BinlogPosition position, JdbcConnection connection)
      throws SQLException {
    if (readAgain.contains(table)
        && position.nextStatementAbout(table.name, connection).isPresent()) {
      throw new SchemaHistoryException(
          ("A blocking snapshot read the columns of the table %s behind a later statement about the"
                  + " table, so values of this row would be in the wrong columns, masked ones"
                  + " included; next: restart the task, and take incremental snapshots instead")
              .formatted(table));
    }
    readAgain.remove(table);
  }

  private static SchemaHistoryException different(Table table, Difference difference) {
    return new SchemaHistoryException(
        ("The schema history has %s for the table %s, the database has %s, and the binlog has no"
                + " later change of the table, so %s; next: read \"A schema history that differs"
                + " from the database\" in docs/runbook.md")
            .formatted(
                difference.inHistory(), table, difference.inDatabase(), difference.consequence()));
  }

  private io.debezium.relational.Table tableInHistory(Table table) {
    return bean(StandardBeanNames.DATABASE_SCHEMA, RelationalDatabaseSchema.class)
        .tableFor(new TableId(table.database, null, table.name));
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DebeziumException("The task was stopped while it compared columns", e);
    }
  }

  private <T> T bean(String name, Class<T> type) {
    return beans.lookupByName(name, type);
  }

  @Override
  public void close() {
    // Debezium closes the connection.
  }
}
