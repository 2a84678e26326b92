package io.mskcdc.smt.route;

import io.mskcdc.smt.connect.BoundedMap;
import io.mskcdc.smt.connect.FieldPositions;
import io.mskcdc.smt.connect.Regex;
import io.mskcdc.smt.connect.SchemaCache;
import io.mskcdc.smt.connect.SchemaNames;
import io.mskcdc.smt.connect.Schemas;
import io.mskcdc.smt.event.Envelope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/**
 * Changes the keys and schemas of tables that have one topic: it adds the table to the key and
 * names the schemas after the topic.
 */
public final class LogicalTable {

  private final String keyField;
  private final Regex keyRegex;
  private final String keyReplacement;
  private final boolean renames;
  private final SchemaNames names;
  // By schema and new topic; the rows of a schema nearly always have one topic.
  private final SchemaCache<Map<String, Schema>> keys = new SchemaCache<>();
  private final SchemaCache<Map<String, Schema>> values = new SchemaCache<>();
  // The value of the key's field, by original topic.
  private final Map<String, String> physicalTables = new BoundedMap<>(BoundedMap.TABLES);

  /**
   * @param keyField the field to add to keys, or null for none
   * @param keyRegex matched against the original topic to make the field's value, or null to use
   *     the topic
   * @param renames whether schemas are named after the new topic
   */
  LogicalTable(
      String keyField, Regex keyRegex, String keyReplacement, boolean renames, SchemaNames names) {
    this.keyField = keyField;
    this.keyRegex = keyRegex;
    this.keyReplacement = keyReplacement;
    this.renames = renames;
    this.names = names;
  }

  /** Whether keys and values do not change. */
  public boolean changesNothing() {
    return keyField == null && !renames;
  }

  /**
   * Makes the key for a record whose topic changes.
   *
   * @throws DataException if the key already has the field, or is neither a struct nor a map
   */
  public SchemaAndValue key(String from, String to, Schema schema, Object key) {
    if (key == null) {
      // The schema of a null key would still be named after the table.
      return SchemaAndValue.NULL;
    }
    if (schema == null && key instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>(map);
      if (keyField != null && copy.put(keyField, physicalTable(from)) != null) {
        throw repeated(from);
      }
      return new SchemaAndValue(null, copy);
    }
    if (!(key instanceof Struct struct)) {
      if (keyField == null) {
        return new SchemaAndValue(schema, key);
      }
      throw new DataException(
          "Routing topic %s: the key is not a struct, so %s cannot be added"
              .formatted(from, keyField));
    }
    Schema own = schema == null ? struct.schema() : schema;
    Schema merged = of(keys, own, to);
    if (merged == null) {
      merged = mergedKey(from, to, own);
      keys.get(own).put(to, merged);
    }
    Struct copy = copy(Schemas.struct(from, own, struct), merged);
    if (keyField != null) {
      copy.put(keyField, physicalTable(from));
    }
    return new SchemaAndValue(merged, copy);
  }

  /** Makes the value for a record that gets a new topic. */
  public SchemaAndValue value(String to, Schema schema, Object value) {
    if (!renames || schema == null || !(value instanceof Struct struct)) {
      return new SchemaAndValue(schema, value);
    }
    boolean envelope = Envelope.is(schema);
    if (!envelope && !String.valueOf(schema.name()).endsWith(Envelope.ROW_SCHEMA_SUFFIX)) {
      return new SchemaAndValue(schema, value);
    }
    Schema renamed = of(values, schema, to);
    if (renamed == null) {
      renamed =
          envelope
              ? envelope(to, schema)
              : renamed(schema, to + Envelope.ROW_SCHEMA_SUFFIX).build();
      values.get(schema).put(to, renamed);
    }
    return new SchemaAndValue(renamed, copy(Schemas.struct(to, schema, struct), renamed));
  }

  private static Schema of(SchemaCache<Map<String, Schema>> cache, Schema schema, String topic) {
    Map<String, Schema> byTopic = cache.get(schema);
    if (byTopic == null) {
      byTopic = new BoundedMap<>(BoundedMap.TABLES);
      cache.put(schema, byTopic);
    }
    return byTopic.get(topic);
  }

  private Schema mergedKey(String from, String to, Schema schema) {
    SchemaBuilder builder = Schemas.described(schema, Schemas.sameType(schema));
    builder.name(renames ? names.adjust(to + Envelope.KEY_SCHEMA_SUFFIX) : schema.name());
    if (schema.isOptional()) {
      builder.optional();
    }
    if (keyField != null) {
      if (schema.field(keyField) != null) {
        throw repeated(from);
      }
      builder.field(keyField, Schema.STRING_SCHEMA);
    }
    return builder.build();
  }

  private Schema envelope(String to, Schema schema) {
    SchemaBuilder builder =
        Schemas.described(schema, SchemaBuilder.struct())
            .name(names.adjust(to + Envelope.SCHEMA_SUFFIX));
    for (Field field : schema.fields()) {
      boolean image = field.name().equals(Envelope.BEFORE) || field.name().equals(Envelope.AFTER);
      builder.field(
          field.name(),
          image
              ? renamed(field.schema(), to + Envelope.ROW_SCHEMA_SUFFIX).build()
              : field.schema());
    }
    return (schema.isOptional() ? builder.optional() : builder).build();
  }

  private SchemaBuilder renamed(Schema schema, String name) {
    SchemaBuilder builder =
        Schemas.described(schema, Schemas.sameType(schema)).name(names.adjust(name));
    return schema.isOptional() ? builder.optional() : builder;
  }

  /** Copies the values by position; renaming a schema does not move its fields. */
  private static Struct copy(Struct source, Schema schema) {
    Struct copy = new Struct(schema);
    List<Field> fields = schema.fields();
    int size = source.schema().fields().size();
    Field at = null;
    try {
      for (int i = 0; i < size; i++) {
        Object value = source.get(FieldPositions.read(i));
        Schema target = fields.get(i).schema();
        at = FieldPositions.write(i, target);
        FieldPositions.copy(
            copy,
            at,
            value instanceof Struct inner && !inner.schema().equals(target)
                ? copy(inner, target)
                : value);
      }
    } catch (DataException e) {
      throw Schemas.fieldError(schema, at, e);
    }
    return copy;
  }

  private String physicalTable(String topic) {
    if (keyRegex == null) {
      return topic;
    }
    String table = physicalTables.get(topic);
    if (table == null) {
      table = keyRegex.matches(topic) ? keyRegex.replaceFirst(topic, keyReplacement) : topic;
      if (table.isEmpty()) {
        throw new DataException(
            "Routing topic %s: %s is empty, so the keys of all such tables would collide"
                .formatted(topic, keyField));
      }
      physicalTables.put(topic, table);
    }
    return table;
  }

  private DataException repeated(String topic) {
    return new DataException(
        "Routing topic %s: the key already has a field %s".formatted(topic, keyField));
  }
}
