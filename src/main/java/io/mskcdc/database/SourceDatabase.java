package io.mskcdc.database;

import java.util.List;
import java.util.Set;

/**
 * The database that a source connector reads. Each method opens a connection of its own. After one
 * failure to connect, no method tries again.
 */
public interface SourceDatabase {
  /**
   * Returns the tables that the connector's user sees, as {@code database.table}.
   *
   * @throws NotReachableException if the database does not answer this machine
   */
  Set<String> tables() throws NotReachableException;

  /**
   * Returns the columns of the tables that the connector's user sees, by database, table and
   * position. The server's own databases are left out; no connector captures them. They are read
   * once.
   *
   * @throws NotReachableException if the database does not answer this machine
   */
  List<Column> columns() throws NotReachableException;

  /**
   * Returns the settings under which the change log lacks changes.
   *
   * @throws NotReachableException if the database does not answer this machine
   */
  List<LogFault> logFaults() throws NotReachableException;

  /**
   * Returns the end of the change log, like {@code binlog.000002:155}.
   *
   * @throws NotReachableException if the database does not answer this machine
   */
  String logEnd() throws NotReachableException;
}
