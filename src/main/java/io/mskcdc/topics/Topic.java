package io.mskcdc.topics;

import java.util.Locale;

/**
 * Where Debezium sends records before any transform; each part may hold stars for what is unknown.
 *
 * @param kind what records they are
 * @param name the topic
 * @param prefix what stands before the table in the names of its schemas
 * @param database the table's database
 * @param table the table
 */
record Topic(Kind kind, String name, String prefix, String database, String table) {
  enum Kind {
    ROW,
    HEARTBEAT,
    SCHEMA_CHANGE,
    TRANSACTION,
    NOTIFICATION;

    /** Returns how a rule of Route names the kind. */
    String rule() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** A topic of Debezium's own records. */
  static Topic of(Kind kind, String name) {
    return new Topic(kind, name, NamePattern.ANY, NamePattern.ANY, NamePattern.ANY);
  }

  /** The same records in another topic. */
  Topic renamed(String to) {
    return new Topic(kind, to, prefix, database, table);
  }

  /** The same records after their schemas were renamed, which told the table. */
  Topic withoutTable() {
    return Topic.of(kind, name);
  }
}
