package io.mskcdc.history;

import io.debezium.jdbc.JdbcConnection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The position of an event in the binlog.
 *
 * @param offset the first byte of the event in the file
 */
record BinlogPosition(String file, long offset) {
  private static final long FIRST_EVENT = 4;

  // The driver keeps a result in memory, and a binlog may have millions of events.
  private static final int EVENTS_AT_A_TIME = 10_000;

  private static final String CHANGE =
      "\\b(?:alter|create|drop|rename)\\b.*(?<![\\w$])%s(?![\\w$])";

  /** The part of a file that was read, and the first matching statement in it. */
  private record Events(int count, long end, Optional<BinlogPosition> statement) {}

  /** Returns whether an event at this position is read after one at the other position. */
  boolean isBehind(BinlogPosition other) {
    return file.equals(other.file) ? offset > other.offset : file.compareTo(other.file) > 0;
  }

  /**
   * Returns the next DDL statement that names a table, also a table of another database with this
   * name.
   */
  Optional<BinlogPosition> nextStatementAbout(String table, JdbcConnection connection)
      throws SQLException {
    Pattern change =
        Pattern.compile(CHANGE.formatted(Pattern.quote(SqlName.comparable(table))), Pattern.DOTALL);
    for (String name : files(connection)) {
      Events events;
      long start = name.equals(file) ? offset : FIRST_EVENT;
      do {
        events = events(connection, name, start, change);
        if (events.statement.isPresent()) {
          return events.statement;
        }
        start = events.end;
      } while (events.count == EVENTS_AT_A_TIME);
    }
    return Optional.empty();
  }

  /** Returns this file and those after it. */
  private List<String> files(JdbcConnection connection) throws SQLException {
    return connection
        .queryAndMap(
            "SHOW BINARY LOGS",
            rows -> {
              List<String> names = new ArrayList<>();
              while (rows.next()) {
                names.add(rows.getString(1));
              }
              return names;
            })
        .stream()
        .dropWhile(name -> !name.equals(file))
        .toList();
  }

  private static Events events(JdbcConnection connection, String file, long start, Pattern change)
      throws SQLException {
    return connection.queryAndMap(
        "SHOW BINLOG EVENTS IN '%s' FROM %d LIMIT %d".formatted(file, start, EVENTS_AT_A_TIME),
        rows -> {
          int count = 0;
          long end = start;
          while (rows.next()) {
            count++;
            end = rows.getLong("End_log_pos");
            if (rows.getString("Event_type").equals("Query")
                && change.matcher(SqlName.comparable(rows.getString("Info"))).find()) {
              return new Events(
                  count, end, Optional.of(new BinlogPosition(file, rows.getLong("Pos"))));
            }
          }
          return new Events(count, end, Optional.empty());
        });
  }
}
