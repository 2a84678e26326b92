package io.mskcdc.redshift;

import io.mskcdc.contract.MySqlType;
import java.util.Optional;

/**
 * A column of a table that DMS reads.
 *
 * @param name its name in MySQL
 * @param type the type as MySQL prints it
 * @param key whether it belongs to the primary key
 */
record DmsColumn(String name, String type, boolean key) {
  private static final int HASH_DIGITS = 64;
  private static final int MASKED_NUMBER = 64;

  /**
   * Returns the type of its values in DMS's files; empty for a type of MySQL that is not known.
   *
   * <p>Source: "MySQL source data types" in the AWS Database Migration Service User Guide. Binary
   * values are hexadecimal in CSV.
   */
  Optional<ColumnType> target() {
    MySqlType parsed = MySqlType.of(type);
    boolean unsigned = parsed.unsigned();
    int length = parsed.number(0, 1);
    return Optional.ofNullable(
        switch (parsed.name()) {
          case "tinyint", "year" -> ColumnType.integer(16);
          case "smallint" -> ColumnType.integer(unsigned ? 32 : 16);
          case "mediumint" -> ColumnType.integer(32);
          case "int" -> ColumnType.integer(unsigned ? 64 : 32);
          case "bigint" -> unsigned ? ColumnType.decimal(20, 0) : ColumnType.integer(64);
          case "decimal" -> ColumnType.decimal(parsed.number(0, 10), parsed.number(1, 0));
          case "float", "double" -> new ColumnType("DOUBLE PRECISION");
          case "bit" -> length == 1 ? new ColumnType("BOOLEAN") : ColumnType.varchar(64);
          case "date" -> new ColumnType("DATE");
          case "datetime", "timestamp" -> new ColumnType("TIMESTAMP");
          case "time" -> ColumnType.varchar(64);
          case "char", "varchar" -> ColumnType.text(length);
          case "binary", "varbinary" -> ColumnType.text(length);
          // Its values are in its type.
          case "enum", "set" -> ColumnType.text(type.length());
          case "tinytext",
              "text",
              "mediumtext",
              "longtext",
              "json",
              "tinyblob",
              "blob",
              "mediumblob",
              "longblob",
              "point",
              "geometry",
              "linestring",
              "polygon",
              "multipoint",
              "multilinestring",
              "multipolygon",
              "geomcollection",
              "geometrycollection" ->
              ColumnType.text(0);
          default -> null;
        });
  }

  /** Returns the type of its values after one of DMS's own masks, like {@code hash-mask}. */
  Optional<ColumnType> masked(String mask) {
    return mask.equals("hash-mask")
        ? Optional.of(ColumnType.varchar(HASH_DIGITS))
        : target().map(plain -> plain.isText() ? plain : ColumnType.varchar(MASKED_NUMBER));
  }
}
