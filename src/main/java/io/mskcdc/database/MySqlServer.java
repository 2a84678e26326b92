package io.mskcdc.database;

import static io.mskcdc.database.MySqlCheck.BACKUPS;
import static io.mskcdc.database.MySqlCheck.BINLOG_RETENTION;
import static io.mskcdc.database.MySqlCheck.GTID;
import static io.mskcdc.database.MySqlCheck.LOG_BIN;
import static io.mskcdc.database.MySqlCheck.MAX_ALLOWED_PACKET;
import static io.mskcdc.database.MySqlCheck.NET_WRITE_TIMEOUT;
import static io.mskcdc.database.MySqlCheck.SERVER_ID;
import static io.mskcdc.database.MySqlCheck.TIME_ZONE;
import static io.mskcdc.database.MySqlCheck.VERSION;

import io.mskcdc.problem.Check;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The settings of a MySQL server, and what of them does not suit a connector.
 *
 * <p>A variable that the server does not have counts as one with the right value.
 */
final class MySqlServer {
  /** The setting of RDS and Aurora for the time for which they keep binlogs. */
  static final String RETENTION = "binlog retention hours";

  /** Why RDS's own configuration was not read. */
  static final String UNREAD = "rds_show_configuration";

  /** RDS for MySQL keeps binlogs for a week at most, and Aurora for 90 days. */
  private static final long LONGEST_HOURS_OF_RDS = 168;

  private static final long LONGEST_HOURS_OF_AURORA = 2160;
  private static final long HOURS_OF_A_WEEK = 168;

  private static final Pattern RELEASE = Pattern.compile("(\\d+)\\.(\\d+).*");
  private static final int FIRST_SUPPORTED = 8;

  /** Below it, a worker that waits for Kafka loses a snapshot's connection early. */
  private static final int LEAST_WRITE_SECONDS = 60;

  private static final String WRITE_SECONDS = "600";
  private static final long LARGEST_PACKET = 1L << 30;
  private static final Set<String> FIXED_ZONES = Set.of("UTC", "GMT", "Z", "Etc/UTC", "UCT");
  private static final String DAYLIGHT_SAVING =
      "MySQL reads it once, at its start. After a change to or from daylight saving time, a"
          + " snapshot's values of TIMESTAMP are an hour off";

  private final Map<String, String> variables;
  private final MySqlHosting hosting;

  /**
   * @param variables the global variables by name in lower case; those of RDS's own configuration
   *     too, of which one without a value has null
   * @param host the server's address, without its port
   */
  MySqlServer(Map<String, String> variables, String host) {
    this.variables = variables;
    this.hosting = MySqlHosting.of(variables, host);
  }

  MySqlHosting hosting() {
    return hosting;
  }

  private String value(String name, String otherwise) {
    return variables.getOrDefault(name, otherwise);
  }

  private long number(String name, long otherwise) {
    String value = value(name, "");
    return value.matches("\\d{1,18}") ? Long.parseLong(value) : otherwise;
  }

  /** Returns the checks of the settings under which the binlog lacks changes. */
  List<Check> log() {
    return List.of(
        logBin(),
        wanted(
            MySqlCheck.BINLOG_FORMAT,
            "ROW",
            "the binlog has statements instead of rows, and their changes do not arrive"),
        wanted(
            MySqlCheck.BINLOG_ROW_IMAGE,
            "FULL",
            "rows in the binlog lack columns, and the first such row stops the task"),
        wanted(
            MySqlCheck.BINLOG_ROW_VALUE_OPTIONS,
            "",
            "updates of JSON columns have a form that Debezium skips, and they do not arrive"));
  }

  /**
   * Returns the setting with which a replica refuses writes; empty if it takes them.
   *
   * @param isAdmin whether the user may write in spite of {@code read_only}
   */
  Optional<String> readOnly(boolean isAdmin) {
    return Stream.of("super_read_only", "read_only", "innodb_read_only")
        .filter(name -> !name.equals("read_only") || !isAdmin)
        .filter(name -> value(name, "OFF").matches("(?i)ON|1|TRUE"))
        .findFirst();
  }

  private boolean writesLog() {
    String log = value("log_bin", "ON");
    return log.equalsIgnoreCase("ON") || log.equals("1");
  }

  private Check logBin() {
    if (writesLog()) {
      return LOG_BIN.ok("log_bin=" + value("log_bin", "ON"));
    }
    String seen =
        fault("log_bin=" + value("log_bin", ""), "it writes no binlog and no change arrives");
    return switch (hosting.kind()) {
      case OWN -> LOG_BIN.failed(seen, List.of("log_bin = binlog"), hosting.adviceAtStart());
      case RDS ->
          LOG_BIN.failed(
              seen, List.of(backups()), "RDS writes a binlog only with automated backups");
      case AURORA ->
          LOG_BIN.failed(
              seen,
              List.of(hosting.setAtStart("binlog_format", "ROW")),
              "Aurora writes a binlog only with a binlog_format; " + hosting.adviceAtStart());
    };
  }

  private String backups() {
    return "aws rds modify-db-instance --db-instance-identifier "
        + hosting.id()
        + " --backup-retention-period 7 --apply-immediately";
  }

  /** Returns whether RDS makes the backups without which it writes no binlog; empty elsewhere. */
  Optional<Check> automatedBackups() {
    if (hosting.kind() != MySqlHosting.Kind.RDS) {
      return Optional.empty();
    }
    return Optional.of(
        writesLog()
            ? BACKUPS.ok("RDS writes a binlog, which it does only with automated backups")
            : BACKUPS.failed(
                "RDS writes no binlog, so automated backups are off", List.of(backups()), ""));
  }

  private static String fault(String setting, String consequence) {
    return "the server has " + setting + ", so " + consequence;
  }

  private Check wanted(MySqlCheck check, String wanted, String consequence) {
    String name = check.name().toLowerCase(Locale.ROOT);
    String value = value(name, wanted);
    return value.equalsIgnoreCase(wanted)
        ? check.ok(name + "=" + value)
        : check.failed(
            fault(name + "=" + value, consequence),
            List.of(hosting.set(name, wanted)),
            "let sessions that are open connect again");
  }

  /**
   * Returns whether the server keeps binlogs long enough.
   *
   * @param needed for how long they are needed
   * @param why what takes that long, as the end of a sentence
   */
  Check retention(Duration needed, String why) {
    long hours = Math.max(1, (needed.toSeconds() + 3599) / 3600);
    if (hosting.isManaged()) {
      return retentionOfRds(hours, why);
    }
    long seconds = number("binlog_expire_logs_seconds", 0);
    if (seconds == 0) {
      seconds = TimeUnit.DAYS.toSeconds(number("expire_logs_days", 0));
    }
    boolean purges =
        seconds > 0 && !value("binlog_expire_logs_auto_purge", "ON").equalsIgnoreCase("OFF");
    if (!purges) {
      return BINLOG_RETENTION.ok("the server purges no binlog by itself");
    }
    String name =
        number("binlog_expire_logs_seconds", 0) > 0
            ? "binlog_expire_logs_seconds=" + seconds
            : "expire_logs_days=" + value("expire_logs_days", "");
    return seconds >= needed.toSeconds()
        ? BINLOG_RETENTION.ok(name)
        : tooShort(name, "after " + seconds + " seconds", hours, why, "");
  }

  private Check retentionOfRds(long needed, String why) {
    if (!variables.containsKey(RETENTION)) {
      return BINLOG_RETENTION.unknown(
          "mysql.rds_show_configuration was not read: " + value(UNREAD, "it is missing"),
          List.of(
              "GRANT EXECUTE ON PROCEDURE mysql.rds_show_configuration TO <the connector's user>"),
          "");
    }
    String hours = String.valueOf(variables.get(RETENTION)).replace("null", "NULL");
    if (hours.matches("\\d{1,9}") && Long.parseLong(hours) >= needed) {
      return BINLOG_RETENTION.ok(RETENTION + "=" + hours);
    }
    long longest =
        hosting.kind() == MySqlHosting.Kind.AURORA ? LONGEST_HOURS_OF_AURORA : LONGEST_HOURS_OF_RDS;
    return tooShort(
        RETENTION + "=" + hours,
        hours.equals("NULL") ? "at once" : "after " + hours + " hours",
        Math.min(needed, longest),
        why,
        needed > longest ? "it keeps none for longer than " + longest + " hours" : "");
  }

  private Check tooShort(String setting, String when, long needed, String why, String advice) {
    return BINLOG_RETENTION.failed(
        fault(
            setting,
            "it purges a binlog "
                + when
                + ", and a connector that has not read it by then needs a new snapshot; "
                + why),
        hosting.keepBinlogs(Math.max(needed, HOURS_OF_A_WEEK)),
        advice);
  }

  /** Debezium 3.6 is tested by its makers with MySQL 8.0, 8.4 and 9. */
  Check version() {
    String version = value("version", "");
    String shown = (version + " " + value("version_comment", "")).strip();
    String seen =
        switch (hosting.kind()) {
          case OWN -> "MySQL " + shown;
          case RDS -> "MySQL " + shown + " on RDS";
          case AURORA -> "MySQL " + shown + " on Aurora " + value("aurora_version", "");
        };
    if (shown.toLowerCase(Locale.ROOT).contains("mariadb")) {
      return VERSION.failed(
          "MariaDB " + shown + ", which this connector does not read",
          List.of("\"connector.class\": \"io.debezium.connector.mariadb.MariaDbConnector\""),
          "ship that connector's plugin");
    }
    Matcher release = RELEASE.matcher(version);
    if (!release.matches()) {
      return VERSION.unknown("the server's release is '" + version + "'");
    }
    if (Integer.parseInt(release.group(1)) >= FIRST_SUPPORTED) {
      return VERSION.ok(seen);
    }
    String statement =
        switch (hosting.kind()) {
          case OWN -> "util.checkForServerUpgrade()";
          case RDS ->
              "aws rds modify-db-instance --db-instance-identifier "
                  + hosting.id()
                  + " --engine-version 8.0 --allow-major-version-upgrade";
          case AURORA ->
              "aws rds modify-db-cluster --db-cluster-identifier "
                  + hosting.id()
                  + " --engine-version 8.0 --allow-major-version-upgrade";
        };
    return VERSION.failed(
        seen + ", and Debezium 3.6 supports MySQL 8.0 and newer",
        List.of(statement),
        hosting.isManaged() ? "" : "that is MySQL Shell's check before an upgrade to MySQL 8.0");
  }

  /** Without GTIDs a connector loses its place when the server fails over. */
  Check gtid(boolean isNeeded) {
    List<String> modes = List.of("OFF", "OFF_PERMISSIVE", "ON_PERMISSIVE", "ON");
    String mode = value("gtid_mode", "OFF").toUpperCase(Locale.ROOT);
    if (mode.equals("ON")) {
      return GTID.ok("gtid_mode=ON");
    }
    List<String> statements = new ArrayList<>();
    if (!value("enforce_gtid_consistency", "OFF").equalsIgnoreCase("ON")) {
      statements.add(
          hosting.isManaged()
              ? hosting.setAtStart("enforce_gtid_consistency", "ON")
              : hosting.set("enforce_gtid_consistency", "ON"));
    }
    if (hosting.isManaged()) {
      statements.add(hosting.setAtStart("gtid-mode", "ON"));
    } else {
      modes.stream()
          .skip(modes.indexOf(mode) + 1L)
          .map(next -> hosting.set("gtid_mode", next))
          .forEach(statements::add);
    }
    String advice =
        hosting.isManaged()
            ? hosting.adviceAtStart()
            : "wait before the last one until SHOW STATUS LIKE 'ongoing_anonymous_transaction_count'"
                + " is 0, on each replica too";
    String setting = "gtid_mode=" + mode;
    return isNeeded
        ? GTID.failed(
            fault(setting, "gtid.source.includes and gtid.source.excludes select nothing"),
            statements,
            advice)
        : GTID.warning(
            fault(setting, "a connector cannot find its place after a failover to a replica"),
            statements,
            advice);
  }

  /**
   * Returns whether another client may read the binlog with the connector's id.
   *
   * @param reader the connector's id
   * @param replicas the ids of the replicas that registered themselves; empty if this user may not
   *     read them
   */
  Check serverId(Optional<String> reader, Optional<Set<Long>> replicas) {
    if (reader.isEmpty() || !reader.get().matches("\\d{1,10}")) {
      return SERVER_ID.warning(
          "database.server.id is not set to a number, and Debezium chooses one at each start",
          List.of("\"database.server.id\": \"" + free(184054, replicas.orElse(Set.of())) + "\""),
          "");
    }
    long id = Long.parseLong(reader.get());
    Optional<String> owner =
        id == number("server_id", 0)
            ? Optional.of("the server itself")
            : replicas.filter(ids -> ids.contains(id)).map(ids -> "a replica");
    if (owner.isPresent()) {
      return SERVER_ID.failed(
          owner.get()
              + " has the server id "
              + id
              + " too, and of two readers with one id the server ends the connection of the older",
          List.of("\"database.server.id\": \"" + free(id, replicas.orElse(Set.of())) + "\""),
          "");
    }
    return replicas
        .map(
            ids ->
                SERVER_ID.ok(
                    id
                        + ", which neither the server nor one of its "
                        + ids.size()
                        + " replicas has"))
        .orElseGet(
            () ->
                SERVER_ID.unknown(
                    "the server has another id than "
                        + id
                        + "; its replicas are not known without REPLICATION SLAVE"));
  }

  private long free(long id, Set<Long> replicas) {
    Set<Long> used = new TreeSet<>(replicas);
    used.add(number("server_id", 0));
    used.add(id);
    long free = id;
    while (used.contains(free)) {
      free++;
    }
    return free;
  }

  /**
   * Returns whether sessions of the connector have a fixed time zone.
   *
   * @param ofReader the zone that the connector's configuration sets
   * @param unknown the driver's message if it does not know the server's zone
   */
  Check timeZone(Optional<String> ofReader, Optional<String> unknown) {
    if (ofReader.isPresent()) {
      return TIME_ZONE.ok("the connector's sessions have " + ofReader.get());
    }
    String zone = value("time_zone", "SYSTEM");
    String system = value("system_time_zone", "UTC");
    String shown = zone.equalsIgnoreCase("SYSTEM") ? "SYSTEM (" + system + ")" : zone;
    List<String> statements =
        List.of(hosting.set("time_zone", hosting.isManaged() ? "UTC" : "+00:00"));
    if (unknown.isPresent()) {
      return TIME_ZONE.failed(
          "MySQL's driver does not know the server's time zone " + shown + ", so no task starts",
          statements,
          "or set driver.connectionTimeZone of the connector to the zone's name");
    }
    boolean isFixed =
        !zone.equalsIgnoreCase("SYSTEM") || FIXED_ZONES.contains(system.toUpperCase(Locale.ROOT));
    return isFixed
        ? TIME_ZONE.ok("time_zone=" + shown)
        : TIME_ZONE.warning(
            "the server has time_zone=" + shown + "; " + DAYLIGHT_SAVING, statements, "");
  }

  Check netWriteTimeout() {
    long seconds = number("net_write_timeout", LEAST_WRITE_SECONDS);
    return seconds >= LEAST_WRITE_SECONDS
        ? NET_WRITE_TIMEOUT.ok("net_write_timeout=" + seconds)
        : NET_WRITE_TIMEOUT.failed(
            fault(
                "net_write_timeout=" + seconds,
                "it ends a snapshot if Kafka is slow for that many seconds"),
            List.of(hosting.set("net_write_timeout", WRITE_SECONDS)),
            hosting.adviceOfSet());
  }

  /**
   * Returns whether the largest row fits into a packet.
   *
   * @param largest the largest row
   */
  Check maxAllowedPacket(MySqlTables.LargestRow largest) {
    long packet = number("max_allowed_packet", LARGEST_PACKET);
    if (largest.bytes() > packet) {
      long wanted =
          Math.min(LARGEST_PACKET, Long.highestOneBit(Math.max(1, largest.bytes() * 2 - 1)) * 2);
      return MAX_ALLOWED_PACKET.failed(
          fault(
              "max_allowed_packet=" + packet,
              "no session reads the largest row, which has "
                  + largest.bytes()
                  + " bytes, in "
                  + largest.table()),
          List.of(hosting.set("max_allowed_packet", String.valueOf(wanted))),
          "let sessions that are open connect again");
    }
    String seen =
        "max_allowed_packet="
            + packet
            + (largest.table().isEmpty()
                ? ""
                : "; the largest row has up to "
                    + largest.bytes()
                    + " bytes, in "
                    + largest.table());
    return largest.unmeasured().isEmpty()
        ? MAX_ALLOWED_PACKET.ok(seen)
        : MAX_ALLOWED_PACKET.unknown(
            seen + "; too large to measure: " + String.join(", ", largest.unmeasured().keySet()),
            List.copyOf(largest.unmeasured().values()),
            "compare the results with max_allowed_packet");
  }
}
