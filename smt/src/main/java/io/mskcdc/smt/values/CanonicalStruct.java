package io.mskcdc.smt.values;

import io.mskcdc.smt.connect.FieldCopier;
import io.mskcdc.smt.connect.FieldPositions;
import io.mskcdc.smt.connect.Schemas;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/** Copies the keys of one schema and makes their values canonical. */
public final class CanonicalStruct {

  private final Schema source;
  private final Schema schema;
  private final FieldCopier copier;

  private CanonicalStruct(Schema source, Schema schema, List<FieldCopier.Step> steps) {
    this.source = source;
    this.schema = schema;
    copier = new FieldCopier(schema, steps, false);
  }

  /**
   * @param row the schema of the table's rows, or null if it is not known. Debezium describes the
   *     types of columns in it, but not in the schema of keys.
   * @return null if all values of the schema are canonical
   */
  static CanonicalStruct of(Schema source, Schema row) {
    SchemaBuilder builder = Schemas.named(source, SchemaBuilder.struct());
    if (source.isOptional()) {
      builder.optional();
    }
    List<FieldCopier.Step> steps = new ArrayList<>();
    boolean changes = false;
    for (Field field : source.fields()) {
      Field column = row == null ? null : row.field(field.name());
      CanonicalValue value =
          CanonicalValue.of(
              column == null ? field.schema() : withParameters(field.schema(), column.schema()));
      changes |= value != null;
      builder.field(field.name(), value == null ? field.schema() : value.schema());
      steps.add(
          new FieldCopier.Step(
              FieldPositions.read(field.index()),
              field.index(),
              value == null ? null : value.change()));
    }
    return changes ? new CanonicalStruct(source, builder.build(), steps) : null;
  }

  private static Schema withParameters(Schema key, Schema column) {
    if (column.parameters() == null
        || column.type() != key.type()
        || !Objects.equals(column.name(), key.name())) {
      return key;
    }
    SchemaBuilder builder = Schemas.named(key, Schemas.sameType(key));
    column.parameters().forEach((name, value) -> addIfAbsent(builder, name, value));
    if (key.isOptional()) {
      builder.optional();
    }
    if (key.defaultValue() != null) {
      builder.defaultValue(key.defaultValue());
    }
    return builder.build();
  }

  private static void addIfAbsent(SchemaBuilder builder, String name, String value) {
    if (builder.parameters() == null || !builder.parameters().containsKey(name)) {
      builder.parameter(name, value);
    }
  }

  public Schema schema() {
    return schema;
  }

  /**
   * Copies a struct of the source schema.
   *
   * @param where the topic or the header, for errors
   * @param value may be null
   * @throws org.apache.kafka.connect.errors.DataException if the value has another schema
   */
  public Struct convert(String where, Object value) {
    if (value == null) {
      return null;
    }
    Struct struct = Schemas.struct(where, source, value);
    Struct converted = new Struct(schema);
    copier.copy(struct, converted);
    return converted;
  }
}
