package io.mskcdc.smt.onepass;

import io.mskcdc.smt.mask.KeyMask;
import io.mskcdc.smt.mask.StructMask;
import io.mskcdc.smt.mask.TableMask;
import io.mskcdc.smt.unwrap.RowCopier;
import io.mskcdc.smt.unwrap.RowPlan;
import io.mskcdc.smt.values.CanonicalStruct;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** What all rows, all deletes or all tombstones of one table have in common. */
public class RowTemplate {

  private final TableMask mask;
  // Both are null until the first row.
  private Schema schema;
  private RowCopier copier;
  // A cache of one entry: how the key is converted and masked, and the new topic for records with
  // this topic and key schema. A table's records nearly always have one of each. The fields are
  // here, not in an object
  // of their own, because each object is a cache miss if thousands of tables take turns.
  private String cachedTopic;
  private Schema cachedKeySchema;
  private CanonicalStruct keyValues;
  private KeyMask keyMask;
  private String newTopic;

  /**
   * @param mask the masks of the table, or null if nothing is masked
   */
  public RowTemplate(TableMask mask) {
    this.mask = mask;
  }

  /** The masks of the table, or null if nothing is masked. */
  public TableMask mask() {
    return mask;
  }

  boolean hasRows() {
    return schema != null;
  }

  /**
   * Compiles the rows. Done at the first row, so that a wrong rule fails rows only, not deletes.
   */
  void compile(RowPlan rows) {
    StructMask columns = mask == null ? null : mask.row(rows.schema());
    RowPlan masked = columns == null ? rows : rows.masked(columns.schema(), columns::maskOf);
    copier = masked.copier();
    schema = masked.schema();
  }

  /** Makes a row as {@link RowPlan#row} does. */
  Struct row(Struct envelope, Struct image, String deleted) {
    return copier.copy(schema, envelope, image, deleted);
  }

  /**
   * Whether the key's conversion and mask and the new topic for records of this topic and key
   * schema are cached.
   */
  public boolean isCached(String topic, Schema keySchema) {
    return cachedKeySchema == keySchema && cachedTopic != null && cachedTopic.equals(topic);
  }

  /** The cached conversion of the key, or null if its values are canonical. */
  public CanonicalStruct keyValues() {
    return keyValues;
  }

  /** The cached mask of the key, or null if nothing is masked. */
  public KeyMask keyMask() {
    return keyMask;
  }

  /** The cached new topic, or null if it depends on the record. */
  public String newTopic() {
    return newTopic;
  }

  /** Caches what {@link #isCached} is about. */
  public void cache(
      String topic, Schema keySchema, CanonicalStruct values, KeyMask mask, String target) {
    cachedTopic = topic;
    cachedKeySchema = keySchema;
    keyValues = values;
    keyMask = mask;
    newTopic = target;
  }
}
