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

/** Finds the masks for values of one schema by the table that they belong to. */
public final class TableResolver {

  /** The masks for events whose source has these names. */
  private record SourceMask(Object database, Object schema, TableMask mask) {}

  private final TableMasks tables;
  private final Schema schema;
  // Whether the values are rows or change events, not heartbeats and the like.
  private final boolean ofTable;
  // The masks of the table in the schema's name, or null if the name has none.
  private final TableMask named;
  // Null unless values are envelopes with a source, which names the table.
  private final SourceFields source;
  // A cache of one entry: nearly every schema belongs to one table only.
  private TableMask lastTable;
  private StructMask lastRow;
  // By the table's name in the source. Thousands of shards may be merged into one topic.
  private final Map<Object, List<SourceMask>> bySource = new BoundedMap<>(BoundedMap.TABLES);

  public TableResolver(TableMasks tables, Schema schema) {
    this.tables = tables;
    this.schema = schema;
    ofTable = RecordKind.of(schema) == RecordKind.ROW;
    source = SourceFields.of(schema);
    TableName name = TableName.ofSchema(schema);
    named = name == null ? null : tables.of(List.of(name));
  }

  /** The positions of the table's names in the values, or null if they have none. */
  public SourceFields source() {
    return ofTable ? source : null;
  }

  /** Whether the values are rows that name their table in the topic only. */
  public boolean isByTopic() {
    return ofTable && named == null;
  }

  /** Returns the mask for values of one of the tables, or null if nothing in them is masked. */
  public StructMask row(TableMask table) {
    if (table != lastTable) {
      lastRow = table.row(schema);
      lastTable = table;
    }
    return lastRow;
  }

  /**
   * Returns the masks for the table of a value, or null if the value does not belong to a table.
   *
   * @param own the value's schema, which equals the resolver's
   * @throws DataException if the value is a struct of another schema
   */
  public TableMask table(String topic, Schema own, Object value) {
    if (!ofTable) {
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
    List<SourceMask> masks = bySource.get(table);
    if (masks == null) {
      masks = new ArrayList<>();
      bySource.put(table, masks);
    }
    for (int i = 0; i < masks.size(); i++) {
      SourceMask each = masks.get(i);
      if (Objects.equals(each.database, database) && Objects.equals(each.schema, schemaName)) {
        return each.mask;
      }
    }
    TableMask mask = tables.of(TableName.ofEnvelope(schema, origin));
    masks.add(new SourceMask(database, schemaName, mask));
    return mask;
  }
}
