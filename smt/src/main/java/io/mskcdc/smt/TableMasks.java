package io.mskcdc.smt;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The masks of all tables seen so far, by what the records call them. */
final class TableMasks {

  private final MaskRules rules;
  private final Map<List<TableName>, TableMask> byNames = new HashMap<>();
  private final Map<String, TableMask> byTopic = new HashMap<>();

  TableMasks(MaskRules rules) {
    this.rules = rules;
  }

  TableMask of(List<TableName> names) {
    return byNames.computeIfAbsent(names, each -> new TableMask(rules, each));
  }

  TableMask ofTopic(String topic) {
    TableMask table = byTopic.get(topic);
    if (table == null) {
      table = of(List.of(TableName.ofTopic(topic)));
      byTopic.put(topic, table);
    }
    return table;
  }

  /** The table of a value without schema: an envelope names it, else the topic does. */
  TableMask ofValue(String topic, Object value) {
    if (Envelope.is(value)
        && ((Map<?, ?>) value).get(Envelope.SOURCE) instanceof Map<?, ?> source
        && source.get("table") instanceof String table) {
      Object schema = source.get("schema");
      Object database = schema == null ? source.get("db") : schema;
      if (database instanceof String name) {
        return of(List.of(new TableName("", name, table)));
      }
    }
    return ofTopic(topic);
  }
}
