package io.mskcdc.smt.onepass;

import io.mskcdc.smt.mask.StructMask;
import io.mskcdc.smt.mask.TableMask;
import io.mskcdc.smt.unwrap.RowPlan;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** What is the same for all rows, for all deletes, or for all tombstones of a table. */
public class RowTemplate {

  private final TableMask masks;
  // Null until the first row.
  private Schema schema;
  private RowPlan.Program program;
  // Set once known: what becomes of records of this topic, with keys of this schema.
  private String from;
  private Schema keySchema;
  private StructMask key;
  private String to;

  /**
   * @param masks the masks of the table, or null if nothing is masked
   */
  public RowTemplate(TableMask masks) {
    this.masks = masks;
  }

  public TableMask masks() {
    return masks;
  }

  boolean hasRows() {
    return schema != null;
  }

  /** Masks the rows, from the first one on: a rule that cannot be honoured stops just that. */
  void compile(RowPlan rows) {
    StructMask columns = masks == null ? null : masks.row(rows.schema());
    RowPlan masked = columns == null ? rows : rows.masked(columns);
    program = masked.program();
    schema = masked.schema();
  }

  /** Makes a row as {@link RowPlan#apply} does. */
  Struct row(Struct envelope, Struct image, String deleted) {
    return program.apply(schema, envelope, image, deleted);
  }

  /** Whether it is known what becomes of records of this topic and key. */
  public boolean knows(String topic, Schema key) {
    return keySchema == key && from != null && from.equals(topic);
  }

  /** How the keys are masked that are known, or null if they are not. */
  public StructMask key() {
    return key;
  }

  /** Where the records go that are known, or null if each is to be asked. */
  public String topic() {
    return to;
  }

  public void learn(String topic, Schema schema, StructMask mask, String target) {
    from = topic;
    keySchema = schema;
    key = mask;
    to = target;
  }
}
