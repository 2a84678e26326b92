package io.mskcdc.smt.mask.method;

import io.mskcdc.smt.connect.ValueChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes a masked value from a column's value. It is never called with null, which stays null. */
@FunctionalInterface
public interface ColumnMask extends ValueChange {

  /**
   * @param value the clear value, not null; it is not modified
   * @throws org.apache.kafka.connect.errors.DataException if the value cannot be masked; the
   *     message does not contain the value
   */
  @Override
  Object apply(Object value);

  /** Returns a mask for lists that masks each element. */
  default ColumnMask ofElements() {
    return list -> {
      List<Object> masked = new ArrayList<>();
      for (Object each : (List<?>) list) {
        masked.add(each == null ? null : apply(each));
      }
      return masked;
    };
  }

  /** Returns a mask for maps that masks each value. */
  default ColumnMask ofValues() {
    return map -> {
      Map<Object, Object> masked = new LinkedHashMap<>();
      ((Map<?, ?>) map).forEach((key, each) -> masked.put(key, each == null ? null : apply(each)));
      return masked;
    };
  }
}
