package io.mskcdc.lake;

/**
 * A column of a table in the lake.
 *
 * @param name its name, which is the field's name in the record
 * @param type its type in Spark SQL
 * @param required whether it is never null
 */
record LakeColumn(String name, String type, boolean required) {
  /** Returns its name in backticks. */
  String quoted() {
    return SparkSql.identifier(name);
  }

  /** Returns its definition in a table. */
  String definition() {
    return quoted() + " " + type + (required ? " NOT NULL" : "");
  }
}
