package io.mskcdc.smt.mask;

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

/** Copies a struct, some of its fields masked, some left out: compiled once for a schema. */
public final class StructMask implements ColumnMask {

  /** What becomes of one field. */
  record FieldMask(Schema schema, ColumnMask mask) {}

  /** The positions and masks of a struct, apart from its own schema: one for each shape. */
  private static final class Program {
    // Fields that are copied as they are: where from, and where to. Often one array for both.
    private final Field[] reads;
    private final Field[] writes;
    private final Field[] maskedReads;
    private final Field[] maskedWrites;
    private final ColumnMask[] masks;

    private Program(
        Field[] reads,
        Field[] writes,
        Field[] maskedReads,
        Field[] maskedWrites,
        ColumnMask[] masks) {
      this.reads = reads;
      this.writes = writes;
      this.maskedReads = maskedReads;
      this.maskedWrites = maskedWrites;
      this.masks = masks;
    }

    private List<?> contents() {
      return List.of(
          List.of(reads),
          List.of(writes),
          List.of(maskedReads),
          List.of(maskedWrites),
          List.of(masks));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Program program && contents().equals(program.contents());
    }

    @Override
    public int hashCode() {
      return contents().hashCode();
    }
  }

  private static final String DROPPED_PARAMETER = "mskcdc.mask.dropped";

  private final Schema schema;
  private final Map<String, FieldMask> masked;
  private final Program program;

  /**
   * @param source the schema of what is masked
   * @param masked the fields to mask
   * @param dropped the fields to leave out
   * @param shapes those of the transform
   */
  StructMask(Schema source, Map<String, FieldMask> masked, Set<String> dropped, Interner shapes) {
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
    schema = shapes.withSharedFields(builder.build());
    List<Integer> copied = new ArrayList<>();
    List<Integer> changed = new ArrayList<>();
    for (int i = 0; i < kept.size(); i++) {
      (masked.containsKey(kept.get(i).name()) ? changed : copied).add(i);
    }
    Field[] writes = copied.stream().map(this::write).toArray(Field[]::new);
    boolean same =
        copied.stream()
            .allMatch(
                i ->
                    kept.get(i).index() == i
                        && FieldPositions.isShared(i, schema.fields().get(i).schema()));
    program =
        shapes.shared(
            new Program(
                same ? writes : reads(kept, copied),
                writes,
                reads(kept, changed),
                changed.stream().map(this::write).toArray(Field[]::new),
                changed.stream().map(i -> maskOf(kept.get(i).name())).toArray(ColumnMask[]::new)));
  }

  private Field write(int index) {
    return FieldPositions.write(index, schema.fields().get(index).schema());
  }

  private static Field[] reads(List<Field> fields, List<Integer> some) {
    return some.stream().map(i -> FieldPositions.read(fields.get(i).index())).toArray(Field[]::new);
  }

  public Schema schema() {
    return schema;
  }

  /** The mask of a field, or null if it is copied. */
  public ColumnMask maskOf(String field) {
    FieldMask mask = masked.get(field);
    return mask == null ? null : mask.mask;
  }

  Set<String> maskedFields() {
    return masked.keySet();
  }

  /**
   * Masks a value that comes with its schema, or null.
   *
   * @param where the topic or the header, for errors
   * @throws DataException if it is no struct of that schema
   */
  public Struct mask(String where, Schema source, Object value) {
    return value == null ? null : mask(Schemas.struct(where, source, value));
  }

  @Override
  public Struct mask(Object value) {
    Struct source = (Struct) value;
    Struct copy = new Struct(schema);
    Program p = program;
    Field at = null;
    try {
      for (int i = 0; i < p.writes.length; i++) {
        // A required column may be left to its default, which a put of null would not accept.
        Object column = source.get(p.reads[i]);
        if (column != null) {
          at = p.writes[i];
          FieldPositions.copy(copy, at, column);
        }
      }
      for (int i = 0; i < p.masks.length; i++) {
        Object column = source.get(p.maskedReads[i]);
        if (column != null) {
          at = p.maskedWrites[i];
          copy.put(at, p.masks[i].mask(column));
        }
      }
    } catch (DataException e) {
      throw Schemas.misfit(schema, at, e);
    }
    return copy;
  }
}
