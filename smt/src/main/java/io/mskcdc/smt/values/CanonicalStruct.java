package io.mskcdc.smt.values;

import io.mskcdc.smt.connect.FieldCopier;
import io.mskcdc.smt.connect.FieldPositions;
import io.mskcdc.smt.connect.Schemas;
import java.util.ArrayList;
import java.util.List;
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

  /** Returns null if all values of the schema are canonical. */
  static CanonicalStruct of(Schema source) {
    SchemaBuilder builder = Schemas.named(source, SchemaBuilder.struct());
    if (source.isOptional()) {
      builder.optional();
    }
    List<FieldCopier.Step> steps = new ArrayList<>();
    boolean changes = false;
    for (Field field : source.fields()) {
      CanonicalValue value = CanonicalValue.of(field.schema());
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
