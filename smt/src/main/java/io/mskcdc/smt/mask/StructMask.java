package io.mskcdc.smt.mask;

import io.mskcdc.smt.connect.FieldCopier;
import io.mskcdc.smt.connect.FieldPositions;
import io.mskcdc.smt.connect.Interner;
import io.mskcdc.smt.connect.Schemas;
import io.mskcdc.smt.mask.method.ColumnMask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/** Copies structs of one schema and masks or drops some of their fields. */
public final class StructMask implements ColumnMask {

  /** The schema of a masked field, and the mask for its values. */
  record FieldMask(Schema schema, ColumnMask mask) {}

  private static final String DROPPED_PARAMETER = "mskcdc.mask.dropped";

  private final Schema schema;
  private final Map<String, FieldMask> masked;
  private final FieldCopier copier;

  /**
   * @param source the schema of the structs to mask
   * @param masked the fields to mask
   * @param dropped the fields to drop
   */
  StructMask(Schema source, Map<String, FieldMask> masked, Set<String> dropped, Interner interner) {
    this.masked = masked;
    SchemaBuilder builder = Schemas.named(source, SchemaBuilder.struct());
    if (source.isOptional()) {
      builder.optional();
    }
    if (!dropped.isEmpty()) {
      builder.parameter(DROPPED_PARAMETER, String.join(",", dropped));
    }
    List<FieldCopier.Step> steps = new ArrayList<>();
    for (Field field : source.fields()) {
      if (!dropped.contains(field.name())) {
        FieldMask mask = masked.get(field.name());
        builder.field(field.name(), mask == null ? field.schema() : mask.schema);
        steps.add(
            new FieldCopier.Step(
                FieldPositions.read(field.index()), steps.size(), maskOf(field.name())));
      }
    }
    schema = interner.withSharedFields(builder.build());
    copier = interner.intern(new FieldCopier(schema, steps, false));
  }

  public Schema schema() {
    return schema;
  }

  /** Returns the mask of a field, or null if the field is copied. */
  public ColumnMask maskOf(String field) {
    FieldMask mask = masked.get(field);
    return mask == null ? null : mask.mask;
  }

  /** Whether every field that another mask of the same structs masks is masked here too. */
  boolean masks(StructMask other) {
    return other.masked.entrySet().stream()
        .allMatch(
            field -> {
              ColumnMask own = maskOf(field.getKey());
              return own instanceof StructMask fields
                      && field.getValue().mask instanceof StructMask otherFields
                  ? fields.masks(otherFields)
                  : own != null && !(own instanceof StructMask);
            });
  }

  /**
   * Masks a value that comes with its schema, or null.
   *
   * @param where the topic or the header, for errors
   * @throws DataException if the value is not a struct of that schema
   */
  public Struct mask(String where, Schema source, Object value) {
    return value == null ? null : apply(Schemas.struct(where, source, value));
  }

  @Override
  public boolean alwaysFits() {
    return true;
  }

  @Override
  public Struct apply(Object value) {
    Struct copy = new Struct(schema);
    copier.copy((Struct) value, copy);
    return copy;
  }
}
