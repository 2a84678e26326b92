package io.mskcdc.smt;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;

/** Which columns are masked, and how; compiled for the schemas of tables, keys and envelopes. */
final class MaskRules {

  /** One method and the columns it is for. */
  record Rule(MaskMethod method, List<ColumnPattern> patterns) {}

  private static final String METHOD_PARAMETER = "mskcdc.mask.method";
  private static final String KEY_ID_PARAMETER = "mskcdc.mask.key.id";
  // Debezium lists the values of an ENUM or SET column here.
  private static final String ALLOWED_PARAMETER = "allowed";
  private static final String DEBEZIUM_PARAMETERS = "__debezium.";
  // What Unwrap, or Debezium's own, calls the images' columns and the query when asked to add them.
  private static final List<String> ADDED_IMAGES = List.of("__before_", "__after_");
  private static final Set<String> ADDED_QUERIES = Set.of("__query", "__source_query");
  private static final String REDACTED = "***";

  private final List<Rule> rules;
  private final String keyId;

  MaskRules(List<Rule> rules, String keyId) {
    this.rules = rules;
    this.keyId = keyId;
  }

  /**
   * @return null if nothing in a row of this table is masked
   * @throws DataException if a rule cannot be honoured: its column is missing, its method does not
   *     fit the column's type, or two methods are for one column
   */
  StructMask forRow(List<TableName> tables, Schema row) {
    requireColumns(tables, row);
    return compile(tables, row, "", false);
  }

  /**
   * @return null if the key holds no masked column
   * @throws DataException if a rule cannot be honoured, or would make one key out of two
   */
  StructMask forKey(List<TableName> tables, Schema key) {
    return compile(tables, key, "", true);
  }

  /**
   * @return null if nothing in the events of this table is masked
   * @throws DataException as {@link #forRow}
   */
  StructMask forEnvelope(List<TableName> tables, Schema envelope) {
    Map<String, StructMask.FieldMask> masks = new LinkedHashMap<>();
    for (String image : List.of(Envelope.BEFORE, Envelope.AFTER)) {
      Field field = envelope.field(image);
      if (field != null && field.schema().type() == Schema.Type.STRUCT) {
        StructMask mask = forRow(tables, field.schema());
        if (mask != null) {
          masks.put(image, new StructMask.FieldMask(mask.schema(), mask));
        }
      }
    }
    Field source = envelope.field(Envelope.SOURCE);
    if (source != null
        && source.schema().type() == Schema.Type.STRUCT
        && source.schema().field(Envelope.QUERY) != null) {
      Schema query = source.schema().field(Envelope.QUERY).schema();
      StructMask mask =
          new StructMask(source.schema(), Map.of(Envelope.QUERY, queryMask(query)), Set.of());
      masks.put(Envelope.SOURCE, new StructMask.FieldMask(mask.schema(), mask));
    }
    return masks.isEmpty() ? null : new StructMask(envelope, masks, Set.of());
  }

  /**
   * The method for a column, or null.
   *
   * @throws DataException if there are two
   */
  MaskMethod methodOf(List<TableName> tables, String path) {
    MaskMethod found = null;
    for (Rule rule : rules) {
      boolean matches = false;
      for (TableName table : tables) {
        for (ColumnPattern pattern : rule.patterns) {
          matches = matches || pattern.matches(table, path);
        }
      }
      if (matches) {
        if (found != null) {
          throw new DataException(
              "Masking table %s: column %s is in %s.columns and in %s.columns; leave it in one"
                  .formatted(tables.get(0), path, found.name(), rule.method.name()));
        }
        found = rule.method;
      }
    }
    return found;
  }

  /** The method for a field of a row or a header, which may be a column's copy by another name. */
  MaskMethod methodOfCopy(List<TableName> tables, String name) {
    MaskMethod method = methodOf(tables, name);
    for (String prefix : ADDED_IMAGES) {
      if (method == null && name.startsWith(prefix)) {
        method = methodOf(tables, name.substring(prefix.length()));
      }
    }
    return method;
  }

  static boolean isQueryCopy(String name) {
    return ADDED_QUERIES.contains(name);
  }

  private void requireColumns(List<TableName> tables, Schema row) {
    for (Rule rule : rules) {
      for (ColumnPattern pattern : rule.patterns) {
        if (tables.stream().anyMatch(pattern::requires) && !hasColumn(tables, row, "", pattern)) {
          throw new DataException(
              "Masking table %s: it has no column that %s.columns names %s"
                  .formatted(tables.get(0), rule.method.name(), pattern));
        }
      }
    }
  }

  private static boolean hasColumn(
      List<TableName> tables, Schema schema, String parent, ColumnPattern pattern) {
    for (Field field : schema.fields()) {
      String path = parent + field.name();
      if (tables.stream().anyMatch(table -> pattern.matches(table, path))) {
        return true;
      }
      Schema inner = structWithin(field.schema());
      if (inner != null && hasColumn(tables, inner, path + ".", pattern)) {
        return true;
      }
    }
    return false;
  }

  /** The struct that a field is, or that its elements are; null if neither. */
  private static Schema structWithin(Schema schema) {
    Schema inner = schema.type() == Schema.Type.ARRAY ? schema.valueSchema() : schema;
    return inner.type() == Schema.Type.STRUCT ? inner : null;
  }

  private StructMask compile(List<TableName> tables, Schema schema, String parent, boolean key) {
    Map<String, StructMask.FieldMask> masks = new LinkedHashMap<>();
    Set<String> dropped = new LinkedHashSet<>();
    for (Field field : schema.fields()) {
      String path = parent + field.name();
      MaskMethod method = methodOfCopy(tables, path);
      StructMask.FieldMask mask;
      if (method == null) {
        mask = ofUnnamed(tables, field, path, key);
      } else {
        if (key && !method.keepsKeysApart()) {
          throw mergesKeys(tables, path, method);
        }
        if (method instanceof DropMask) {
          dropped.add(field.name());
          continue;
        }
        mask = fieldMask(tables, path, method, field.schema());
      }
      if (mask != null) {
        masks.put(field.name(), mask);
      }
    }
    return masks.isEmpty() && dropped.isEmpty() ? null : new StructMask(schema, masks, dropped);
  }

  static DataException mergesKeys(List<TableName> tables, String path, MaskMethod method) {
    return new DataException(
        "Masking table %s: column %s is in the record's key, where %s could make one key of two;"
                .formatted(tables.get(0), path, method.name())
            + " mask it with hmac, of 128 bits or more");
  }

  private StructMask.FieldMask ofUnnamed(
      List<TableName> tables, Field field, String path, boolean key) {
    if (path.equals(field.name()) && isQueryCopy(path)) {
      return queryMask(field.schema());
    }
    Schema inner = structWithin(field.schema());
    StructMask mask = inner == null ? null : compile(tables, inner, path + ".", key);
    if (mask == null) {
      return null;
    }
    if (inner == field.schema()) {
      return new StructMask.FieldMask(mask.schema(), mask);
    }
    SchemaBuilder array = Schemas.named(field.schema(), SchemaBuilder.array(mask.schema()));
    if (field.schema().isOptional()) {
      array.optional();
    }
    return new StructMask.FieldMask(
        array.build(),
        list ->
            ((List<?>) list).stream().map(each -> each == null ? null : mask.mask(each)).toList());
  }

  /**
   * How one column, or header, of this schema is masked.
   *
   * @throws DataException if the method cannot be applied to the type
   */
  StructMask.FieldMask fieldMask(
      List<TableName> tables, String path, MaskMethod method, Schema source) {
    ColumnType type = ColumnType.of(source);
    boolean text = method.yieldsText(type);
    SchemaBuilder builder = text ? SchemaBuilder.string() : Schemas.sameType(source);
    if (!text) {
      builder.name(source.name()).version(source.version());
    }
    builder.doc(source.doc()).parameters(parametersOf(method, source, text));
    if (source.isOptional() || method instanceof NullMask || method instanceof DropMask) {
      builder.optional();
    }
    Schema schema = builder.build();
    ColumnMask mask = method.maskOf(type, schema);
    if (mask == null) {
      throw new DataException(
          "Masking table %s: %s cannot be applied to column %s, which is %s"
              .formatted(
                  tables.get(0),
                  method.name(),
                  path,
                  source.name() == null ? source.type() : source.name()));
    }
    if (source.defaultValue() != null && source.type() != Schema.Type.STRUCT) {
      schema = withDefault(schema, mask.mask(source.defaultValue()));
    }
    return new StructMask.FieldMask(schema, mask);
  }

  private Map<String, String> parametersOf(MaskMethod method, Schema source, boolean text) {
    Map<String, String> parameters = new TreeMap<>();
    if (source.parameters() != null) {
      parameters.putAll(source.parameters());
      parameters.keySet().remove(ALLOWED_PARAMETER);
      if (text) {
        parameters.keySet().removeIf(name -> !name.startsWith(DEBEZIUM_PARAMETERS));
      }
    }
    parameters.put(METHOD_PARAMETER, method.name());
    if (method.isKeyed()) {
      parameters.put(KEY_ID_PARAMETER, keyId);
    }
    return parameters;
  }

  private static Schema withDefault(Schema schema, Object value) {
    if (value == null) {
      return schema;
    }
    SchemaBuilder builder = Schemas.named(schema, Schemas.sameType(schema)).defaultValue(value);
    return (schema.isOptional() ? builder.optional() : builder).build();
  }

  /** The query holds columns' values, of any table: nothing of it is left. */
  private StructMask.FieldMask queryMask(Schema query) {
    MaskMethod method = query.isOptional() ? new NullMask() : new RedactMask(REDACTED);
    return fieldMask(
        List.of(new TableName("", null, Envelope.SOURCE)), Envelope.QUERY, method, query);
  }
}
