package io.mskcdc.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The options of Debezium's MySQL connector that {@code values.canonical} of UnwrapMaskRoute needs.
 * Without them, values are lost before the transform gets them.
 */
public final class CanonicalValues {
  private static final String PROPAGATED = "datatype.propagate.source.type";

  /** The types whose precision the transform reads from the schema. */
  private static final List<String> TYPES =
      List.of("TIME", "TIMESTAMP", "DATETIME", "FLOAT", "BOOL", "BOOLEAN");

  private CanonicalValues() {}

  /** Returns the options that a configuration lacks or sets otherwise, with the value to write. */
  public static Map<String, String> missing(Map<String, String> config) {
    Map<String, String> missing = new LinkedHashMap<>();
    missing.put("bigint.unsigned.handling.mode", "precise");
    missing.put("enable.time.adjuster", "false");
    missing.put("time.precision.mode", "adaptive_time_microseconds");
    missing.entrySet().removeIf(needed -> needed.getValue().equals(config.get(needed.getKey())));
    if (!TYPES.stream().allMatch(type -> isPropagated(config.get(PROPAGATED), type))) {
      missing.put(PROPAGATED, ".+\\.(" + String.join("|", TYPES) + ")( .+)?");
    }
    return missing;
  }

  private static boolean isPropagated(String expressions, String type) {
    return CommaList.ofExpressions(expressions).stream()
        .anyMatch(
            expression -> Expression.matches(expression, "database.table." + type).orElse(true));
  }
}
