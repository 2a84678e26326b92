package io.mskcdc.smt.mask;

import io.mskcdc.smt.connect.BoundedMap;
import io.mskcdc.smt.event.Envelope;
import io.mskcdc.smt.event.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;

/** The masks of all tables seen so far, by what the records call them. */
public final class TableMasks {

  private final MaskRules rules;
  private final Map<List<TableName>, TableMask> byNames = new BoundedMap<>(BoundedMap.TABLES);
  private final Map<String, TableMask> byTopic = new BoundedMap<>(BoundedMap.TABLES);

  public TableMasks(MaskRules rules) {
    this.rules = rules;
  }

  public TableMask of(List<TableName> names) {
    return byNames.computeIfAbsent(names, each -> new TableMask(rules, each));
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
   * Requires that a tombstone's key is masked as this one was. Where keys have no schema, a
   * tombstone has nothing but its topic to tell the table by.
   *
   * @throws DataException if the topic does not tell it
   */
  public void requireSameByTopic(TableMask table, String topic, Map<?, ?> key, Object masked) {
    if (!table.isKnownByTopic(topic)) {
      if (!ofTopic(topic).maps().key(key).equals(masked)) {
        throw new DataException(
            "Masking table %s: its key holds masked columns, but its topic is %s, which is all that"
                    .formatted(table, topic)
                + " a tombstone has; mask before a transform that renames it, or by that name, too");
      }
      table.addKnownTopic(topic);
    }
  }

  /** The table of a value without schema: an envelope names it, else the topic does. */
  public TableMask ofValue(String topic, Object value) {
    if (Envelope.is(value)
        && ((Map<?, ?>) value).get(Envelope.SOURCE) instanceof Map<?, ?> source
        && source.get("table") instanceof String table) {
      List<TableName> names = new ArrayList<>();
      for (String holder : List.of("db", "schema")) {
        if (source.get(holder) instanceof String database) {
          names.add(new TableName("", database, table));
        }
      }
      if (!names.isEmpty()) {
        return of(names);
      }
    }
    return ofTopic(topic);
  }
}
