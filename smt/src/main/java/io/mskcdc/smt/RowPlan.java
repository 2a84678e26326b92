package io.mskcdc.smt;

import java.util.ArrayList;
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
final class RowPlan {

  static final String DELETED = "__deleted";

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

  private final Schema schema;
  private final List<Step> steps;

  private final Field[] imageReads;
  private final Field[] imageWrites;
  private final ColumnMask[] imageMasks;
  private final Field constantWrite;
  private final ColumnMask constantMask;
  private final MetadataField.Position[] metadata;
  private final Field[] metadataWrites;
  private final ColumnMask[] metadataMasks;

  private RowPlan(Schema schema, List<Step> steps) {
    this.schema = schema;
    this.steps = steps;
    List<Step> image = steps.stream().filter(step -> step.imageRead != null).toList();
    List<Step> added = steps.stream().filter(step -> step.metadata != null).toList();
    imageReads = image.stream().map(Step::imageRead).toArray(Field[]::new);
    imageWrites = writes(image);
    imageMasks = image.stream().map(Step::mask).toArray(ColumnMask[]::new);
    Step constant = steps.stream().filter(Step::isConstant).findFirst().orElse(null);
    constantWrite = constant == null ? null : writes(List.of(constant))[0];
    constantMask = constant == null ? null : constant.mask;
    metadata = added.stream().map(Step::metadata).toArray(MetadataField.Position[]::new);
    metadataWrites = writes(added);
    metadataMasks = added.stream().map(Step::mask).toArray(ColumnMask[]::new);
  }

  private Field[] writes(List<Step> some) {
    return some.stream()
        .map(step -> schema.field(step.name))
        .map(field -> Slots.write(field.index(), field.schema()))
        .toArray(Field[]::new);
  }

  /**
   * @param image the schema of the row image
   * @param marked whether the row gets the field {@code __deleted}
   * @param metadata the fields to add
   * @param defaults whether a column that is null gets its schema's default value
   * @param imageDrops fields to leave out of the image and the mark
   * @param metadataDrops fields to leave out of the metadata
   * @throws DataException if two fields would have the same name
   */
  static RowPlan compile(
      String topic,
      Schema image,
      boolean marked,
      List<MetadataField.Position> metadata,
      boolean defaults,
      Set<String> imageDrops,
      Set<String> metadataDrops) {
    List<Step> steps = new ArrayList<>();
    for (Field field : image.fields()) {
      if (!imageDrops.contains(field.name())) {
        Field read = defaults ? field : Slots.read(field.index());
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
    return new RowPlan(builder.build(), steps);
  }

  /** The same row with a mask over it, in one go. */
  RowPlan masked(StructMask mask) {
    List<Step> masked = new ArrayList<>();
    for (Step step : steps) {
      Field field = mask.schema().field(step.name);
      if (field != null) {
        masked.add(
            new Step(
                step.name, field.schema(), step.imageRead, step.metadata, mask.maskOf(step.name)));
      }
    }
    return new RowPlan(mask.schema(), masked);
  }

  Schema schema() {
    return schema;
  }

  /**
   * Makes the row.
   *
   * @param deleted what {@code __deleted} says, if the row has it
   * @throws DataException if a value does not fit its field, which it names
   */
  Struct apply(Struct envelope, Struct image, String deleted) {
    Struct row = new Struct(schema);
    Field[] reads = imageReads;
    Field[] writes = imageWrites;
    ColumnMask[] masks = imageMasks;
    Field at = null;
    try {
      for (int i = 0; i < reads.length; i++) {
        Object value = image.get(reads[i]);
        ColumnMask mask = masks[i];
        at = writes[i];
        row.put(at, mask == null || value == null ? value : mask.mask(value));
      }
      if (constantWrite != null) {
        at = constantWrite;
        row.put(at, constantMask == null ? deleted : constantMask.mask(deleted));
      }
      for (int i = 0; i < metadata.length; i++) {
        Object value = metadata[i].value(envelope);
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
