package io.mskcdc.smt.unwrap;

import io.mskcdc.smt.connect.FieldCopier;
import io.mskcdc.smt.connect.FieldPositions;
import io.mskcdc.smt.connect.Schemas;
import io.mskcdc.smt.connect.ValueChange;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/**
 * Makes a flat row from a change event: columns from the row image, {@code __deleted}, and fields
 * of the envelope.
 *
 * <p>It does not hold the row's schema, so tables with the same columns share one copier.
 */
public final class RowCopier {

  /** A field of the envelope to write to the row; the mask is null if it is not masked. */
  record MetadataStep(MetadataField.Position position, int target, ValueChange mask) {}

  private final FieldCopier columns;
  // Null if the row has no field __deleted.
  private final Field deletedWrite;
  private final ValueChange deletedMask;
  // The struct of the envelope that holds the field, or null for the envelope itself.
  private final Field[] metadataParents;
  private final Field[] metadataReads;
  private final Field[] metadataWrites;
  private final ValueChange[] metadataMasks;

  /**
   * @param schema the row's schema
   * @param deleted the index of the field {@code __deleted}, or -1 if the row has none
   * @param deletedMask the mask of that field, or null
   */
  RowCopier(
      Schema schema,
      List<FieldCopier.Step> columns,
      int deleted,
      ValueChange deletedMask,
      List<MetadataStep> metadata) {
    this.columns = new FieldCopier(schema, columns, true);
    deletedWrite = deleted < 0 ? null : write(schema, deleted);
    this.deletedMask = deletedMask;
    metadataParents = metadata.stream().map(step -> step.position.parent()).toArray(Field[]::new);
    metadataReads = metadata.stream().map(step -> step.position.read()).toArray(Field[]::new);
    metadataWrites =
        metadata.stream().map(step -> write(schema, step.target)).toArray(Field[]::new);
    metadataMasks = metadata.stream().map(MetadataStep::mask).toArray(ValueChange[]::new);
  }

  private static Field write(Schema schema, int index) {
    return FieldPositions.write(index, schema.fields().get(index).schema());
  }

  /**
   * Makes the row.
   *
   * @param schema the row's schema in the record's table
   * @param deleted the value of {@code __deleted}, if the row has that field
   * @throws DataException if a value does not fit its field; it names the field
   */
  public Struct copy(Schema schema, Struct envelope, Struct image, String deleted) {
    Struct row = new Struct(schema);
    columns.copy(image, row);
    Field at = null;
    try {
      if (deletedWrite != null) {
        at = deletedWrite;
        write(row, at, deleted, deletedMask);
      }
      Field lastParent = null;
      Struct holder = envelope;
      for (int i = 0; i < metadataWrites.length; i++) {
        Field parent = metadataParents[i];
        if (parent != lastParent) {
          holder = parent == null ? envelope : (Struct) envelope.get(parent);
          lastParent = parent;
        }
        at = metadataWrites[i];
        write(row, at, holder == null ? null : holder.get(metadataReads[i]), metadataMasks[i]);
      }
    } catch (DataException e) {
      throw Schemas.fieldError(schema, at, e);
    }
    return row;
  }

  /** Writes a value that was validated for a field of the same type; null leaves it unset. */
  private static void write(Struct row, Field at, Object value, ValueChange mask) {
    if (mask == null) {
      FieldPositions.copy(row, at, value);
    } else if (value != null) {
      row.put(at, mask.apply(value));
    }
  }

  private List<?> contents() {
    return Arrays.asList(
        columns,
        deletedWrite,
        deletedMask,
        Arrays.asList(metadataParents),
        Arrays.asList(metadataReads),
        Arrays.asList(metadataWrites),
        Arrays.asList(metadataMasks));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RowCopier copier && contents().equals(copier.contents());
  }

  @Override
  public int hashCode() {
    return contents().hashCode();
  }
}
