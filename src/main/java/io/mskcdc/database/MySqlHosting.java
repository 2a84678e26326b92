package io.mskcdc.database;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who runs a server, which decides how its settings are changed.
 *
 * @param kind the service
 * @param id the identifier of the instance, or of Aurora's cluster
 * @param persists whether SET PERSIST keeps a value over a restart, since MySQL 8.0
 */
record MySqlHosting(Kind kind, String id, boolean persists) {
  /** RDS and Aurora permit nobody to set global variables. */
  enum Kind {
    OWN,
    RDS,
    AURORA
  }

  /** The endpoint of an instance, or of a cluster of Aurora. */
  private static final Pattern ENDPOINT =
      Pattern.compile("([^.]+)\\.(cluster-)?[^.]+\\.[^.]+\\.rds\\.amazonaws\\.com(\\.cn)?");

  /** Where RDS installs MySQL. */
  private static final String RDS_FOLDER = "/rdsdbbin";

  private static final int FIRST_WITH_PERSIST = 8;

  /**
   * @param variables the server's global variables by name
   * @param host the server's address, without its port
   */
  static MySqlHosting of(Map<String, String> variables, String host) {
    Matcher endpoint = ENDPOINT.matcher(host.toLowerCase(Locale.ROOT));
    boolean isEndpoint = endpoint.matches();
    boolean isAurora =
        variables.containsKey("aurora_version") || isEndpoint && endpoint.group(2) != null;
    boolean isRds = isEndpoint || variables.getOrDefault("basedir", "").startsWith(RDS_FOLDER);
    Kind kind = isAurora ? Kind.AURORA : isRds ? Kind.RDS : Kind.OWN;
    return new MySqlHosting(
        kind, id(kind, isEndpoint ? endpoint : null), major(variables) >= FIRST_WITH_PERSIST);
  }

  /** Under another name in DNS, or from an instance of a cluster, the identifier is not known. */
  private static String id(Kind kind, Matcher endpoint) {
    if (kind == Kind.AURORA) {
      return endpoint != null && endpoint.group(2) != null ? endpoint.group(1) : "<cluster>";
    }
    return endpoint != null ? endpoint.group(1) : "<instance>";
  }

  private static int major(Map<String, String> variables) {
    Matcher version = Pattern.compile("(\\d+)\\..*").matcher(variables.getOrDefault("version", ""));
    return version.matches() ? Integer.parseInt(version.group(1)) : FIRST_WITH_PERSIST;
  }

  /** Returns whether AWS runs it. */
  boolean isManaged() {
    return kind != Kind.OWN;
  }

  /** Returns the statement that sets a variable while the server runs. */
  String set(String variable, String value) {
    if (isManaged()) {
      return parameter(variable, value, "immediate");
    }
    return "SET "
        + (persists ? "PERSIST " : "GLOBAL ")
        + variable
        + " = "
        + (value.matches("-?\\d+|ON|OFF") ? value : "'" + value + "'");
  }

  /** Returns the statement that sets a variable for the next start. */
  String setAtStart(String variable, String value) {
    return isManaged() ? parameter(variable, value, "pending-reboot") : variable + " = " + value;
  }

  /** Returns what has to be done besides {@link #setAtStart}. */
  String adviceAtStart() {
    return isManaged() ? "reboot it afterwards" : "write it below [mysqld] in my.cnf and restart";
  }

  /** Returns what has to be done besides {@link #set}, in a clause; empty if nothing. */
  String adviceOfSet() {
    return isManaged()
        ? "a default parameter group cannot be changed: give the server one of its own first"
        : persists ? "" : "write it below [mysqld] in my.cnf too";
  }

  private String parameter(String variable, String value, String apply) {
    boolean cluster = kind == Kind.AURORA;
    String group =
        cluster
            ? "$(aws rds describe-db-clusters --db-cluster-identifier "
                + id
                + " --query 'DBClusters[0].DBClusterParameterGroup' --output text)"
            : "$(aws rds describe-db-instances --db-instance-identifier "
                + id
                + " --query 'DBInstances[0].DBParameterGroups[0].DBParameterGroupName'"
                + " --output text)";
    // A parameter with an empty value is one that the group does not set.
    return "aws rds "
        + (value.isEmpty() ? "reset" : "modify")
        + (cluster
            ? "-db-cluster-parameter-group --db-cluster-parameter-group-name \""
            : "-db-parameter-group --db-parameter-group-name \"")
        + group
        + "\" --parameters ParameterName="
        + variable
        + (value.isEmpty() ? "" : ",ParameterValue=" + value)
        + ",ApplyMethod="
        + apply;
  }

  /** Returns the statements that keep binlogs for some hours. */
  List<String> keepBinlogs(long hours) {
    if (isManaged()) {
      return List.of(
          "CALL mysql.rds_set_configuration('" + MySqlServer.RETENTION + "', " + hours + ")");
    }
    return List.of(
        persists
            ? set("binlog_expire_logs_seconds", String.valueOf(hours * 3600))
            : set("expire_logs_days", String.valueOf((hours + 23) / 24)));
  }
}
