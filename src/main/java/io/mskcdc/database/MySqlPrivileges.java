package io.mskcdc.database;

import io.mskcdc.problem.Check;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The privileges that a connector needs, and those of them that its user lacks. */
final class MySqlPrivileges {
  private static final String USER = "the connector's user";

  private final MySqlGrants grants;
  private final String account;
  private final MySqlServer server;

  /**
   * @param account the user's account as {@code name@host}, as CURRENT_USER() returns it
   */
  MySqlPrivileges(MySqlGrants grants, String account, MySqlServer server) {
    this.grants = grants;
    this.server = server;
    int at = account.lastIndexOf('@');
    this.account = text(account.substring(0, at)) + "@" + text(account.substring(at + 1));
  }

  private static String text(String name) {
    return "'" + name.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  /**
   * Returns a check of each privilege.
   *
   * @param captured the columns of the captured tables that the user sees, by table
   * @param locksTables whether a snapshot locks tables
   * @param reader the databases that it captures and the table of signals that it writes
   */
  List<Check> checks(Collection<List<Column>> captured, boolean locksTables, MySqlReader reader) {
    Set<String> unread = new TreeSet<>();
    Set<String> unlocked = new TreeSet<>();
    for (List<Column> table : captured) {
      Column any = table.get(0);
      if (!grants.onTable("SELECT", any.database(), any.table())) {
        unread.add(tablesOf(any.database()));
      }
      if (!grants.onDatabase("LOCK TABLES", any.database())) {
        unlocked.add(tablesOf(any.database()));
      }
    }
    for (String database : reader.databases()) {
      // The user does not see a table on which it has no privilege.
      if (captured.stream().noneMatch(table -> table.get(0).database().equals(database))) {
        add(unread, "SELECT", database);
        add(unlocked, "LOCK TABLES", database);
      }
    }
    if (captured.isEmpty() && reader.databases().isEmpty()) {
      addAny(unread, "SELECT");
      addAny(unlocked, "LOCK TABLES");
    }
    List<Check> checks = new ArrayList<>();
    checks.add(onServer(MySqlCheck.REPLICATION_SLAVE, "the task cannot read the binlog"));
    checks.add(
        onServer(MySqlCheck.REPLICATION_CLIENT, "the task cannot find its place in the binlog"));
    checks.add(
        unread.isEmpty()
            ? MySqlCheck.SELECT.ok("SELECT on the captured tables")
            : lacking(
                MySqlCheck.SELECT,
                "SELECT on " + String.join(", ", unread),
                "a snapshot cannot read its tables",
                unread.stream().map(object -> grant("SELECT", object)).toList()));
    checks.add(locks(locksTables, unlocked));
    reader.signalTable().ifPresent(table -> checks.add(signals(table)));
    return checks;
  }

  private void add(Set<String> lacking, String privilege, String database) {
    if (!grants.onDatabase(privilege, database)) {
      lacking.add(tablesOf(database));
    }
  }

  private void addAny(Set<String> lacking, String privilege) {
    if (!grants.anywhere(privilege)) {
      lacking.add("`<database>`.*");
    }
  }

  private static String tablesOf(String database) {
    return "`" + database.replace("`", "``") + "`.*";
  }

  private Check onServer(MySqlCheck check, String consequence) {
    String privilege = check.name().replace('_', ' ');
    return grants.onServer(privilege)
        ? check.ok(privilege + " on *.*")
        : lacking(check, privilege + " on *.*", consequence, List.of(grant(privilege, "*.*")));
  }

  private Check locks(boolean locksTables, Set<String> unlocked) {
    if (!locksTables) {
      return MySqlCheck.LOCKS.ok("not needed: no snapshot of this configuration locks tables");
    }
    if (grants.onServer("RELOAD") || grants.onServer("FLUSH_TABLES")) {
      return MySqlCheck.LOCKS.ok("a lock of all tables");
    }
    if (unlocked.isEmpty()) {
      return MySqlCheck.LOCKS.ok("LOCK TABLES on the captured databases");
    }
    return lacking(
        MySqlCheck.LOCKS,
        "RELOAD on *.* and no LOCK TABLES on " + String.join(", ", unlocked),
        "a snapshot cannot lock the tables",
        // RDS and Aurora grant no global lock.
        server.hosting().isManaged()
            ? unlocked.stream().map(object -> grant("LOCK TABLES", object)).toList()
            : List.of(grant("RELOAD", "*.*")));
  }

  /** The connector marks the chunks of an incremental snapshot in the table of signals. */
  private Check signals(String table) {
    int dot = table.indexOf('.');
    String database = dot < 0 ? "" : table.substring(0, dot);
    String name = table.substring(dot + 1);
    List<String> missing =
        Stream.of("INSERT", "UPDATE", "DELETE")
            .filter(privilege -> !grants.onTable(privilege, database, name))
            .toList();
    String quoted = tablesOf(database).replace("*", "`" + name.replace("`", "``") + "`");
    boolean isAdmin = grants.onServer("SUPER") || grants.onServer("CONNECTION_ADMIN");
    Optional<String> readOnly = server.readOnly(isAdmin);
    if (readOnly.isPresent()) {
      return MySqlCheck.SIGNALS.failed(
          "the server has "
              + readOnly.get()
              + "=ON, so the connector cannot write "
              + quoted
              + ", and incremental snapshots do not work",
          List.of("\"read.only\": \"true\""),
          "it needs GTIDs and writes no marks; or let the connector read the writer");
    }
    return missing.isEmpty()
        ? MySqlCheck.SIGNALS.ok("INSERT, UPDATE and DELETE on " + quoted)
        : lacking(
            MySqlCheck.SIGNALS,
            String.join(", ", missing) + " on " + quoted,
            "incremental snapshots do not work",
            List.of(grant(String.join(", ", missing), quoted)));
  }

  private Check lacking(
      MySqlCheck check, String privilege, String consequence, List<String> statements) {
    return check.failed(
        USER + " has no " + privilege + ", so " + consequence,
        statements,
        grants.hasRoles() ? "or SET DEFAULT ROLE if a role of the user has it" : "");
  }

  private String grant(String privilege, String object) {
    return "GRANT " + privilege + " ON " + object + " TO " + account;
  }
}
