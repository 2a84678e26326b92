package io.mskcdc.smt.unwrap;

import io.mskcdc.smt.connect.FieldCopier;
import io.mskcdc.smt.connect.FieldPositions;
import io.mskcdc.smt.connect.Interner;
import io.mskcdc.smt.connect.Schemas;
import io.mskcdc.smt.connect.ValueChange;
import io.mskcdc.smt.values.CanonicalValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/**
 * How a flat row is made from the change events of one schema. It is compiled once; each row is
 * then copied by positions.
 *
 * <p>The row's own columns come first, then {@code __deleted} in the rewrite modes, then the added
 * metadata.
 */
public final class RowPlan {

  public static final String DELETED = "__deleted";

  /**
   * One field of the row: a column of the image, {@code __deleted}, or a field of the envelope.
   *
   * @param change makes the row's value from the event's; null if the value is copied
   */
  private record Step(
      String name,
      Schema schema,
      Field imageRead,
      MetadataField.Position metadata,
      ValueChange change) {

    boolean isDeletedField() {
      return imageRead == null && metadata == null;
    }
  }

  private final Schema schema;
  private final RowCopier copier;
  private final List<Step> steps;
  private final Interner interner;

  private RowPlan(Schema schema, List<Step> steps, Interner interner) {
    this.schema = interner.withSharedFields(schema);
    this.steps = steps;
    this.interner = interner;
    copier = interner.intern(copier(schema, steps));
  }

  private static RowCopier copier(Schema schema, List<Step> steps) {
    List<FieldCopier.Step> columns = new ArrayList<>();
    List<RowCopier.MetadataStep> metadata = new ArrayList<>();
    int deleted = -1;
    ValueChange deletedMask = null;
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      if (step.isDeletedField()) {
        deleted = i;
        deletedMask = step.change;
      } else if (step.metadata == null) {
        columns.add(new FieldCopier.Step(step.imageRead, i, step.change));
      } else {
        metadata.add(new RowCopier.MetadataStep(step.metadata, i, step.change));
      }
    }
    return new RowCopier(schema, columns, deleted, deletedMask, metadata);
  }

  /**
   * @param topic the topic of the record that needs the plan, for errors
   * @param image the schema of the row image
   * @param marksDeletes whether the row gets the field {@code __deleted}
   * @param metadata the fields of the envelope to add
   * @param canonical whether values become canonical
   * @param replacesNull whether a null column gets its schema's default value
   * @param imageDrops fields to drop from the image, {@code __deleted} included
   * @param metadataDrops fields to drop from the metadata
   * @throws DataException if two fields would have the same name
   */
  static RowPlan compile(
      String topic,
      Schema image,
      boolean marksDeletes,
      List<MetadataField.Position> metadata,
      boolean canonical,
      boolean replacesNull,
      Set<String> imageDrops,
      Set<String> metadataDrops,
      Interner interner) {
    List<Step> steps = new ArrayList<>();
    for (Field field : image.fields()) {
      if (!imageDrops.contains(field.name())) {
        Field read = replacesNull ? field : FieldPositions.read(field.index());
        steps.add(column(field, read, canonical));
      }
    }
    if (marksDeletes && !imageDrops.contains(DELETED)) {
      steps.add(new Step(DELETED, Schema.OPTIONAL_STRING_SCHEMA, null, null, null));
    }
    for (MetadataField.Position position : metadata) {
      if (!metadataDrops.contains(position.name())) {
        steps.add(new Step(position.name(), position.schema(), null, position, position.change()));
      }
    }
    SchemaBuilder builder = Schemas.named(image, SchemaBuilder.struct());
    for (Step step : steps) {
      if (builder.field(step.name) != null) {
        throw new DataException(
            "Unwrapping a change event of topic %s: the row already has a field %s"
                .formatted(topic, step.name));
      }
      builder.field(step.name, step.schema);
    }
    return new RowPlan(builder.build(), steps, interner);
  }

  private static Step column(Field field, Field read, boolean canonical) {
    CanonicalValue value = canonical ? CanonicalValue.of(field.schema()) : null;
    return value == null
        ? new Step(field.name(), field.schema(), read, null, null)
        : new Step(field.name(), value.schema(), read, null, value.change());
  }

  /**
   * A plan that also masks the row, in the same copy.
   *
   * @param target the schema of the masked row; fields that it lacks are dropped
   * @param maskOf returns the mask of a field, or null if the field is copied
   */
  public RowPlan masked(Schema target, Function<String, ? extends ValueChange> maskOf) {
    List<Step> masked = new ArrayList<>();
    for (Step step : steps) {
      Field field = target.field(step.name);
      if (field != null) {
        masked.add(
            new Step(
                step.name,
                field.schema(),
                step.imageRead,
                step.metadata,
                CanonicalValue.thenMask(step.change, maskOf.apply(step.name))));
      }
    }
    return new RowPlan(target, masked, interner);
  }

  public Schema schema() {
    return schema;
  }

  /** Makes the rows; tables with the same columns share it. */
  public RowCopier copier() {
    return copier;
  }

  /**
   * Makes the row.
   *
   * @param deleted the value of {@code __deleted}, if the row has that field
   * @throws DataException if a value does not fit its field; it names the field
   */
  public Struct row(Struct envelope, Struct image, String deleted) {
    return copier.copy(schema, envelope, image, deleted);
  }
}
