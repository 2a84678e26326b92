package io.mskcdc.smt.mask;

import io.mskcdc.smt.connect.BoundedMap;
import io.mskcdc.smt.connect.Schemas;
import io.mskcdc.smt.event.Envelope;
import io.mskcdc.smt.event.TableName;
import io.mskcdc.smt.mask.method.MaskMethod;
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

  /** A header is told by its name and schema. */
  private record HeaderId(String name, Schema schema) {}

  /** What was found out about a header: its method, and with a schema its mask; null for none. */
  private record Found(MaskMethod method, StructMask.FieldMask mask) {}

  // Debezium writes both keys of a row there when its primary key changes.
  private static final Set<String> KEYS = Set.of("__debezium.oldkey", "__debezium.newkey");
  // Converters of sinks make a new schema for each record, of which a few are different.
  private static final int MOST = 10_000;

  private final MaskRules rules;
  private final List<TableName> tables;
  private final TableMask table;
  private final SeenColumns columns;
  // What is in somebody else's header is no column of the table.
  private final MapMask maps;
  private final Map<HeaderId, Found> found = new BoundedMap<>(MOST);
  private int columnsThen;

  HeaderMask(MaskRules rules, List<TableName> tables, TableMask table, SeenColumns columns) {
    this.rules = rules;
    this.tables = tables;
    this.table = table;
    this.columns = columns;
    maps = new MapMask(rules, tables, new SeenColumns());
  }

  /** The headers with each one masked that holds a key, a row or a column. */
  Headers mask(Headers all) {
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
    if (KEYS.contains(header.key())) {
      return maskedKey(header);
    }
    if (rules.isStatement(header.key())) {
      return header.with(Schema.OPTIONAL_STRING_SCHEMA, null);
    }
    Schema schema = header.schema();
    Object value = header.value();
    if (schema != null
        && schema.type() == Schema.Type.STRUCT
        && TableName.ofSchema(schema) != null) {
      StructMask mask = isKey(schema) ? table.keyOf(schema) : table.row(schema);
      return mask == null
          ? header
          : header.with(mask.schema(), mask.mask(header.key(), schema, value));
    }
    Found one = find(new HeaderId(header.key(), schema));
    try {
      if (one.mask != null) {
        Object own = value instanceof Struct ? Schemas.struct(header.key(), schema, value) : value;
        return header.with(one.mask.schema(), own == null ? null : one.mask.mask().mask(own));
      }
      if (one.method != null && value != null) {
        return header.with(null, maps.mask(header.key(), one.method, value));
      }
    } catch (DataException e) {
      throw new DataException(
          "Masking table %s, header %s: %s".formatted(table, header.key(), e.getMessage()));
    }
    return with(header, value, maps.header(header.key(), value));
  }

  private static boolean isKey(Schema schema) {
    return schema.name().endsWith(Envelope.KEY_SCHEMA_SUFFIX);
  }

  /** A map keeps no schema once its values may be of other types; without any masked, it stays. */
  private static Header with(Header header, Object value, Object masked) {
    return Objects.equals(masked, value) ? header : header.with(null, masked);
  }

  /** A key has its columns as a struct, as a map, or in a form that nothing can be masked in. */
  private Header maskedKey(Header header) {
    Schema schema = header.schema();
    Object value = header.value();
    Header masked = header;
    if (schema != null && schema.type() == Schema.Type.STRUCT) {
      StructMask mask = table.keyOf(schema);
      if (mask != null) {
        masked = header.with(mask.schema(), mask.mask(header.key(), schema, value));
      }
    } else if (value instanceof Map<?, ?> map) {
      masked = with(header, map, table.maps().key(map));
    }
    if (masked == header && value != null && table.isKeyMasked()) {
      throw new DataException(
          "Masking table %s: the header %s holds a key of masked columns as %s, in which none is"
                  .formatted(table, header.key(), value.getClass().getSimpleName())
              + " found; use a header converter that keeps the fields, such as"
              + " SimpleHeaderConverter, or drop the header before");
    }
    return masked;
  }

  private Found find(HeaderId header) {
    if (columnsThen != columns.version()) {
      found.clear();
      columnsThen = columns.version();
    }
    Found one = found.get(header);
    if (one == null) {
      one = compile(header);
      found.put(header, one);
    }
    return one;
  }

  private Found compile(HeaderId header) {
    MaskMethod method = rules.methodOfHeader(tables, header.name, columns);
    if (!isWhole(header.schema)) {
      return new Found(method, null);
    }
    return new Found(
        method,
        method == null
            ? rules.forHeader(tables, header.name, header.schema)
            : rules.fieldMask(tables, header.name, method, header.schema));
  }

  /** SimpleHeaderConverter gives a list or a map no schema for what is in it, or knows of none. */
  private static boolean isWhole(Schema schema) {
    if (schema == null) {
      return false;
    }
    return switch (schema.type()) {
      case ARRAY -> isWhole(schema.valueSchema());
      case MAP -> isWhole(schema.keySchema()) && isWhole(schema.valueSchema());
      default -> true;
    };
  }
}
