package io.mskcdc.smt;

import java.lang.reflect.Field;
import org.apache.kafka.connect.data.Struct;

/** Writes values into a struct that {@link Struct#put} would refuse. */
final class StructValues {

  private StructValues() {}

  static void set(Struct struct, String field, Object value) {
    try {
      Field values = Struct.class.getDeclaredField("values");
      values.setAccessible(true);
      ((Object[]) values.get(struct))[struct.schema().field(field).index()] = value;
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
