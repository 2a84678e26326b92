package io.mskcdc.smt.mask;

import io.mskcdc.smt.connect.BoundedMap;
import io.mskcdc.smt.connect.Schemas;
import io.mskcdc.smt.event.Envelope;
import io.mskcdc.smt.event.TableName;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;

/** How the headers of one table's records are masked. */
final class HeaderMask {

  private record HeaderId(String name, Schema schema) {}

  /**
   * The cached result for a header.
   *
   * @param mask the mask for values with the header's schema, or null
   * @param passes whether values of the schema have only fields that stay as they are
   */
  private record Found(Treatment treatment, StructMask.FieldMask mask, boolean passes) {}

  // Debezium writes a row's old and new key to these headers when its primary key changes.
  private static final Set<String> KEYS = Set.of("__debezium.oldkey", "__debezium.newkey");
  // A sink's converter makes a new schema object for each record, but few of them differ.
  private static final int MAX_HEADERS = 10_000;

  private final MaskRules rules;
  private final TableMasks all;
  private final List<TableName> tables;
  private final TableMask table;
  private final SeenColumns columns;
  // With its own SeenColumns, because a field in a header need not be a column of the table.
  private final MapMask maps;
  private final Map<HeaderId, Found> found = new BoundedMap<>(MAX_HEADERS);
  // The version of the columns for which the results were cached.
  private int foundVersion;

  HeaderMask(
      MaskRules rules,
      TableMasks all,
      List<TableName> tables,
      TableMask table,
      SeenColumns columns) {
    this.rules = rules;
    this.all = all;
    this.tables = tables;
    this.table = table;
    this.columns = columns;
    maps = new MapMask(rules, tables, new SeenColumns(), table::reportUnlisted);
  }

  /** Masks each header that holds a key, a row or a column. */
  Headers mask(Headers all, KeyMask key) {
    Headers masked = null;
    int index = 0;
    for (Header header : all) {
      Header with = masked(header, key);
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

  private Header masked(Header header, KeyMask key) {
    if (KEYS.contains(header.key())) {
      return maskedKey(header, key);
    }
    if (rules.isStatement(header.key())) {
      return removed(header);
    }
    Schema schema = header.schema();
    Object value = header.value();
    if (schema != null
        && schema.type() == Schema.Type.STRUCT
        && (TableName.isIn(schema) || Envelope.hasShape(schema))) {
      return maskedStruct(header, tableOf(header.key(), schema, value));
    }
    Found one = find(new HeaderId(header.key(), schema));
    if (Envelope.is(value) && one.treatment.method() == null) {
      TableMask named = all.ofSource((Map<?, ?>) value);
      return maskedEvent(header, (Map<?, ?>) value, named == null ? table : named);
    }
    try {
      if (one.passes) {
        return header;
      }
      if (one.mask != null) {
        Object own = value instanceof Struct ? Schemas.struct(header.key(), schema, value) : value;
        return header.with(one.mask.schema(), own == null ? null : one.mask.mask().apply(own));
      }
      Object masked = maps.header(header.key(), one.treatment, value);
      return value != null && one.treatment.method() != null
          ? header.with(null, masked)
          : with(header, value, masked);
    } catch (DataException e) {
      throw new DataException(
          "Masking table %s, header %s: %s".formatted(table, header.key(), e.getMessage()));
    }
  }

  /** Returns the masks for a struct that may belong to another table than the record. */
  private TableMask tableOf(String header, Schema schema, Object value) {
    TableName named = TableName.ofSchema(schema);
    if (named == null) {
      return table;
    }
    TableResolver resolver = all.resolver(schema);
    return resolver.source() == null && tables.contains(named)
        ? table
        : resolver.table(header, schema, value);
  }

  private static Header maskedStruct(Header header, TableMask owner) {
    if (owner.withholds()) {
      return removed(header);
    }
    Schema schema = header.schema();
    StructMask mask = isKey(schema) ? owner.structKey(schema).columns() : owner.row(schema);
    return mask == null
        ? header
        : header.with(mask.schema(), mask.mask(header.key(), schema, header.value()));
  }

  private static Header maskedEvent(Header header, Map<?, ?> event, TableMask owner) {
    return owner.withholds() ? removed(header) : with(header, event, owner.maps().envelope(event));
  }

  private static Header removed(Header header) {
    return header.with(Schema.OPTIONAL_STRING_SCHEMA, null);
  }

  private static boolean isKey(Schema schema) {
    return schema.name() != null && schema.name().endsWith(Envelope.KEY_SCHEMA_SUFFIX);
  }

  /** Drops a map's schema if masking changed a value, whose type may differ; otherwise keeps it. */
  private static Header with(Header header, Object value, Object masked) {
    return Objects.equals(masked, value) ? header : header.with(null, masked);
  }

  /**
   * Masks a header that holds a key.
   *
   * @param ofRecord how the record's key is masked
   * @throws DataException if that key has masked columns but the header's value has no fields
   */
  private Header maskedKey(Header header, KeyMask ofRecord) {
    Schema schema = header.schema();
    Object value = header.value();
    Header masked = header;
    if (schema != null && schema.type() == Schema.Type.STRUCT) {
      StructMask mask = table.structKey(schema).columns();
      if (mask != null) {
        masked = header.with(mask.schema(), mask.mask(header.key(), schema, value));
      }
    } else if (value instanceof Map<?, ?> map) {
      masked = with(header, map, table.maps().key(map));
    }
    if (masked == header && value != null && ofRecord.hidesColumns()) {
      throw new DataException(
          "Masking table %s: the header %s holds a key with masked columns as %s, without fields that"
                  .formatted(table, header.key(), value.getClass().getSimpleName())
              + " could be masked; use a header converter that keeps the fields, such as"
              + " SimpleHeaderConverter, or drop the header in an earlier transform");
    }
    return masked;
  }

  private Found find(HeaderId header) {
    if (foundVersion != columns.version()) {
      found.clear();
      foundVersion = columns.version();
    }
    Found one = found.get(header);
    if (one == null) {
      one = compile(header);
      found.put(header, one);
    }
    return one;
  }

  private Found compile(HeaderId header) {
    Treatment treatment = rules.treatmentOfHeader(tables, header.name, columns);
    if (treatment.isUnlisted() && rules.areClosed()) {
      table.reportUnlisted(Set.of(header.name));
    }
    if (!isComplete(header.schema)) {
      return new Found(treatment, null, false);
    }
    StructMask.FieldMask mask = rules.forHeader(tables, header.name, treatment, header.schema);
    return new Found(treatment, mask, mask == null && hasFields(header.schema));
  }

  /** Whether a schema is of structs. The keys of a map may be names of columns as well. */
  private static boolean hasFields(Schema schema) {
    return schema.type() == Schema.Type.STRUCT
        || schema.type() == Schema.Type.ARRAY && hasFields(schema.valueSchema());
  }

  /** Whether nested schemas are complete; SimpleHeaderConverter makes lists and maps without. */
  private static boolean isComplete(Schema schema) {
    if (schema == null) {
      return false;
    }
    return switch (schema.type()) {
      case ARRAY -> isComplete(schema.valueSchema());
      case MAP -> isComplete(schema.keySchema()) && isComplete(schema.valueSchema());
      default -> true;
    };
  }
}
