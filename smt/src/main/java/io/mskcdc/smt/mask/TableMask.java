package io.mskcdc.smt.mask;

import io.mskcdc.smt.connect.BoundedMap;
import io.mskcdc.smt.connect.SchemaCache;
import io.mskcdc.smt.event.Envelope;
import io.mskcdc.smt.event.TableName;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Headers;

/** How the records of one table are masked: rows, keys and headers. */
public final class TableMask {

  /** The cached result for a row's schema; the mask is null if there is nothing to mask. */
  private record RowMask(StructMask mask) {}

  private final MaskRules rules;
  private final List<TableName> tables;
  private final boolean hasRules;
  private final MaskStatus status;
  // Whether no rule names the table, so that its records are dropped or stop the task.
  private final boolean unlisted;
  // The number of dropped records; null until the first.
  private AtomicLong withheld;
  private final SeenColumns columns = new SeenColumns();
  private final MapMask maps;
  private final HeaderMask headers;
  private final SchemaCache<RowMask> rows = new SchemaCache<>();
  private final SchemaCache<KeyMask> keys = new SchemaCache<>();
  // The last entry of the cache, because looking it up costs more than comparing one schema.
  private Schema lastKeySchema;
  private KeyMask lastKey;
  // The mask for keys without fields, as compiled last; null until the first.
  private StructMask.FieldMask wholeKey;
  private Schema wholeKeySchema;

  // Whether requireColumns() has checked the rules against full rows.
  private boolean checked;
  private final Set<String> topicsOfTable =
      Collections.newSetFromMap(new BoundedMap<>(BoundedMap.TABLES));

  /**
   * @param tables all names of the table; errors show the first
   * @param all the masks of all tables, since a header may hold a row of another table
   */
  TableMask(MaskRules rules, List<TableName> tables, TableMasks all, MaskStatus status) {
    this.rules = rules;
    this.tables = tables;
    this.status = status;
    maps = new MapMask(rules, tables, columns, this::reportUnlisted);
    headers = new HeaderMask(rules.forHeaders(), all, tables, this, columns);
    hasRules = rules.mayMask(tables);
    unlisted = rules.isUnlistedTable(tables);
  }

  /**
   * Whether a record of the table is dropped, because no rule names the table. Counts the record.
   *
   * @throws DataException if such a table stops the task
   */
  public boolean withholds() {
    if (!unlisted) {
      return false;
    }
    if (withheld == null) {
      if (rules.closed().unlistedTables().equals(ClosedMode.FAIL)) {
        throw new DataException(
            "Masking table %s: no rule names a column of it, and unlisted.tables=fail; add its columns"
                    .formatted(tables.get(0))
                + " to clear.columns or to the columns of a method, or exclude the table");
      }
      withheld = status.withheld(tables.get(0));
    }
    withheld.incrementAndGet();
    return true;
  }

  /** Whether no rule names the table. */
  boolean isUnlisted() {
    return unlisted;
  }

  /** Whether the tombstones of these keys must be checked to get the same key. */
  public boolean checksTombstones(KeyMask key) {
    return key.hidesColumns() || rules.areClosed();
  }

  void reportUnlisted(Set<String> names) {
    status.unlisted(tables.get(0), names, rules.closed().unlisted());
  }

  public MapMask maps() {
    return maps;
  }

  /**
   * Checks that full rows of this schema have all columns that rules name. Call it before masking
   * rows from which fields were dropped; their masks then do not require the dropped columns.
   *
   * @throws DataException if the table lacks a column that a rule names
   */
  public void requireColumns(Schema fullRow) {
    addColumns(fullRow);
    rules.requireColumns(tables, fullRow);
    checked = true;
  }

  /** Returns the mask for rows or envelopes of this schema, or null if nothing is masked. */
  public StructMask row(Schema schema) {
    RowMask row = rows.get(schema);
    if (row == null) {
      row = new RowMask(compile(schema));
      rows.put(schema, row);
    }
    return row.mask;
  }

  private StructMask compile(Schema schema) {
    if (Envelope.is(schema) || Envelope.hasShape(schema)) {
      for (String image : List.of(Envelope.BEFORE, Envelope.AFTER)) {
        Field field = schema.field(image);
        if (field != null) {
          addColumns(field.schema());
          reportUnlisted(rules.forImages().unlistedColumns(tables, field.schema()));
        }
      }
      return rules.forEnvelope(tables, schema);
    }
    addColumns(schema);
    reportUnlisted(rules.unlistedColumns(tables, schema));
    return checked ? rules.forPartOfRow(tables, schema) : rules.forRow(tables, schema);
  }

  private void addColumns(Schema row) {
    if (row.type() == Schema.Type.STRUCT) {
      row.fields().forEach(field -> columns.add(field.name()));
      columns.rowComplete();
    }
  }

  /**
   * Refuses a value that is not a row if rules apply to the table, because a column in it would not
   * be masked.
   *
   * @throws DataException if rules apply to the table
   */
  public void refuseValue(Object value) {
    if (hasRules) {
      throw new DataException(
          "Masking table %s: its value is not a row but %s, so its columns cannot be masked"
              .formatted(tables.get(0), value.getClass().getSimpleName()));
    }
  }

  /**
   * @param option the option that reads the column's clear value
   * @throws DataException if the column is masked
   */
  public void requireClear(String topic, String option, String column) {
    Treatment treatment = rules.forImages().treatmentOf(tables, column);
    if (treatment.method() != null || treatment.isUnlisted() && rules.areClosed()) {
      throw new DataException(
          "Topic %s, table %s: column %s is masked, and %s would write its clear value"
              .formatted(topic, tables.get(0), column, option));
    }
  }

  /**
   * Returns the mask for keys of this schema, which may be null.
   *
   * @throws DataException if the keys are maps and rules apply to the table, because a map may hold
   *     any column
   */
  public KeyMask key(Schema schema) {
    if (schema == null) {
      return keyWithoutFields();
    }
    if (schema != lastKeySchema) {
      lastKey =
          switch (schema.type()) {
            case STRUCT -> structKey(schema);
            case MAP -> mapKey();
            default -> keyWithoutFields();
          };
      lastKeySchema = schema;
    }
    return lastKey;
  }

  private KeyMask keyWithoutFields() {
    return rules.areClosed() ? KeyMask.WHOLE : KeyMask.withoutFields(hasRules);
  }

  /**
   * Masks a key without fields. No rule can name it, so closed masking treats it as unlisted.
   *
   * @throws DataException if unlisted columns of keys stop the task
   */
  public SchemaAndValue wholeKey(Schema schema, Object key) {
    if (wholeKey == null || wholeKeySchema != schema) {
      wholeKey = rules.forKeyWithoutFields(tables, schema);
      wholeKeySchema = schema;
    }
    return new SchemaAndValue(wholeKey.schema(), key == null ? null : wholeKey.mask().apply(key));
  }

  private KeyMask mapKey() {
    if (hasRules) {
      throw new DataException(
          "Masking table %s: its key is a map with a schema, so its columns cannot be masked"
              .formatted(tables.get(0)));
    }
    return KeyMask.NONE;
  }

  /** Returns the mask for keys of this schema, whose type is STRUCT. */
  KeyMask structKey(Schema schema) {
    KeyMask key = keys.get(schema);
    if (key == null) {
      schema.fields().forEach(field -> columns.add(field.name()));
      reportUnlisted(rules.unlistedColumns(tables, schema));
      key = KeyMask.ofStruct(compileKey(schema));
      keys.put(schema, key);
    }
    return key;
  }

  /** Whether records of this topic are known to belong to the table. */
  boolean hasTopic(String topic) {
    return topicsOfTable.contains(topic);
  }

  void addTopic(String topic) {
    topicsOfTable.add(topic);
  }

  /**
   * Masks each header that holds a key, a row or a column.
   *
   * @param key how the record's key is masked
   */
  public Headers headers(Headers all, KeyMask key) {
    return headers.mask(all, key);
  }

  private StructMask compileKey(Schema schema) {
    TableName named = TableName.ofSchema(schema);
    StructMask ofRow = rules.forKey(tables, schema);
    if (named == null) {
      return ofRow;
    }
    // A tombstone names its table in the key's schema only, so that name must give the same masks.
    if (!unlisted && rules.isUnlistedTable(List.of(named))) {
      throw renamedKey(schema, "rules apply to its key");
    }
    StructMask ofName = rules.forKey(List.of(named), schema);
    if (ofRow != null && (ofName == null || !ofName.masks(ofRow))) {
      throw renamedKey(schema, "its key holds masked columns");
    }
    return ofName;
  }

  private DataException renamedKey(Schema schema, String reason) {
    return new DataException(
        "Masking table %s: %s, but the key's schema is named %s; mask before a transform that renames"
                .formatted(tables.get(0), reason, schema.name())
            + " it, or add the columns of that name to the rules");
  }

  @Override
  public String toString() {
    return tables.get(0).toString();
  }
}
