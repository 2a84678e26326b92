package io.mskcdc.smt.mask;

import io.mskcdc.smt.connect.BoundedMap;
import io.mskcdc.smt.connect.SchemaCache;
import io.mskcdc.smt.event.Envelope;
import io.mskcdc.smt.event.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;

/** The masks of all tables seen so far, by the names in the records. */
public final class TableMasks {

  private final MaskRules rules;
  private final MaskStatus status;
  private final Map<List<TableName>, TableMask> byNames = new BoundedMap<>(BoundedMap.TABLES);
  private final SchemaCache<TableResolver> resolvers = new SchemaCache<>();
  private final Map<String, TableMask> byTopic = new BoundedMap<>(BoundedMap.TABLES);

  public TableMasks(MaskRules rules, MaskStatus status) {
    this.rules = rules;
    this.status = status;
  }

  /** Returns the resolver that finds the masks for values of this schema. */
  public TableResolver resolver(Schema schema) {
    TableResolver resolver = resolvers.get(schema);
    if (resolver == null) {
      resolver = new TableResolver(this, schema);
      resolvers.put(schema, resolver);
    }
    return resolver;
  }

  public TableMask of(List<TableName> names) {
    return byNames.computeIfAbsent(names, each -> new TableMask(rules, each, this, status));
  }

  public TableMask ofTopic(String topic) {
    TableMask table = byTopic.get(topic);
    if (table == null) {
      table = of(List.of(TableName.ofTopic(topic)));
      byTopic.put(topic, table);
    }
    return table;
  }

  /**
   * Requires that the tombstone of a row gets the same masked key as the row. A tombstone whose key
   * has no schema names its table in the topic only.
   *
   * @throws DataException if the masks of the topic's table give another key
   */
  public void requireSameByTopic(TableMask table, String topic, Map<?, ?> key, Object masked) {
    if (!table.hasTopic(topic)) {
      TableMask ofTopic = ofTopic(topic);
      if (ofTopic.isUnlisted() || !ofTopic.maps().key(key).equals(masked)) {
        throw new DataException(
            "Masking table %s: rules apply to its key, but its tombstones name the table in the"
                    .formatted(table)
                + " topic %s only; mask before a transform that renames it, or add the columns of"
                    .formatted(topic)
                + " that name to the rules");
      }
      table.addTopic(topic);
    }
  }

  /** Returns the masks for a value without schema. An envelope names the table, else the topic. */
  public TableMask ofValue(String topic, Object value) {
    TableMask named = Envelope.is(value) ? ofSource((Map<?, ?>) value) : null;
    return named == null ? ofTopic(topic) : named;
  }

  /** Returns the masks for the table in an event's source, or null if it does not name one. */
  TableMask ofSource(Map<?, ?> event) {
    List<TableName> names = new ArrayList<>();
    if (event.get(Envelope.SOURCE) instanceof Map<?, ?> source
        && source.get("table") instanceof String table) {
      for (String holder : TableName.DATABASE_FIELDS) {
        if (source.get(holder) instanceof String database) {
          names.add(new TableName("", database, table));
        }
      }
    }
    return names.isEmpty() ? null : of(names);
  }
}
