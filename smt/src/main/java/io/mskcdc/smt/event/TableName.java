package io.mskcdc.smt.event;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/**
 * The table of a record: from the schema's name {@code prefix.database.table.Value}, from the
 * envelope's {@code source}, or from the topic {@code prefix.database.table}.
 *
 * @param prefix the part before the database; may be empty
 * @param database the database for MySQL, the schema for PostgreSQL, SQL Server and Oracle; null if
 *     the record does not name it
 */
public record TableName(String prefix, String database, String table) {

  /**
   * The fields of an event's source that hold the first part of a table's name. The first one that
   * is present makes the table's own name.
   */
  public static final List<String> DATABASE_FIELDS = List.of("schema", "db");

  /** Splits a dotted name: the last part is the table, the part before it the database. */
  public static TableName ofTopic(String topic) {
    int tableDot = topic.lastIndexOf('.');
    if (tableDot < 0) {
      return new TableName("", null, topic);
    }
    int databaseDot = topic.lastIndexOf('.', tableDot - 1);
    return new TableName(
        databaseDot < 0 ? "" : topic.substring(0, databaseDot),
        topic.substring(databaseDot + 1, tableDot),
        topic.substring(tableDot + 1));
  }

  /** Returns the table in the name of a schema of Debezium, or null if it is another schema. */
  public static TableName ofSchema(Schema schema) {
    String suffix = suffixOf(schema);
    return suffix == null
        ? null
        : ofTopic(schema.name().substring(0, schema.name().length() - suffix.length()));
  }

  /** Whether {@link #ofSchema} finds a table. */
  public static boolean isIn(Schema schema) {
    return suffixOf(schema) != null;
  }

  private static String suffixOf(Schema schema) {
    String name = schema == null ? null : schema.name();
    if (name == null) {
      return null;
    } else if (name.endsWith(Envelope.KEY_SCHEMA_SUFFIX)) {
      return Envelope.KEY_SCHEMA_SUFFIX;
    } else if (name.endsWith(Envelope.ROW_SCHEMA_SUFFIX)) {
      return Envelope.ROW_SCHEMA_SUFFIX;
    }
    return name.endsWith(Envelope.SCHEMA_SUFFIX) ? Envelope.SCHEMA_SUFFIX : null;
  }

  /**
   * Returns all names of an envelope's table. Its own name comes first: the one in the source,
   * where a schema stands for the database if there is one. The last is the name in the schema, in
   * which Debezium replaced characters.
   */
  public static List<TableName> ofEnvelope(Schema schema, Struct source) {
    Set<TableName> names = new LinkedHashSet<>();
    TableName named = ofSchema(schema);
    if (source != null) {
      String table = text(source, "table");
      for (String holder : DATABASE_FIELDS) {
        String database = text(source, holder);
        if (table != null && database != null) {
          names.add(new TableName(named.prefix, database, table));
        }
      }
    }
    names.add(named);
    return List.copyOf(names);
  }

  /**
   * The same name and, for a helper table of an online schema change, the names of the tables that
   * it may be a copy of.
   */
  public List<TableName> withOriginals() {
    List<TableName> names = new ArrayList<>(List.of(this));
    HelperTables.originalsOf(table)
        .forEach(original -> names.add(new TableName(prefix, database, original)));
    return names;
  }

  private static String text(Struct source, String name) {
    Field field = source.schema().field(name);
    return field != null && field.schema().type() == Schema.Type.STRING
        ? (String) source.getWithoutDefault(name)
        : null;
  }

  @Override
  public String toString() {
    return database == null ? table : database + "." + table;
  }
}
