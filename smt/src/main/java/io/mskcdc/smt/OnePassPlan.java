package io.mskcdc.smt;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** How the change events of one schema are unwrapped, masked and routed in one pass. */
final class OnePassPlan {

  /** What is the same for all rows, or for all deletes, of a table. */
  static final class Outcome {
    private final TableMask masks;
    private RowPlan row;
    private boolean masked;
    // Set once known: where records of this topic, with keys of this schema, go.
    private String from;
    private Schema keySchema;
    private String to;

    Outcome(RowPlan row, TableMask masks) {
      this.row = row;
      this.masks = masks;
    }

    /** The rows, masked from the first one on: a rule that cannot be honoured stops just that. */
    RowPlan row() {
      if (!masked && masks != null) {
        StructMask columns = masks.row(row.schema());
        row = columns == null ? row : row.masked(columns);
      }
      masked = true;
      return row;
    }

    /** Where records of this topic and key go, or null if that is not known. */
    String topic(String topic, Schema key) {
      return to != null && keySchema == key && from.equals(topic) ? to : null;
    }

    /**
     * @param target null if records like that have no topic in common
     */
    void learn(String topic, Schema key, String target) {
      from = topic;
      keySchema = key;
      to = target;
    }
  }

  /** What a table's events become. */
  static final class Table {
    final TableMask masks;
    final Outcome written;
    final Outcome deleted;

    private Table(EnvelopePlan envelope, TableMask masks) {
      this.masks = masks;
      written = new Outcome(envelope.after().plan(), masks);
      deleted = new Outcome(envelope.before().plan(), masks);
    }
  }

  private final EnvelopePlan envelope;
  private final MaskPlan mask;
  // Shards that were merged have one schema, and their source tells which of them an event is of.
  private final Map<TableMask, Table> tables = new HashMap<>();
  private Table last;

  /**
   * @param mask how events of the schema are masked, or null if nothing is
   */
  OnePassPlan(EnvelopePlan envelope, MaskPlan mask) {
    this.envelope = envelope;
    this.mask = mask;
  }

  EnvelopePlan envelope() {
    return envelope;
  }

  /** The table that an event is of, by its source and the schema's name. */
  Table table(String topic, Struct event) {
    TableMask masks = mask == null ? null : mask.table(topic, event);
    Table known = last;
    if (known == null || known.masks != masks) {
      known = tables.computeIfAbsent(masks, each -> new Table(envelope, each));
      last = known;
    }
    return known;
  }
}
