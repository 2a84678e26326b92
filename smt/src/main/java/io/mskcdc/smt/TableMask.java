package io.mskcdc.smt;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;

/** How the records of one table are masked: rows, keys and headers. */
final class TableMask {

  /** What was compiled for a schema; the mask is null where there is nothing to mask. */
  private record Compiled(StructMask mask) {}

  /** A header is told by its name and schema. */
  private record HeaderId(String name, Schema schema) {}

  private final MaskRules rules;
  private final List<TableName> tables;
  private final MapMask maps;
  private final SchemaCache<Compiled> rows = new SchemaCache<>();
  private final SchemaCache<Compiled> keys = new SchemaCache<>();
  private final Map<HeaderId, StructMask.FieldMask> headers = new HashMap<>();

  // Whether the columns that rules name were looked for in whole rows.
  private boolean checked;
  private Schema lastKeySchema;
  private StructMask lastKey;

  TableMask(MaskRules rules, List<TableName> tables) {
    this.rules = rules;
    this.tables = tables;
    maps = new MapMask(rules, tables);
  }

  MapMask maps() {
    return maps;
  }

  /**
   * Looks for the columns that rules name in whole rows, of this schema, of which only parts are
   * masked: what an unwrapping leaves out of a row is then not taken for a column that the table
   * does not have.
   *
   * @throws DataException if the table lacks a column that a rule names
   */
  void requireColumns(Schema wholeRow) {
    rules.requireColumns(tables, wholeRow);
    checked = true;
  }

  /** The mask for rows, or for envelopes, of this schema; null if nothing in them is masked. */
  StructMask row(Schema schema) {
    Compiled compiled = rows.get(schema);
    if (compiled == null) {
      compiled =
          new Compiled(
              Envelope.is(schema)
                  ? rules.forEnvelope(tables, schema)
                  : checked ? rules.forPartOfRow(tables, schema) : rules.forRow(tables, schema));
      rows.put(schema, compiled);
    }
    return compiled.mask;
  }

  /** The mask for keys of this schema; null if they hold no masked column. */
  StructMask key(Schema schema) {
    if (schema == lastKeySchema) {
      return lastKey;
    }
    StructMask mask = null;
    if (schema != null && schema.type() == Schema.Type.STRUCT) {
      Compiled compiled = keys.get(schema);
      if (compiled == null) {
        compiled = new Compiled(compileKey(schema));
        keys.put(schema, compiled);
      }
      mask = compiled.mask;
    }
    lastKeySchema = schema;
    lastKey = mask;
    return mask;
  }

  /** A key as it comes out. */
  SchemaAndValue maskedKey(Schema schema, Object key) {
    if (schema == null && key instanceof Map<?, ?> map) {
      return new SchemaAndValue(null, maps.key(map));
    }
    StructMask mask = key(schema);
    return mask == null
        ? new SchemaAndValue(schema, key)
        : new SchemaAndValue(mask.schema(), key == null ? null : mask.mask(key));
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

  /** The headers with each one masked that holds a key, a row or a column. */
  Headers headers(Headers all) {
    Headers masked = null;
    int index = 0;
    for (Header header : all) {
      Header with = masked(header);
      if (with != header && masked == null) {
        masked = new ConnectHeaders();
        int before = 0;
        for (Header each : all) {
          if (before++ < index) {
            masked.add(each);
          }
        }
      }
      if (masked != null) {
        masked.add(with);
      }
      index++;
    }
    return masked == null ? all : masked;
  }

  private Header masked(Header header) {
    Object value = header.value();
    Schema schema = header.schema();
    if (rules.isQuery(header.key())) {
      return header.with(Schema.OPTIONAL_STRING_SCHEMA, null);
    }
    if (schema == null) {
      MaskMethod method = rules.methodOf(tables, header.key());
      if (method != null && value != null) {
        return header.with(null, maps.mask(header.key(), method, value));
      }
      return value instanceof Map<?, ?> map ? header.with(null, maps.key(map)) : header;
    }
    ColumnMask mask;
    Schema masked;
    if (TableName.ofSchema(schema) != null && schema.type() == Schema.Type.STRUCT) {
      StructMask struct = isKey(schema) ? key(schema) : row(schema);
      mask = struct;
      masked = struct == null ? null : struct.schema();
    } else {
      StructMask.FieldMask field = ofHeader(new HeaderId(header.key(), schema));
      mask = field == null ? null : field.mask();
      masked = field == null ? null : field.schema();
    }
    return mask == null ? header : header.with(masked, value == null ? null : mask.mask(value));
  }

  private static boolean isKey(Schema schema) {
    return schema.name().endsWith(Envelope.KEY_SCHEMA_SUFFIX);
  }

  private StructMask.FieldMask ofHeader(HeaderId header) {
    if (headers.containsKey(header)) {
      return headers.get(header);
    }
    MaskMethod method = rules.methodOf(tables, header.name);
    StructMask.FieldMask mask =
        method == null ? null : rules.fieldMask(tables, header.name, method, header.schema);
    headers.put(header, mask);
    return mask;
  }
}
