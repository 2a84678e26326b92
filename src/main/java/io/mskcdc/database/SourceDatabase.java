package io.mskcdc.database;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
   * Returns the settings under which the change log lacks changes, or loses them soon.
   *
   * @throws NotReachableException if the database does not answer this machine
   */
  List<LogFault> logFaults() throws NotReachableException;

  /**
   * Returns the privileges that the connector's user lacks, all at once.
   *
   * @param captured the columns of the captured tables that the user sees, by table
   * @param locksTables whether a snapshot locks tables
   * @throws NotReachableException if the database does not answer this machine
   */
  List<MissingPrivilege> missingPrivileges(Collection<List<Column>> captured, boolean locksTables)
      throws NotReachableException;

  /**
   * Returns why the change log no longer has what follows a position; empty if it has it.
   *
   * @param position the parts of the position, by the names that reports use
   * @throws NotReachableException if the database does not answer this machine
   */
  Optional<String> loss(Map<String, String> position) throws NotReachableException;

  /**
   * Returns the end of the change log.
   *
   * @param position the position to compare it with, as for {@link #loss}
   * @throws NotReachableException if the database does not answer this machine
   */
  LogEnd logEnd(Map<String, String> position) throws NotReachableException;
}
