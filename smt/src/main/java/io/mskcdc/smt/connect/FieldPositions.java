package io.mskcdc.smt.connect;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Set;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/**
 * Reads and writes the values of a Struct by position instead of by name.
 *
 * <p>The fields made here have no name. {@code Struct.get(Field)} and {@code Struct.put(Field,
 * Object)} use a field's index and schema only. Since Kafka 3.8, a put with a name also builds an
 * error text, even if the value is valid.
 *
 * <p>A put checks three properties of a scalar's schema: its type, whether it is optional, and
 * whether it is one of Connect's four logical types. So one field serves all columns with the same
 * properties, in every table. Thousands of tables then share a few hundred objects, which stay in
 * the processor's cache.
 */
public final class FieldPositions {

  private static final int SHARED_POSITIONS = 256;
  // A put requires another class of value for these than for the plain type.
  private static final Set<String> LOGICAL_TYPES =
      Set.of(Decimal.LOGICAL_NAME, Date.LOGICAL_NAME, Time.LOGICAL_NAME, Timestamp.LOGICAL_NAME);
  // By type, then 1 for optional or 0, then position.
  private static final Field[][][] SCALARS = scalars();
  private static final VarHandle VALUES = valuesIn("values");

  private FieldPositions() {}

  private static Field[][][] scalars() {
    Schema.Type[] types = Schema.Type.values();
    Field[][][] fields = new Field[types.length][2][SHARED_POSITIONS];
    for (Schema.Type type : types) {
      if (type.isPrimitive()) {
        Schema required = new SchemaBuilder(type).build();
        Schema optional = new SchemaBuilder(type).optional().build();
        for (int i = 0; i < SHARED_POSITIONS; i++) {
          fields[type.ordinal()][0][i] = new Field(null, i, required);
          fields[type.ordinal()][1][i] = new Field(null, i, optional);
        }
      }
    }
    return fields;
  }

  /**
   * Returns a field to read a position. Its schema has no default value, so null is read as null
   * even if the real field has a default.
   */
  public static Field read(int index) {
    return index < SHARED_POSITIONS
        ? SCALARS[Schema.Type.STRING.ordinal()][1][index]
        : new Field(null, index, Schema.OPTIONAL_STRING_SCHEMA);
  }

  /**
   * Returns a field to write a position. A put validates the value as with the given schema. If
   * {@link #isShared} is true, the field also reads the position as {@link #read} does.
   */
  public static Field write(int index, Schema schema) {
    return isShared(index, schema)
        ? SCALARS[schema.type().ordinal()][mayBeUnset(schema) ? 1 : 0][index]
        : new Field(null, index, schema);
  }

  /**
   * Writes a value. With null, a field that is optional or has a default value stays unset, as
   * {@code Struct.validate} allows. {@code Struct.put} would refuse null for a required field with
   * a default.
   *
   * @throws org.apache.kafka.connect.errors.DataException if the value does not fit the field
   */
  public static void put(Struct struct, Field at, Object value) {
    if (value != null || !mayBeUnset(at.schema())) {
      struct.put(at, value);
    }
  }

  /**
   * Writes a value from a field of another struct with the same schema.
   *
   * <p>The value was validated when it was put into that struct. To validate it again in {@code
   * Struct.put} would take as long as all other work for a row, so the value is stored directly.
   *
   * @throws org.apache.kafka.connect.errors.DataException if the value is null but the field
   *     requires one
   */
  public static void copy(Struct struct, Field at, Object value) {
    copy(VALUES, struct, at, value);
  }

  static void copy(VarHandle values, Struct struct, Field at, Object value) {
    if (value == null || values == null) {
      put(struct, at, value);
    } else {
      ((Object[]) values.get(struct))[at.index()] = value;
    }
  }

  /** Returns the values of a struct in the order of its fields, to read them. */
  static Object[] values(Struct struct) {
    return values(VALUES, struct);
  }

  static Object[] values(VarHandle values, Struct struct) {
    if (values != null) {
      return (Object[]) values.get(struct);
    }
    Object[] copy = new Object[struct.schema().fields().size()];
    Arrays.setAll(copy, index -> struct.get(read(index)));
    return copy;
  }

  /** Returns an array to write a struct's values to; {@link #write(Struct, Object[])} follows. */
  static Object[] valuesToWrite(Struct struct) {
    return valuesToWrite(VALUES, struct);
  }

  static Object[] valuesToWrite(VarHandle values, Struct struct) {
    return values == null
        ? new Object[struct.schema().fields().size()]
        : (Object[]) values.get(struct);
  }

  /** Writes the values of an array from {@link #valuesToWrite}; a null leaves its field unset. */
  static void write(Struct struct, Object[] written) {
    write(VALUES, struct, written);
  }

  static void write(VarHandle values, Struct struct, Object[] written) {
    if (values == null) {
      for (int i = 0; i < written.length; i++) {
        if (written[i] != null) {
          struct.put(write(i, struct.schema().fields().get(i).schema()), written[i]);
        }
      }
    }
  }

  /**
   * Finds the array in which a Struct stores its values, in the order of its fields.
   *
   * @return null if this release of Kafka has no such field; {@link #copy} then uses puts
   */
  static VarHandle valuesIn(String field) {
    try {
      VarHandle values =
          MethodHandles.privateLookupIn(Struct.class, MethodHandles.lookup())
              .findVarHandle(Struct.class, field, Object[].class);
      Struct probe =
          new Struct(SchemaBuilder.struct().field("probe", Schema.STRING_SCHEMA).build());
      ((Object[]) values.get(probe))[0] = field;
      return field.equals(probe.get("probe")) ? values : null;
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }

  static boolean mayBeUnset(Schema schema) {
    return schema.isOptional() || schema.defaultValue() != null;
  }

  /** Whether {@link #write} returns a shared field, which also reads without a default value. */
  static boolean isShared(int index, Schema schema) {
    return index < SHARED_POSITIONS
        && schema.type().isPrimitive()
        && (schema.name() == null || !LOGICAL_TYPES.contains(schema.name()));
  }
}
