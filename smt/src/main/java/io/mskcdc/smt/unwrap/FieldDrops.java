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
 * Leaves out of a record's key the fields that a header lists. What is left of a schema is made
 * once, so that converters know it again.
 */
public final class FieldDrops {

  private final EnvelopePlan.Options options;
  private final SchemaCache<Map<List<?>, Schema>> schemas = new SchemaCache<>();

  public FieldDrops(EnvelopePlan.Options options) {
    this.options = options;
  }

  public SchemaAndValue fromKey(ConnectRecord<?> record, List<?> names) {
    Schema schema = record.keySchema();
    if (record.key() instanceof Map<?, ?> map && schema == null) {
      return new SchemaAndValue(null, without(map, names));
    }
    if (!(record.key() instanceof Struct key)) {
      return new SchemaAndValue(schema, record.key());
    }
    Schema leftSchema = schema(schema, names);
    if (options.dropsCompatibly() && leftSchema.fields().size() == schema.fields().size()) {
      return new SchemaAndValue(schema, key);
    }
    Struct left = new Struct(leftSchema);
    for (Field field : leftSchema.fields()) {
      Object value =
          options.replacesNull() ? key.get(field.name()) : key.getWithoutDefault(field.name());
      FieldPositions.put(left, FieldPositions.write(field.index(), field.schema()), value);
    }
    return new SchemaAndValue(leftSchema, left);
  }

  private Schema schema(Schema schema, List<?> names) {
    Map<List<?>, Schema> byNames = schemas.get(schema);
    if (byNames == null) {
      byNames = new BoundedMap<>(EnvelopePlan.DROP_PLANS);
      schemas.put(schema, byNames);
    }
    Schema left = byNames.get(names);
    if (left == null) {
      left = compile(schema, names);
      byNames.put(List.copyOf(names), left);
    }
    return left;
  }

  private Schema compile(Schema schema, List<?> names) {
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

  public static Map<Object, Object> without(Map<?, ?> map, List<?> names) {
    Map<Object, Object> left = new LinkedHashMap<>(map);
    left.keySet().removeAll(names);
    return left;
  }
}
