package io.mskcdc.lake;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Names and texts in Spark SQL. */
final class SparkSql {
  private SparkSql() {}

  /** Returns a name in backticks. */
  static String identifier(String name) {
    return '`' + name.replace("`", "``") + '`';
  }

  /** Returns names with a point between them, each in backticks. */
  static String qualified(String... names) {
    return Arrays.stream(names).map(SparkSql::identifier).collect(Collectors.joining("."));
  }
}
