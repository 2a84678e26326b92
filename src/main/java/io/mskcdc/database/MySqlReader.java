package io.mskcdc.database;

import java.util.Optional;
import java.util.Set;

/**
 * The options with which a connector reads a MySQL server.
 *
 * @param serverId the id with which it reads the binlog; empty if it chooses one itself
 * @param tlsMode the mode of TLS, like {@code verify_ca}
 * @param timeZone the time zone of its sessions; empty for the server's
 * @param databases the databases that its include lists name, as far as they name any literally
 * @param signalTable the table of signals to which it writes, as {@code database.table}
 * @param filtersGtids whether it reads only the transactions of some servers
 */
public record MySqlReader(
    Optional<String> serverId,
    String tlsMode,
    Optional<String> timeZone,
    Set<String> databases,
    Optional<String> signalTable,
    boolean filtersGtids) {
  public MySqlReader {
    databases = Set.copyOf(databases);
  }
}
