package io.mskcdc.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The privileges of a session's user, those of its active roles included.
 *
 * <p>Format: "SHOW GRANTS Statement" and "GRANT Statement" in the MySQL Reference Manual.
 */
final class MySqlGrants {
  /** A name has the quotes that the session's sql_mode asks for. */
  private static final String NAME = "(\\*|`(?:[^`]|``)*+`|\"(?:[^\"]|\"\")*+\"|[^.\\s`\"]+)";

  private static final Pattern GRANT =
      Pattern.compile(
          "(GRANT|REVOKE) (.+) ON (?:TABLE )?" + NAME + "\\." + NAME + " (?:TO|FROM) .*");

  /** A privilege on columns is none on the table. */
  private static final Pattern OF_COLUMNS = Pattern.compile("[^,(]+\\([^)]*\\)(,\\s*|$)");

  private static final String ALL = "ALL PRIVILEGES";

  private final List<Grant> grants;
  private final boolean hasRoles;

  private MySqlGrants(List<Grant> grants, boolean hasRoles) {
    this.grants = grants;
    this.hasRoles = hasRoles;
  }

  /**
   * @param database {@code *}, or a pattern for the names of databases; literal with a table
   * @param table {@code *} or a table's name
   */
  private record Grant(boolean revoked, Set<String> privileges, String database, String table) {
    boolean has(String privilege) {
      return privileges.contains(privilege) || privileges.contains(ALL);
    }

    boolean isGlobal() {
      return database.equals("*");
    }

    boolean coversDatabase(String name) {
      return isGlobal() || table.equals("*") && like(database).matcher(name).matches();
    }

    boolean coversTable(String name, String tableName) {
      return coversDatabase(name) || database.equals(name) && table.equals(tableName);
    }
  }

  /** Reads the rows of SHOW GRANTS without a user, which lists the privileges of active roles. */
  static MySqlGrants of(List<String> rows) {
    List<Grant> grants = new ArrayList<>();
    boolean roles = false;
    for (String row : rows) {
      Matcher grant = GRANT.matcher(row);
      if (grant.matches()) {
        grants.add(
            new Grant(
                grant.group(1).equals("REVOKE"),
                privileges(grant.group(2)),
                unquoted(grant.group(3)),
                unquoted(grant.group(4))));
      } else {
        roles |= row.startsWith("GRANT ") && !row.contains(" ON ");
      }
    }
    return new MySqlGrants(grants, roles);
  }

  private static Set<String> privileges(String list) {
    return Stream.of(OF_COLUMNS.matcher(list).replaceAll("").split(","))
        .map(privilege -> privilege.strip().toUpperCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }

  private static String unquoted(String name) {
    char quote = name.charAt(0);
    return quote == '`' || quote == '"'
        ? name.substring(1, name.length() - 1).replace("" + quote + quote, "" + quote)
        : name;
  }

  /** In the name of a database, {@code %} and {@code _} are wildcards unless escaped. */
  private static Pattern like(String pattern) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\' && i + 1 < pattern.length()) {
        i++;
        regex.append(Pattern.quote(String.valueOf(pattern.charAt(i))));
      } else {
        regex.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString());
  }

  /** Returns whether the user has roles. A role that is not active gives no privilege. */
  boolean hasRoles() {
    return hasRoles;
  }

  /** Returns whether the user has a privilege on the whole server. */
  boolean onServer(String privilege) {
    return has(privilege, Grant::isGlobal);
  }

  /** Returns whether the user has a privilege on all tables of a database. */
  boolean onDatabase(String privilege, String database) {
    return has(privilege, grant -> grant.coversDatabase(database));
  }

  /** Returns whether the user has a privilege on all columns of a table. */
  boolean onTable(String privilege, String database, String table) {
    return has(privilege, grant -> grant.coversTable(database, table));
  }

  /** Returns whether the user has a privilege on any table. */
  boolean anywhere(String privilege) {
    return has(privilege, grant -> true);
  }

  /** A revoked privilege takes precedence over the same one on the whole server. */
  private boolean has(String privilege, Predicate<Grant> covers) {
    List<Grant> fitting =
        grants.stream().filter(covers).filter(grant -> grant.has(privilege)).toList();
    boolean revoked = fitting.stream().anyMatch(grant -> grant.revoked() && !grant.isGlobal());
    return fitting.stream().anyMatch(grant -> !grant.revoked() && !(revoked && grant.isGlobal()));
  }
}
