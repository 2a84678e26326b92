package io.mskcdc.smt.connect;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/**
 * Copies fields from one struct to another by their positions and changes some of the values.
 *
 * <p>It does not hold the target's schema. Copiers with equal contents are interchangeable, so
 * tables that differ in their names only can share one; see {@link Interner}.
 */
public final class FieldCopier {

  /**
   * One field to copy.
   *
   * @param read the position to read, see {@link FieldPositions#read}
   * @param target the index of the field to write
   * @param change makes the new value from the old one, which is not null; null copies the value
   */
  public record Step(Field read, int target, UnaryOperator<Object> change) {}

  // Fields to copy unchanged. If positions and schemas are alike, both are the same array, which
  // halves the memory that a copy reads.
  private final Field[] reads;
  private final Field[] writes;
  // Fields to change.
  private final Field[] changedReads;
  private final Field[] changedWrites;
  private final UnaryOperator<Object>[] changes;
  private final boolean requiresValues;

  /**
   * @param target the schema of the structs to write
   * @param requiresValues whether a null is an error for a required field; otherwise the field
   *     stays unset and the converter reports it
   */
  @SuppressWarnings("unchecked")
  public FieldCopier(Schema target, List<Step> steps, boolean requiresValues) {
    List<Step> copied = steps.stream().filter(step -> step.change == null).toList();
    List<Step> changed = steps.stream().filter(step -> step.change != null).toList();
    writes = writes(target, copied);
    reads = areAlike(target, copied) ? writes : reads(copied);
    changedReads = reads(changed);
    changedWrites = writes(target, changed);
    changes = changed.stream().map(Step::change).toArray(UnaryOperator[]::new);
    this.requiresValues = requiresValues;
  }

  private static boolean areAlike(Schema target, List<Step> steps) {
    return steps.stream()
        .allMatch(
            step ->
                step.read.index() == step.target
                    && step.read == FieldPositions.read(step.target)
                    && FieldPositions.isShared(step.target, schemaOf(target, step)));
  }

  private static Field[] reads(List<Step> steps) {
    return steps.stream().map(Step::read).toArray(Field[]::new);
  }

  private static Field[] writes(Schema target, List<Step> steps) {
    return steps.stream()
        .map(step -> FieldPositions.write(step.target, schemaOf(target, step)))
        .toArray(Field[]::new);
  }

  private static Schema schemaOf(Schema target, Step step) {
    return target.fields().get(step.target).schema();
  }

  /**
   * Writes the fields of {@code target} from those of {@code source}.
   *
   * @throws DataException if a value does not fit its field or cannot be changed; it names the
   *     field
   */
  public void copy(Struct source, Struct target) {
    Field at = null;
    try {
      Field[] from = reads;
      Field[] to = writes;
      for (int i = 0; i < to.length; i++) {
        at = to[i];
        Object value = source.get(from[i]);
        if (value != null || requiresValues) {
          FieldPositions.copy(target, at, value);
        }
      }
      for (int i = 0; i < changes.length; i++) {
        Object value = source.get(changedReads[i]);
        at = changedWrites[i];
        if (value != null) {
          value = changes[i].apply(value);
          FieldPositions.put(target, at, value);
        } else if (requiresValues) {
          FieldPositions.put(target, at, null);
        }
      }
    } catch (DataException e) {
      throw Schemas.fieldError(target.schema(), at, e);
    }
  }

  private List<?> contents() {
    return List.of(
        Arrays.asList(reads),
        Arrays.asList(writes),
        Arrays.asList(changedReads),
        Arrays.asList(changedWrites),
        Arrays.asList(changes),
        requiresValues);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FieldCopier copier && contents().equals(copier.contents());
  }

  @Override
  public int hashCode() {
    return contents().hashCode();
  }
}
