package io.mskcdc.catalog;

import java.util.Locale;

/**
 * A topic that a source connector writes. Each part may hold {@link #ANY} for what is not known.
 *
 * @param kind what its records are
 * @param name the topic
 * @param prefix what precedes the database in the names of its records' schemas
 * @param database the database in these names, or null if they have none
 * @param table the table in these names
 * @param keyed whether every record has a key; false if that is not known
 */
public record Topic(
    Kind kind, String name, String prefix, String database, String table, boolean keyed) {
  /** Stands for any characters, as in IAM. No topic, database or table in a topic has a star. */
  public static final String ANY = "*";

  /** The kinds of records. */
  public enum Kind {
    ROW,
    HEARTBEAT,
    SCHEMA_CHANGE,
    TRANSACTION,
    NOTIFICATION;

    /** Returns the name that rules of the transform Route use. */
    public String rule() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Returns a topic whose records are of no known table. */
  public static Topic of(Kind kind, String name) {
    return new Topic(kind, name, ANY, ANY, ANY, false);
  }

  /**
   * Returns the topic of a table's rows. The transforms read the table from the schemas' name: its
   * last part is the table, the part before it the database.
   *
   * @param schemaName the name that the schemas have before {@code .Key} and {@code .Value}
   */
  public static Topic ofRows(String name, String schemaName) {
    int tableDot = schemaName.lastIndexOf('.');
    if (tableDot < 0) {
      return new Topic(Kind.ROW, name, "", null, schemaName, false);
    }
    int databaseDot = schemaName.lastIndexOf('.', tableDot - 1);
    return new Topic(
        Kind.ROW,
        name,
        databaseDot < 0 ? "" : schemaName.substring(0, databaseDot),
        schemaName.substring(databaseDot + 1, tableDot),
        schemaName.substring(tableDot + 1),
        false);
  }

  /** Returns the topic of a table with a primary key: every record has a key. */
  public Topic withKeys() {
    return new Topic(kind, name, prefix, database, table, true);
  }

  /** Returns the topic for the same records under another name. */
  public Topic renamed(String to) {
    return new Topic(kind, to, prefix, database, table, keyed);
  }

  /** Returns the topic for the same records after a transform renamed their schemas. */
  public Topic withoutTable() {
    return new Topic(kind, name, ANY, ANY, ANY, keyed);
  }
}
