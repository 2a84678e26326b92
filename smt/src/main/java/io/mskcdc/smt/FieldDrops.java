package io.mskcdc.smt;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/** Leaves out of a record's key the fields that a header lists. */
final class FieldDrops {

  private FieldDrops() {}

  static SchemaAndValue fromKey(
      ConnectRecord<?> record, List<?> names, EnvelopePlan.Options options) {
    Schema schema = record.keySchema();
    if (record.key() instanceof Map<?, ?> map && schema == null) {
      return new SchemaAndValue(null, without(map, names));
    }
    if (!(record.key() instanceof Struct key)) {
      return new SchemaAndValue(schema, record.key());
    }
    List<Field> kept =
        schema.fields().stream()
            .filter(
                field ->
                    !names.contains(field.name())
                        || options.dropsCompatibly() && !field.schema().isOptional())
            .toList();
    if (options.dropsCompatibly() && kept.size() == schema.fields().size()) {
      return new SchemaAndValue(schema, key);
    }
    SchemaBuilder builder = Schemas.named(schema, SchemaBuilder.struct());
    kept.forEach(field -> builder.field(field.name(), field.schema()));
    Schema leftSchema = builder.build();
    Struct left = new Struct(leftSchema);
    for (Field field : kept) {
      Object value = options.replacesNull() ? key.get(field) : key.getWithoutDefault(field.name());
      Slots.put(left, leftSchema.field(field.name()), value);
    }
    return new SchemaAndValue(leftSchema, left);
  }

  static Map<Object, Object> without(Map<?, ?> map, List<?> names) {
    Map<Object, Object> left = new LinkedHashMap<>(map);
    left.keySet().removeAll(names);
    return left;
  }
}
