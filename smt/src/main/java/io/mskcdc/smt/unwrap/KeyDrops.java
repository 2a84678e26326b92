package io.mskcdc.smt.unwrap;

import io.mskcdc.smt.connect.BoundedMap;
import io.mskcdc.smt.connect.FieldPositions;
import io.mskcdc.smt.connect.SchemaCache;
import io.mskcdc.smt.connect.Schemas;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/**
 * Drops from a record's key the fields that a header lists. Schemas without the fields are cached,
 * because converters cache by schema object.
 */
public final class KeyDrops {

  private final EnvelopePlan.Options options;
  private final SchemaCache<Map<List<String>, Schema>> schemas = new SchemaCache<>();

  public KeyDrops(EnvelopePlan.Options options) {
    this.options = options;
  }

  public SchemaAndValue apply(ConnectRecord<?> record, List<String> names) {
    if (record.key() instanceof Map<?, ?> map && record.keySchema() == null) {
      return new SchemaAndValue(null, without(map, names));
    }
    if (!(record.key() instanceof Struct key)) {
      return new SchemaAndValue(record.keySchema(), record.key());
    }
    Schema schema = record.keySchema() == null ? key.schema() : record.keySchema();
    Schema remainingSchema = schema(schema, names);
    if (options.dropsCompatibly() && remainingSchema.fields().size() == schema.fields().size()) {
      return new SchemaAndValue(schema, key);
    }
    Struct remaining = new Struct(remainingSchema);
    for (Field field : remainingSchema.fields()) {
      Object value =
          options.replacesNull() ? key.get(field.name()) : key.getWithoutDefault(field.name());
      FieldPositions.put(remaining, FieldPositions.write(field.index(), field.schema()), value);
    }
    return new SchemaAndValue(remainingSchema, remaining);
  }

  private Schema schema(Schema schema, List<String> names) {
    Map<List<String>, Schema> byNames = schemas.get(schema);
    if (byNames == null) {
      byNames = new BoundedMap<>(EnvelopePlan.MAX_DROP_PLANS);
      schemas.put(schema, byNames);
    }
    Schema remaining = byNames.get(names);
    if (remaining == null) {
      remaining = compile(schema, names);
      byNames.put(names, remaining);
    }
    return remaining;
  }

  private Schema compile(Schema schema, List<String> names) {
    List<Field> kept =
        schema.fields().stream()
            .filter(
                field ->
                    !names.contains(field.name())
                        || options.dropsCompatibly() && !field.schema().isOptional())
            .toList();
    if (options.dropsCompatibly() && kept.size() == schema.fields().size()) {
      return schema;
    }
    SchemaBuilder builder = Schemas.named(schema, SchemaBuilder.struct());
    kept.forEach(field -> builder.field(field.name(), field.schema()));
    return builder.build();
  }

  public static Map<Object, Object> without(Map<?, ?> map, List<String> names) {
    Map<Object, Object> remaining = new LinkedHashMap<>(map);
    remaining.keySet().removeAll(names);
    return remaining;
  }
}
