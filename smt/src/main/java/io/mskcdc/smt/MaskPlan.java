package io.mskcdc.smt;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** Tells the table of values of one schema. */
final class MaskPlan {

  /** The table that one source names. */
  private record Sourced(String database, String schema, String table, TableMask mask) {}

  private final TableMasks tables;
  private final Schema schema;
  private final boolean untouched;
  // The table that the schema is named after, unless it is an envelope's, which has a source.
  private TableMask named;
  private Field source;
  private Field[] names;
  private List<Sourced> sourced = new ArrayList<>();

  private MaskPlan(TableMasks tables, Schema schema) {
    this.tables = tables;
    this.schema = schema;
    untouched = RecordKind.of(schema) != RecordKind.ROW;
  }

  static MaskPlan compile(TableMasks tables, Schema schema) {
    MaskPlan plan = new MaskPlan(tables, schema);
    TableName name = TableName.ofSchema(schema);
    Field source = Envelope.is(schema) ? schema.field(Envelope.SOURCE) : null;
    if (source != null && source.schema().type() == Schema.Type.STRUCT) {
      plan.source = Slots.read(source.index());
      plan.names =
          new Field[] {
            read(source.schema(), "db"),
            read(source.schema(), "schema"),
            read(source.schema(), "table")
          };
    } else if (name != null) {
      plan.named = tables.of(List.of(name));
    }
    return plan;
  }

  private static Field read(Schema schema, String name) {
    Field field = schema.field(name);
    return field == null ? null : Slots.read(field.index());
  }

  /** The masks that are the same for all values of the schema, or null if they are not. */
  TableMask fixed() {
    return untouched ? null : named;
  }

  /** The masks of a value's table, or null if the value is none of a table. */
  TableMask table(String topic, Object value) {
    if (untouched) {
      return null;
    }
    if (named != null) {
      return named;
    }
    if (source == null || !(value instanceof Struct envelope)) {
      return tables.ofTopic(topic);
    }
    Struct origin = (Struct) envelope.get(source);
    Object database = read(origin, names[0]);
    Object schemaName = read(origin, names[1]);
    Object table = read(origin, names[2]);
    for (int i = 0; i < sourced.size(); i++) {
      Sourced known = sourced.get(i);
      if (Objects.equals(known.table, table)
          && Objects.equals(known.database, database)
          && Objects.equals(known.schema, schemaName)) {
        return known.mask;
      }
    }
    TableMask mask = tables.of(TableName.ofEnvelope(schema, origin));
    sourced.add(new Sourced((String) database, (String) schemaName, (String) table, mask));
    return mask;
  }

  private static Object read(Struct origin, Field field) {
    return origin == null || field == null ? null : origin.get(field);
  }
}
