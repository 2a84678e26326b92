package io.mskcdc.smt.unwrap;

import io.mskcdc.smt.connect.FieldPositions;
import io.mskcdc.smt.connect.Interner;
import io.mskcdc.smt.connect.Schemas;
import io.mskcdc.smt.mask.StructMask;
import io.mskcdc.smt.mask.method.ColumnMask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/**
 * How a flat row is made of a change event: compiled once for a schema, then loops over positions.
 *
 * <p>The row's own columns come first, then {@code __deleted} where the mode asks for it, then the
 * metadata.
 */
public final class RowPlan {

  public static final String DELETED = "__deleted";

  /** One value of the new row: from the row image, the constant, or the envelope. */
  private record Step(
      String name,
      Schema schema,
      Field imageRead,
      MetadataField.Position metadata,
      ColumnMask mask) {

    boolean isConstant() {
      return imageRead == null && metadata == null;
    }
  }

  /** The positions and masks of a row, apart from the table's own schema: one for each shape. */
  public static final class Program {
    // Columns that are copied as they are: where from, and where to. Often one array for both.
    private final Field[] reads;
    private final Field[] writes;
    private final Field constantWrite;
    private final ColumnMask constantMask;
    // Fields of the envelope, which have a struct of it as parent or null for the envelope itself.
    private final Field[] metadataParents;
    private final Field[] metadataReads;
    private final Field[] metadataWrites;
    private final ColumnMask[] metadataMasks;
    private final Field[] maskedReads;
    private final Field[] maskedWrites;
    private final ColumnMask[] masks;

    private Program(Schema schema, List<Step> steps) {
      List<Step> image = steps.stream().filter(step -> step.imageRead != null).toList();
      List<Step> copied = image.stream().filter(step -> step.mask == null).toList();
      List<Step> masked = image.stream().filter(step -> step.mask != null).toList();
      List<Step> added = steps.stream().filter(step -> step.metadata != null).toList();
      writes = writes(schema, copied);
      reads = sameOrReads(copied, writes);
      maskedReads = reads(masked);
      maskedWrites = writes(schema, masked);
      masks = masked.stream().map(Step::mask).toArray(ColumnMask[]::new);
      Step constant = steps.stream().filter(Step::isConstant).findFirst().orElse(null);
      constantWrite = constant == null ? null : writes(schema, List.of(constant))[0];
      constantMask = constant == null ? null : constant.mask;
      metadataParents = added.stream().map(step -> step.metadata.parent()).toArray(Field[]::new);
      metadataReads = added.stream().map(step -> step.metadata.read()).toArray(Field[]::new);
      metadataWrites = writes(schema, added);
      metadataMasks = added.stream().map(Step::mask).toArray(ColumnMask[]::new);
    }

    /** All that it consists of: programs with equal contents do the same. */
    private List<?> contents() {
      return Arrays.asList(
          Arrays.asList(reads),
          Arrays.asList(writes),
          constantWrite,
          constantMask,
          Arrays.asList(metadataParents),
          Arrays.asList(metadataReads),
          Arrays.asList(metadataWrites),
          Arrays.asList(metadataMasks),
          Arrays.asList(maskedReads),
          Arrays.asList(maskedWrites),
          Arrays.asList(masks));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Program program && contents().equals(program.contents());
    }

    @Override
    public int hashCode() {
      return contents().hashCode();
    }

    /** Makes the row, in the table's own schema; the rest is as {@link RowPlan#apply} has it. */
    public Struct apply(Schema schema, Struct envelope, Struct image, String deleted) {
      Struct row = new Struct(schema);
      Field at = null;
      try {
        Field[] from = reads;
        Field[] to = writes;
        for (int i = 0; i < to.length; i++) {
          at = to[i];
          FieldPositions.copy(row, at, image.get(from[i]));
        }
        for (int i = 0; i < masks.length; i++) {
          Object value = image.get(maskedReads[i]);
          at = maskedWrites[i];
          FieldPositions.put(row, at, value == null ? null : masks[i].mask(value));
        }
        if (constantWrite != null) {
          at = constantWrite;
          row.put(at, constantMask == null ? deleted : constantMask.mask(deleted));
        }
        for (int i = 0; i < metadataWrites.length; i++) {
          Field parent = metadataParents[i];
          Struct holder = parent == null ? envelope : (Struct) envelope.get(parent);
          Object value = holder == null ? null : holder.get(metadataReads[i]);
          ColumnMask mask = metadataMasks[i];
          at = metadataWrites[i];
          row.put(at, mask == null || value == null ? value : mask.mask(value));
        }
      } catch (DataException e) {
        throw Schemas.misfit(schema, at, e);
      }
      return row;
    }
  }

  private final Schema schema;
  private final Program program;
  private final List<Step> steps;
  private final Interner shapes;

  private RowPlan(Schema schema, List<Step> steps, Interner shapes) {
    this.schema = shapes.withSharedFields(schema);
    this.steps = steps;
    this.shapes = shapes;
    program = shapes.shared(new Program(schema, steps));
  }

  private static Field[] reads(List<Step> some) {
    return some.stream().map(Step::imageRead).toArray(Field[]::new);
  }

  /** The fields to write with, if they read the same: fewer objects to touch for a row. */
  private static Field[] sameOrReads(List<Step> some, Field[] writes) {
    for (int i = 0; i < writes.length; i++) {
      Field read = some.get(i).imageRead;
      Field write = writes[i];
      boolean same =
          read.index() == write.index()
              && read == FieldPositions.read(read.index())
              && FieldPositions.isShared(write.index(), some.get(i).schema);
      if (!same) {
        return reads(some);
      }
    }
    return writes;
  }

  private static Field[] writes(Schema schema, List<Step> some) {
    return some.stream()
        .map(step -> schema.field(step.name))
        .map(field -> FieldPositions.write(field.index(), field.schema()))
        .toArray(Field[]::new);
  }

  /**
   * @param image the schema of the row image
   * @param marked whether the row gets the field {@code __deleted}
   * @param metadata the fields to add
   * @param defaults whether a column that is null gets its schema's default value
   * @param imageDrops fields to leave out of the image and the mark
   * @param metadataDrops fields to leave out of the metadata
   * @param shapes those of the transform
   * @throws DataException if two fields would have the same name
   */
  static RowPlan compile(
      String topic,
      Schema image,
      boolean marked,
      List<MetadataField.Position> metadata,
      boolean defaults,
      Set<String> imageDrops,
      Set<String> metadataDrops,
      Interner shapes) {
    List<Step> steps = new ArrayList<>();
    for (Field field : image.fields()) {
      if (!imageDrops.contains(field.name())) {
        Field read = defaults ? field : FieldPositions.read(field.index());
        steps.add(new Step(field.name(), field.schema(), read, null, null));
      }
    }
    if (marked && !imageDrops.contains(DELETED)) {
      steps.add(new Step(DELETED, Schema.OPTIONAL_STRING_SCHEMA, null, null, null));
    }
    for (MetadataField.Position position : metadata) {
      if (!metadataDrops.contains(position.name())) {
        steps.add(new Step(position.name(), position.schema(), null, position, null));
      }
    }
    SchemaBuilder builder = Schemas.named(image, SchemaBuilder.struct());
    for (Step step : steps) {
      if (builder.field(step.name) != null) {
        throw new DataException(
            "Unwrapping a change event of topic %s: the row has a field %s already"
                .formatted(topic, step.name));
      }
      builder.field(step.name, step.schema);
    }
    return new RowPlan(builder.build(), steps, shapes);
  }

  /** The same row with a mask over it, in one go. */
  public RowPlan masked(StructMask mask) {
    List<Step> masked = new ArrayList<>();
    for (Step step : steps) {
      Field field = mask.schema().field(step.name);
      if (field != null) {
        masked.add(
            new Step(
                step.name, field.schema(), step.imageRead, step.metadata, mask.maskOf(step.name)));
      }
    }
    return new RowPlan(mask.schema(), masked, shapes);
  }

  public Schema schema() {
    return schema;
  }

  public Program program() {
    return program;
  }

  /**
   * Makes the row.
   *
   * @param deleted what {@code __deleted} says, if the row has it
   * @throws DataException if a value does not fit its field, which it names
   */
  public Struct apply(Struct envelope, Struct image, String deleted) {
    return program.apply(schema, envelope, image, deleted);
  }
}
