package io.mskcdc.smt.connect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/**
 * Copies fields from one struct to another by their positions and changes some of the values.
 *
 * <p>A value was validated when it was put into the source. It is validated again only if it is
 * changed and may then have another class, because {@code Struct.put} would take as long as all
 * other work for a row.
 *
 * <p>The copier does not hold the target's schema. Copiers with equal contents are interchangeable,
 * so tables that differ in their names only can share one; see {@link Interner}.
 */
public final class FieldCopier {

  /**
   * One field to copy.
   *
   * @param read the field to read; a null becomes its default value. {@link FieldPositions#read}
   *     returns fields without a default.
   * @param target the index of the field to write
   * @param change makes the new value; null copies the value
   */
  public record Step(Field read, int target, ValueChange change) {

    private Object defaultValue() {
      return read.schema().defaultValue();
    }

    private boolean isCopied() {
      return change == null;
    }

    private boolean isConstant() {
      return change != null && change.constant() != null;
    }
  }

  // Neighbours that are copied unchanged: the first index to read, the first to write, the number.
  private final int[] runs;
  // Copied fields whose null becomes a default value.
  private final int[] defaultWrites;
  private final Object[] defaults;
  // Fields that become a constant.
  private final int[] constantReads;
  private final int[] constantWrites;
  private final Object[] constants;
  // Other fields to change.
  private final int[] changedReads;
  private final Object[] changedDefaults;
  private final ValueChange[] changes;
  private final int[] changedWrites;
  // To validate the changed values; null for those that always fit.
  private final Field[] validated;
  // Fields that must not be null.
  private final Field[] required;

  /**
   * @param target the schema of the structs to write
   * @param requiresValues whether a null is an error for a required field; otherwise the field
   *     stays unset and the converter reports it
   * @throws DataException if a constant does not fit its field
   */
  public FieldCopier(Schema target, List<Step> steps, boolean requiresValues) {
    List<Step> copied = steps.stream().filter(Step::isCopied).toList();
    runs = runs(copied);
    List<Step> defaulted = copied.stream().filter(step -> step.defaultValue() != null).toList();
    defaultWrites = writes(defaulted);
    defaults = defaults(defaulted);
    List<Step> constant =
        steps.stream().filter(step -> step.isConstant() && step.defaultValue() == null).toList();
    constantReads = reads(constant);
    constantWrites = writes(constant);
    constants = constant.stream().map(step -> constant(target, step)).toArray();
    List<Step> changed =
        steps.stream().filter(step -> !step.isCopied() && !constant.contains(step)).toList();
    changedReads = reads(changed);
    changedDefaults = defaults(changed);
    changes = changed.stream().map(Step::change).toArray(ValueChange[]::new);
    changedWrites = writes(changed);
    validated =
        changed.stream()
            .map(step -> step.change.alwaysFits() ? null : write(target, step))
            .toArray(Field[]::new);
    required =
        steps.stream()
            .filter(step -> requiresValues && !FieldPositions.mayBeUnset(schemaOf(target, step)))
            .map(step -> write(target, step))
            .toArray(Field[]::new);
  }

  private static int[] runs(List<Step> copied) {
    List<int[]> runs = new ArrayList<>();
    int[] last = null;
    for (Step step : copied) {
      if (last != null
          && step.read.index() == last[0] + last[2]
          && step.target == last[1] + last[2]) {
        last[2]++;
      } else {
        last = new int[] {step.read.index(), step.target, 1};
        runs.add(last);
      }
    }
    return runs.stream().flatMapToInt(Arrays::stream).toArray();
  }

  private static int[] reads(List<Step> steps) {
    return steps.stream().mapToInt(step -> step.read.index()).toArray();
  }

  private static int[] writes(List<Step> steps) {
    return steps.stream().mapToInt(Step::target).toArray();
  }

  private static Object[] defaults(List<Step> steps) {
    return steps.stream().map(Step::defaultValue).toArray();
  }

  private static Object constant(Schema target, Step step) {
    ConnectSchema.validateValue(schemaOf(target, step), step.change.constant());
    return step.change.constant();
  }

  private static Field write(Schema target, Step step) {
    return FieldPositions.write(step.target, schemaOf(target, step));
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
    Object[] from = FieldPositions.values(source);
    Object[] to = FieldPositions.valuesToWrite(target);
    for (int i = 0; i < runs.length; i += 3) {
      System.arraycopy(from, runs[i], to, runs[i + 1], runs[i + 2]);
    }
    for (int i = 0; i < defaults.length; i++) {
      if (to[defaultWrites[i]] == null) {
        to[defaultWrites[i]] = defaults[i];
      }
    }
    for (int i = 0; i < constants.length; i++) {
      if (from[constantReads[i]] != null) {
        to[constantWrites[i]] = constants[i];
      }
    }
    int at = 0;
    try {
      for (int i = 0; i < changes.length; i++) {
        at = changedWrites[i];
        change(i, from, to);
      }
      for (Field field : required) {
        at = field.index();
        if (to[at] == null) {
          ConnectSchema.validateValue(field.schema(), null);
        }
      }
    } catch (DataException e) {
      throw Schemas.fieldError(target.schema(), FieldPositions.read(at), e);
    }
    FieldPositions.write(target, to);
  }

  private void change(int i, Object[] from, Object[] to) {
    Object value = from[changedReads[i]];
    if (value == null) {
      value = changedDefaults[i];
    }
    if (value != null) {
      Object changed = changes[i].apply(value);
      if (validated[i] != null) {
        ConnectSchema.validateValue(validated[i].schema(), changed);
      }
      to[changedWrites[i]] = changed;
    }
  }

  private List<?> contents() {
    return Arrays.asList(
        Arrays.toString(runs),
        Arrays.toString(defaultWrites),
        Arrays.asList(defaults),
        Arrays.toString(constantReads),
        Arrays.toString(constantWrites),
        Arrays.asList(constants),
        Arrays.toString(changedReads),
        Arrays.asList(changedDefaults),
        Arrays.asList(changes),
        Arrays.toString(changedWrites),
        Arrays.asList(validated),
        Arrays.asList(required));
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
