package io.mskcdc.database;

import io.mskcdc.problem.Check;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
   * Returns the checks of the settings under which the change log lacks changes.
   *
   * @throws NotReachableException if the database does not answer this machine
   */
  List<Check> logChecks() throws NotReachableException;

  /**
   * Returns whether the change log is kept long enough.
   *
   * @param outage the longest time for which the connector may stand still
   * @throws NotReachableException if the database does not answer this machine
   */
  List<Check> retentionChecks(Duration outage) throws NotReachableException;

  /**
   * Returns the checks of the privileges of the connector's user, all at once.
   *
   * @param captured the columns of the captured tables that the user sees, by table
   * @param locksTables whether a snapshot locks tables
   * @throws NotReachableException if the database does not answer this machine
   */
  List<Check> privilegeChecks(Collection<List<Column>> captured, boolean locksTables)
      throws NotReachableException;

  /**
   * Returns every check of the database, those of the other methods among them.
   *
   * @throws NotReachableException if the database does not answer this machine
   */
  List<Check> checks(CapturedDatabase captured) throws NotReachableException;

  /**
   * Returns the size of the largest row in bytes, as {@link #checks} measured it; empty if it is
   * not known.
   */
  default OptionalLong largestRow() {
    return OptionalLong.empty();
  }

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
