package io.mskcdc.smt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/** Copies a struct, some of its fields masked, some left out: compiled once for a schema. */
final class StructMask implements ColumnMask {

  /** What becomes of one field. */
  record FieldMask(Schema schema, ColumnMask mask) {}

  private static final String DROPPED_PARAMETER = "mskcdc.mask.dropped";

  private final Schema schema;
  private final Map<String, FieldMask> masked;
  private final Field[] reads;
  private final Field[] writes;
  private final ColumnMask[] masks;

  /**
   * @param source the schema of what is masked
   * @param masked the fields to mask
   * @param dropped the fields to leave out
   */
  StructMask(Schema source, Map<String, FieldMask> masked, Set<String> dropped) {
    this.masked = masked;
    SchemaBuilder builder = Schemas.named(source, SchemaBuilder.struct());
    if (source.isOptional()) {
      builder.optional();
    }
    if (!dropped.isEmpty()) {
      builder.parameter(DROPPED_PARAMETER, String.join(",", dropped));
    }
    List<Field> kept = new ArrayList<>();
    for (Field field : source.fields()) {
      if (!dropped.contains(field.name())) {
        kept.add(field);
        FieldMask mask = masked.get(field.name());
        builder.field(field.name(), mask == null ? field.schema() : mask.schema);
      }
    }
    schema = builder.build();
    int size = kept.size();
    reads = new Field[size];
    writes = new Field[size];
    masks = new ColumnMask[size];
    for (int i = 0; i < size; i++) {
      Field field = kept.get(i);
      reads[i] = Slots.read(field.index());
      writes[i] = Slots.write(i, schema.fields().get(i).schema());
      masks[i] = maskOf(field.name());
    }
  }

  Schema schema() {
    return schema;
  }

  /** The mask of a field, or null if it is copied. */
  ColumnMask maskOf(String field) {
    FieldMask mask = masked.get(field);
    return mask == null ? null : mask.mask;
  }

  Set<String> maskedFields() {
    return masked.keySet();
  }

  @Override
  public Struct mask(Object value) {
    Struct source = (Struct) value;
    Struct copy = new Struct(schema);
    Field at = null;
    try {
      for (int i = 0; i < reads.length; i++) {
        Object column = source.get(reads[i]);
        ColumnMask mask = masks[i];
        at = writes[i];
        copy.put(at, mask == null || column == null ? column : mask.mask(column));
      }
    } catch (DataException e) {
      throw Schemas.misfit(schema, at, e);
    }
    return copy;
  }
}
