package io.mskcdc.smt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** Tells the table of values of one schema. */
final class MaskPlan {

  /** The table that one source names. */
  private record Sourced(Object database, Object schema, TableMask mask) {}

  private final TableMasks tables;
  private final Schema schema;
  private final boolean untouched;
  // The table that the schema is named after, if it is after one.
  private TableMask named;
  // Set for envelopes, which say in there what table they are of.
  private Field source;
  private Field[] names;
  // By the table's name. Shards that are merged into one topic may be thousands.
  private final Map<Object, List<Sourced>> sourced = new HashMap<>();

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
    }
    if (name != null) {
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
    return untouched || source != null ? null : named;
  }

  /** The masks of a value's table, or null if the value is none of a table. */
  TableMask table(String topic, Object value) {
    if (untouched) {
      return null;
    }
    if (source == null || !(value instanceof Struct envelope)) {
      return named == null ? tables.ofTopic(topic) : named;
    }
    Struct origin = (Struct) envelope.get(source);
    Object database = read(origin, names[0]);
    Object schemaName = read(origin, names[1]);
    Object table = read(origin, names[2]);
    List<Sourced> known = sourced.get(table);
    if (known == null) {
      known = new ArrayList<>();
      sourced.put(table, known);
    }
    for (int i = 0; i < known.size(); i++) {
      Sourced each = known.get(i);
      if (Objects.equals(each.database, database) && Objects.equals(each.schema, schemaName)) {
        return each.mask;
      }
    }
    TableMask mask = tables.of(TableName.ofEnvelope(schema, origin));
    known.add(new Sourced(database, schemaName, mask));
    return mask;
  }

  private static Object read(Struct origin, Field field) {
    return origin == null || field == null ? null : origin.get(field);
  }
}
