package io.mskcdc.smt.mask;

import io.mskcdc.smt.connect.BoundedMap;
import io.mskcdc.smt.connect.SchemaCache;
import io.mskcdc.smt.event.Envelope;
import io.mskcdc.smt.event.TableName;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Headers;

/** How the records of one table are masked: rows, keys and headers. */
public final class TableMask {

  /** What was compiled for a schema; the mask is null where there is nothing to mask. */
  private record Compiled(StructMask mask) {}

  private final MaskRules rules;
  private final List<TableName> tables;
  private final boolean concerned;
  private final SeenColumns columns = new SeenColumns();
  private final MapMask maps;
  private final SchemaCache<Compiled> rows = new SchemaCache<>();
  private final SchemaCache<Compiled> keys = new SchemaCache<>();

  // Whether the columns that rules name were looked for in whole rows.
  private boolean checked;

  private Schema lastKeySchema;
  private StructMask lastKey;
  // Whether the key that was asked for last holds masked columns; so it is where that is not known.
  private boolean keyMasked;
  private final HeaderMask headers;
  private final Set<String> knownTopics =
      Collections.newSetFromMap(new BoundedMap<>(BoundedMap.TABLES));

  TableMask(MaskRules rules, List<TableName> tables) {
    this.rules = rules;
    this.tables = tables;
    maps = new MapMask(rules, tables, columns);
    headers = new HeaderMask(rules, tables, this, columns);
    concerned = rules.mayConcern(tables);
    keyMasked = concerned;
  }

  public MapMask maps() {
    return maps;
  }

  /**
   * Looks for the columns that rules name in whole rows, of this schema, of which only parts are
   * masked: what an unwrapping leaves out of a row is then not taken for a column that the table
   * does not have.
   *
   * @throws DataException if the table lacks a column that a rule names
   */
  public void requireColumns(Schema wholeRow) {
    saw(wholeRow);
    rules.requireColumns(tables, wholeRow);
    checked = true;
  }

  /** The mask for rows, or for envelopes, of this schema; null if nothing in them is masked. */
  public StructMask row(Schema schema) {
    Compiled compiled = rows.get(schema);
    if (compiled == null) {
      compiled = new Compiled(compile(schema));
      rows.put(schema, compiled);
    }
    return compiled.mask;
  }

  private StructMask compile(Schema schema) {
    if (Envelope.is(schema) || Envelope.hasShape(schema)) {
      for (String image : List.of(Envelope.BEFORE, Envelope.AFTER)) {
        Field field = schema.field(image);
        if (field != null) {
          saw(field.schema());
        }
      }
      return rules.forEnvelope(tables, schema);
    }
    saw(schema);
    return checked ? rules.forPartOfRow(tables, schema) : rules.forRow(tables, schema);
  }

  private void saw(Schema row) {
    if (row.type() == Schema.Type.STRUCT) {
      row.fields().forEach(field -> columns.add(field.name()));
      columns.sawRow();
    }
  }

  /**
   * Refuses a value that is no row although rules are for its table: a column in it would pass.
   *
   * @throws DataException always, if there are such rules
   */
  public void refuseValue(Object value) {
    if (concerned) {
      throw new DataException(
          "Masking table %s: its value is no row but %s, in which no column can be masked"
              .formatted(tables.get(0), value.getClass().getSimpleName()));
    }
  }

  /**
   * @param option what reads the column's clear value
   * @throws DataException if the column is masked
   */
  public void requireClear(String topic, String option, String column) {
    if (rules.methodOf(tables, column) != null) {
      throw new DataException(
          "Topic %s, table %s: column %s is masked, and %s would tell it in clear"
              .formatted(topic, tables.get(0), column, option));
    }
  }

  /**
   * The mask for keys of this schema; null if they hold no masked column.
   *
   * @throws DataException if they are maps, which may hold any column, and rules are for the table
   */
  public StructMask key(Schema schema) {
    if (schema != lastKeySchema || schema == null) {
      boolean struct = schema != null && schema.type() == Schema.Type.STRUCT;
      if (concerned && schema != null && schema.type() == Schema.Type.MAP) {
        throw new DataException(
            "Masking table %s: its key is a map with a schema, in which no column can be masked"
                .formatted(tables.get(0)));
      }
      lastKey = struct ? keyOf(schema) : null;
      keyMasked = struct ? lastKey != null : concerned;
      lastKeySchema = schema;
    }
    return lastKey;
  }

  /** The mask for a key, of this schema, that is somewhere else than in its place. */
  StructMask keyOf(Schema schema) {
    Compiled compiled = keys.get(schema);
    if (compiled == null) {
      schema.fields().forEach(field -> columns.add(field.name()));
      compiled = new Compiled(compileKey(schema));
      keys.put(schema, compiled);
    }
    return compiled.mask;
  }

  /** A key without schema as it comes out. */
  public Map<Object, Object> key(Map<?, ?> key) {
    Map<Object, Object> masked = maps.key(key);
    lastKeySchema = null;
    keyMasked = !masked.equals(key);
    return masked;
  }

  /** Whether the last key holds masked columns. */
  public boolean isKeyMasked() {
    return keyMasked;
  }

  /** Whether the table is known to be told by this topic, too. */
  boolean isKnownByTopic(String topic) {
    return knownTopics.contains(topic);
  }

  void addKnownTopic(String topic) {
    knownTopics.add(topic);
  }

  /** The headers with each one masked that holds a key, a row or a column. */
  public Headers headers(Headers all) {
    return headers.mask(all);
  }

  private StructMask compileKey(Schema schema) {
    TableName named = TableName.ofSchema(schema);
    StructMask ofRow = rules.forKey(tables, schema);
    if (named == null) {
      return ofRow;
    }
    // The tombstone that follows a row has nothing but the key's schema to tell the table by.
    StructMask ofName = rules.forKey(List.of(named), schema);
    if (ofRow != null
        && (ofName == null || !ofName.maskedFields().containsAll(ofRow.maskedFields()))) {
      throw new DataException(
          "Masking table %s: its key holds masked columns, but the key's schema is named %s; mask"
                  .formatted(tables.get(0), schema.name())
              + " before a transform that renames it, or by that name, too");
    }
    return ofName;
  }

  @Override
  public String toString() {
    return tables.get(0).toString();
  }
}
