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
import io.debezium.relational.Column;
import io.debezium.relational.RelationalDatabaseSchema;
import io.debezium.relational.TableId;
import io.debezium.relational.history.SchemaHistoryException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/**
 * Stops the task before a row leaves if the schema history has other columns for its table than the
 * database, or the same ones in another order. Values would be in the wrong columns then, masked
 * ones included.
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
  private static final String COLUMNS =
      "SELECT column_name FROM information_schema.columns"
          + " WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position";

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
      List<String> history = columnsInHistory(table);
      List<String> database = columns(table, connection);
      // A table that was dropped, or that the user may not read, cannot be compared.
      for (int tries = 1; !database.isEmpty() && !isSame(history, database); tries++) {
        Optional<BinlogPosition> later = position.nextStatementAbout(table.name, connection);
        if (later.isPresent()) {
          return later;
        }
        if (tries == TRIES) {
          throw different(table, history, database);
        }
        pause();
        database = columns(table, connection);
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

  private static SchemaHistoryException different(
      Table table, List<String> history, List<String> database) {
    return new SchemaHistoryException(
        ("The schema history has the columns %s for the table %s, the database has %s, and the"
                + " binlog has no later change of the table, so values would be in the wrong"
                + " columns, masked ones included; next: read \"A schema history that differs from"
                + " the database\" in docs/runbook.md")
            .formatted(history, table, database));
  }

  private List<String> columnsInHistory(Table table) {
    return bean(StandardBeanNames.DATABASE_SCHEMA, RelationalDatabaseSchema.class)
        .tableFor(new TableId(table.database, null, table.name))
        .columns()
        .stream()
        .map(Column::name)
        .toList();
  }

  private static List<String> columns(Table table, JdbcConnection connection) throws SQLException {
    return connection.prepareQueryAndMap(
        COLUMNS,
        statement -> {
          statement.setString(1, table.database);
          statement.setString(2, table.name);
        },
        rows -> {
          List<String> columns = new ArrayList<>();
          while (rows.next()) {
            columns.add(rows.getString(1));
          }
          return columns;
        });
  }

  private static boolean isSame(List<String> columns, List<String> others) {
    return comparable(columns).equals(comparable(others));
  }

  private static List<String> comparable(List<String> columns) {
    return columns.stream().map(SqlName::comparable).toList();
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
