package io.mskcdc.smt;

import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;

/**
 * Positions in a Struct, addressed by number instead of by name.
 *
 * <p>The fields made here have no name. {@code Struct.get(Field)} and {@code Struct.put(Field,
 * Object)} use only a field's index and schema, and from Kafka 3.8 on a put builds an error text
 * out of a name that it is given, valid value or not.
 */
final class Slots {

  private Slots() {}

  /**
   * A field to read position {@code index} with. Its schema has no default value, so a null is read
   * as null whatever the default of the real field.
   */
  static Field read(int index) {
    return new Field(null, index, Schema.OPTIONAL_STRING_SCHEMA);
  }

  /** A field to write position {@code index} with; the value is validated against the schema. */
  static Field write(int index, Schema schema) {
    return new Field(null, index, schema);
  }
}
