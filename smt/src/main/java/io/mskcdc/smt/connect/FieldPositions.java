package io.mskcdc.smt.connect;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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
 * Positions in a Struct, addressed by number instead of by name.
 *
 * <p>The fields made here have no name. {@code Struct.get(Field)} and {@code Struct.put(Field,
 * Object)} use only a field's index and schema, and from Kafka 3.8 on a put builds an error text
 * out of a name that it is given, valid value or not.
 *
 * <p>What a put looks at in the schema of a scalar is its type, whether it is optional, and whether
 * it is one of Connect's four logical types. So one field serves all columns that agree in these,
 * in whatever table; thousands of tables then share a few hundred objects, which stay in the
 * processor's cache.
 */
public final class FieldPositions {

  private static final int SHARED = 256;
  private static final Set<String> CLASSES_OF_THEIR_OWN =
      Set.of(Decimal.LOGICAL_NAME, Date.LOGICAL_NAME, Time.LOGICAL_NAME, Timestamp.LOGICAL_NAME);
  // By type, then whether optional, then position.
  private static final Field[][][] SCALARS = scalars();
  private static final VarHandle VALUES = valuesIn("values");

  private FieldPositions() {}

  private static Field[][][] scalars() {
    Schema.Type[] types = Schema.Type.values();
    Field[][][] fields = new Field[types.length][2][SHARED];
    for (Schema.Type type : types) {
      if (type.isPrimitive()) {
        Schema required = new SchemaBuilder(type).build();
        Schema optional = new SchemaBuilder(type).optional().build();
        for (int i = 0; i < SHARED; i++) {
          fields[type.ordinal()][0][i] = new Field(null, i, required);
          fields[type.ordinal()][1][i] = new Field(null, i, optional);
        }
      }
    }
    return fields;
  }

  /**
   * A field to read position {@code index} with. Its schema has no default value, so a null is read
   * as null whatever the default of the real field.
   */
  public static Field read(int index) {
    return index < SHARED
        ? SCALARS[Schema.Type.STRING.ordinal()][1][index]
        : new Field(null, index, Schema.OPTIONAL_STRING_SCHEMA);
  }

  /**
   * A field to write position {@code index} with; the value is validated as the schema would. It
   * reads the position as {@link #read} does if the schema is a scalar's.
   */
  public static Field write(int index, Schema schema) {
    return isShared(index, schema)
        ? SCALARS[schema.type().ordinal()][mayBeUnset(schema) ? 1 : 0][index]
        : new Field(null, index, schema);
  }

  /**
   * Writes a value. Null leaves a field unset that is optional or has a default value, which is
   * what {@code Struct.validate} allows; {@code Struct.put} refuses the latter.
   *
   * @throws org.apache.kafka.connect.errors.DataException if the value does not fit the field
   */
  public static void put(Struct struct, Field at, Object value) {
    if (value != null || !mayBeUnset(at.schema())) {
      struct.put(at, value);
    }
  }

  /**
   * Writes a value as {@link #put} does, that a struct held in a field of the same schema.
   *
   * <p>It was validated when it came into that struct. To have {@code Struct.put} do it again takes
   * as long as all else that a row needs, so the value goes straight to where a put would store it.
   *
   * @throws org.apache.kafka.connect.errors.DataException if it is null and must not be
   */
  public static void copy(Struct struct, Field at, Object value) {
    copy(VALUES, struct, at, value);
  }

  public static void copy(VarHandle values, Struct struct, Field at, Object value) {
    if (value == null || values == null) {
      put(struct, at, value);
    } else {
      ((Object[]) values.get(struct))[at.index()] = value;
    }
  }

  /**
   * Where a Struct keeps its values, in the order of its fields.
   *
   * @return null if there is no such field in this release of Kafka; {@link #copy} puts then
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

  private static boolean mayBeUnset(Schema schema) {
    return schema.isOptional() || schema.defaultValue() != null;
  }

  /** Whether a field from {@link #write} also reads, without a default value. */
  public static boolean isShared(int index, Schema schema) {
    return index < SHARED
        && schema.type().isPrimitive()
        && (schema.name() == null || !CLASSES_OF_THEIR_OWN.contains(schema.name()));
  }
}
