package io.mskcdc.database;

import io.mskcdc.problem.CheckKind;

/** What is checked on a MySQL server before a connector captures it. */
public enum MySqlCheck implements CheckKind {
  REACHABLE("the database answers"),
  TLS("TLS, and who signed the server's certificate"),
  VERSION("the release is supported"),
  LOG_BIN("the binlog is written"),
  BINLOG_FORMAT("the binlog has rows"),
  BINLOG_ROW_IMAGE("rows in the binlog have all columns"),
  BINLOG_ROW_VALUE_OPTIONS("updates of JSON columns are whole"),
  GTID("transactions have GTIDs"),
  BINLOG_RETENTION("binlogs are kept long enough"),
  BACKUPS("automated backups are on"),
  REPLICATION_SLAVE("privilege to read the binlog"),
  REPLICATION_CLIENT("privilege to find the place in the binlog"),
  SELECT("privilege to read the tables"),
  LOCKS("privilege to lock the tables"),
  SIGNALS("privilege to write the table of signals"),
  SERVER_ID("the server id is free"),
  TIME_ZONE("the time zone is known and fixed"),
  NET_WRITE_TIMEOUT("a slow reader keeps its connection"),
  MAX_ALLOWED_PACKET("the largest row fits into a packet"),
  KEYS("the tables have keys"),
  SNAPSHOT("the duration of the snapshot"),
  CHARACTER_SETS("the character sets are read right");

  private final String title;

  MySqlCheck(String title) {
    this.title = title;
  }

  @Override
  public String title() {
    return title;
  }
}
