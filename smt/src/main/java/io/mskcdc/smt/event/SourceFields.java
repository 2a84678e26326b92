package io.mskcdc.smt.event;

import io.mskcdc.smt.connect.FieldPositions;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/**
 * Where the envelopes of one schema name the table that an event is of.
 *
 * @param source the struct that holds the names
 * @param database the database's name in there, or null if it has none; so are the other two
 */
public record SourceFields(Field source, Field database, Field schema, Field table) {

  /** Finds them; null if the schema is no envelope with a source. */
  public static SourceFields of(Schema schema) {
    Field source = Envelope.is(schema) ? schema.field(Envelope.SOURCE) : null;
    return source == null || source.schema().type() != Schema.Type.STRUCT
        ? null
        : new SourceFields(
            FieldPositions.read(source.index()),
            read(source.schema(), "db"),
            read(source.schema(), "schema"),
            read(source.schema(), "table"));
  }

  private static Field read(Schema schema, String name) {
    Field field = schema.field(name);
    return field == null ? null : FieldPositions.read(field.index());
  }

  /** An event's source, or null. */
  public Struct in(Struct envelope) {
    return (Struct) envelope.get(source);
  }

  public Object database(Struct origin) {
    return read(origin, database);
  }

  public Object schema(Struct origin) {
    return read(origin, schema);
  }

  public Object table(Struct origin) {
    return read(origin, table);
  }

  private static Object read(Struct origin, Field field) {
    return origin == null || field == null ? null : origin.get(field);
  }
}
