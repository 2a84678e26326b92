package io.mskcdc.smt.event;

import io.mskcdc.smt.connect.FieldPositions;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/**
 * The positions of the table's names in the envelopes of one schema.
 *
 * @param source the field with the struct that holds the names
 * @param database the field for the database in that struct, or null if there is none
 * @param schema the field for the schema, or null
 * @param table the field for the table, or null
 */
public record SourceFields(Field source, Field database, Field schema, Field table) {

  /** Finds the positions; null if the schema is not an envelope with a source. */
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

  /** Reads an event's source, which may be null. */
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
