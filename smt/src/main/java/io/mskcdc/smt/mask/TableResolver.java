package io.mskcdc.smt.mask;

import io.mskcdc.smt.connect.BoundedMap;
import io.mskcdc.smt.connect.Schemas;
import io.mskcdc.smt.event.RecordKind;
import io.mskcdc.smt.event.SourceFields;
import io.mskcdc.smt.event.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/** Tells the table of values of one schema. */
public final class TableResolver {

  /** The table that one source names. */
  private record Sourced(Object database, Object schema, TableMask mask) {}

  private final TableMasks tables;
  private final Schema schema;
  private final boolean untouched;
  // The table that the schema is named after, if it is after one.
  private TableMask named;
  // Null unless values are envelopes, which say what table they are of.
  private final SourceFields source;
  // What the values of the table that came last are masked with: mostly the schema's only table.
  private TableMask lastTable;
  private StructMask lastRow;
  // By the table's name. Shards that are merged into one topic may be thousands.
  private final Map<Object, List<Sourced>> sourced = new BoundedMap<>(BoundedMap.TABLES);

  private TableResolver(TableMasks tables, Schema schema) {
    this.tables = tables;
    this.schema = schema;
    untouched = RecordKind.of(schema) != RecordKind.ROW;
    source = SourceFields.of(schema);
  }

  public static TableResolver compile(TableMasks tables, Schema schema) {
    TableResolver plan = new TableResolver(tables, schema);
    TableName name = TableName.ofSchema(schema);
    if (name != null) {
      plan.named = tables.of(List.of(name));
    }
    return plan;
  }

  /** Where values name their table, or null if they do not. */
  public SourceFields source() {
    return untouched ? null : source;
  }

  /** The mask for values of one of the tables; null if nothing in them is masked. */
  public StructMask row(TableMask table) {
    if (table != lastTable) {
      lastRow = table.row(schema);
      lastTable = table;
    }
    return lastRow;
  }

  /**
   * The masks of a value's table, or null if the value is none of a table.
   *
   * @param own the value's schema, the plan's or one that equals it
   * @throws DataException if the value is a struct of another schema
   */
  public TableMask table(String topic, Schema own, Object value) {
    if (untouched) {
      return null;
    }
    Struct struct = value instanceof Struct ? Schemas.struct(topic, own, value) : null;
    if (source == null || struct == null) {
      return named == null ? tables.ofTopic(topic) : named;
    }
    Struct origin = source.in(struct);
    Object database = source.database(origin);
    Object schemaName = source.schema(origin);
    Object table = source.table(origin);
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
}
