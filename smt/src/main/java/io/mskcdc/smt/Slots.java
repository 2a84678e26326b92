package io.mskcdc.smt;

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
final class Slots {

  private static final int SHARED = 256;
  private static final Set<String> CLASSES_OF_THEIR_OWN =
      Set.of(Decimal.LOGICAL_NAME, Date.LOGICAL_NAME, Time.LOGICAL_NAME, Timestamp.LOGICAL_NAME);
  // By type, then whether optional, then position.
  private static final Field[][][] SCALARS = scalars();

  private Slots() {}

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
  static Field read(int index) {
    return index < SHARED
        ? SCALARS[Schema.Type.STRING.ordinal()][1][index]
        : new Field(null, index, Schema.OPTIONAL_STRING_SCHEMA);
  }

  /**
   * A field to write position {@code index} with; the value is validated as the schema would. It
   * reads the position as {@link #read} does if the schema is a scalar's.
   */
  static Field write(int index, Schema schema) {
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
  static void put(Struct struct, Field at, Object value) {
    if (value != null || !mayBeUnset(at.schema())) {
      struct.put(at, value);
    }
  }

  private static boolean mayBeUnset(Schema schema) {
    return schema.isOptional() || schema.defaultValue() != null;
  }

  /** Whether a field from {@link #write} also reads, without a default value. */
  static boolean isShared(int index, Schema schema) {
    return index < SHARED
        && schema.type().isPrimitive()
        && (schema.name() == null || !CLASSES_OF_THEIR_OWN.contains(schema.name()));
  }
}
