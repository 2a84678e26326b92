package io.mskcdc.smt.mask.method;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes a masked value out of a column's value. It is never asked about null, which stays null. */
@FunctionalInterface
public interface ColumnMask {

  /**
   * @param value the clear value, not null; it is not changed
   * @throws org.apache.kafka.connect.errors.DataException if the value cannot be masked; the
   *     message does not hold the value
   */
  Object mask(Object value);

  /** The same for each element of a list. */
  default ColumnMask ofElements() {
    return list -> {
      List<Object> masked = new ArrayList<>();
      for (Object each : (List<?>) list) {
        masked.add(each == null ? null : mask(each));
      }
      return masked;
    };
  }

  /** The same for each value of a map. */
  default ColumnMask ofValues() {
    return map -> {
      Map<Object, Object> masked = new LinkedHashMap<>();
      ((Map<?, ?>) map).forEach((key, each) -> masked.put(key, each == null ? null : mask(each)));
      return masked;
    };
  }
}
