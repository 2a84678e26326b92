package io.mskcdc.local.mysql;

/** The MySQL servers that a stack can have, each with a sample database of its own. */
public enum DatabaseServer {
  FIRST("", 1, MySql.DATABASE),
  /** A server that runs only on request. */
  SECOND("2", 2, "orders_db");

  private final String suffix;
  private final int serverId;
  private final String database;

  DatabaseServer(String suffix, int serverId, String database) {
    this.suffix = suffix;
    this.serverId = serverId;
    this.database = database;
  }

  /** Returns the name of the part, its data folder and its log, and the prefix of its variables. */
  public String part() {
    return "mysql" + suffix;
  }

  /** Returns the prefix of the secrets of {@value MySql#SHOP_USER}. */
  public String shop() {
    return MySql.SHOP_USER + suffix;
  }

  int serverId() {
    return serverId;
  }

  /** Returns the name of the sample database. */
  public String database() {
    return database;
  }
}
