package io.mskcdc.redshift;

import io.mskcdc.contract.ColumnValue;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The type of a column in Redshift.
 *
 * @param sql the type as SQL, like {@code VARCHAR(480)}
 */
record ColumnType(String sql) {
  /** The longest VARCHAR, in bytes. */
  private static final int MAX_BYTES = 65_535;

  /** The longest text that a cast to the longest VARCHAR surely has not cut: it cuts characters. */
  private static final int MAX_UNCUT_BYTES = MAX_BYTES - 4;

  private static final int MAX_DIGITS = 38;
  private static final int BYTES_A_CHARACTER = 4;
  private static final ColumnType LONGEST = varchar(MAX_BYTES);
  private static final Pattern VARCHAR = Pattern.compile("VARCHAR\\((\\d+)\\)");

  /** Returns the type of a form of values. */
  static ColumnType of(ColumnValue value) {
    int precision = value.precision();
    return switch (value.kind()) {
      case BOOLEAN -> new ColumnType("BOOLEAN");
      case INTEGER -> integer(precision);
      case UNSIGNED_BIGINT -> new ColumnType("DECIMAL(20,0)");
      case DECIMAL -> decimal(precision, value.scale());
      case FLOAT, DOUBLE -> new ColumnType("DOUBLE PRECISION");
      case DATE -> new ColumnType("DATE");
      // MySQL's TIME goes from -838:59:59 to 838:59:59, Redshift's is a time of day.
      case TIME -> varchar("-838:59:59.123456".length());
      case DATE_TIME -> new ColumnType("TIMESTAMP");
      case TIMESTAMP -> new ColumnType("TIMESTAMPTZ");
      case YEAR -> new ColumnType("SMALLINT");
      case TEXT -> text(precision);
      case BASE64 -> precision == 0 ? LONGEST : base64(precision);
      case JSON_TEXT, GEOMETRY -> LONGEST;
    };
  }

  /** Returns the type of texts of at most so many characters; 0 for no limit. */
  static ColumnType text(int characters) {
    return characters == 0 || characters > MAX_BYTES / BYTES_A_CHARACTER
        ? LONGEST
        : varchar(characters * BYTES_A_CHARACTER);
  }

  /** Returns the type of signed numbers of so many bits. */
  static ColumnType integer(int bits) {
    return new ColumnType(bits <= 16 ? "SMALLINT" : bits <= 32 ? "INTEGER" : "BIGINT");
  }

  /** Returns the type of numbers of so many digits. More than Redshift has are text. */
  static ColumnType decimal(int precision, int scale) {
    return precision <= MAX_DIGITS
        ? new ColumnType("DECIMAL(" + precision + "," + scale + ")")
        // The digits, a sign, a point and a zero before it.
        : varchar(precision + 3);
  }

  private static ColumnType base64(int bytes) {
    long characters = (bytes + 2L) / 3 * 4;
    return characters > MAX_BYTES ? LONGEST : varchar((int) characters);
  }

  /** Returns the type of texts of at most so many bytes. */
  static ColumnType varchar(int bytes) {
    return new ColumnType("VARCHAR(" + bytes + ")");
  }

  /**
   * Returns an expression of this type for a value of a record.
   *
   * @param value the form of the value
   * @param path the path to it in a SUPER
   */
  String read(ColumnValue value, String path) {
    return switch (value.kind()) {
      case BOOLEAN, INTEGER, FLOAT, DOUBLE, YEAR -> path + "::" + sql;
      case TEXT, BASE64, JSON_TEXT, TIME -> text(path);
      case UNSIGNED_BIGINT, DATE, DATE_TIME, TIMESTAMP -> text(path) + "::" + sql;
      case DECIMAL -> text(path) + (isText() ? "" : "::" + sql);
      case GEOMETRY ->
          "CASE WHEN JSON_TYPEOF(" + path + ") <> 'null' THEN JSON_SERIALIZE(" + path + ") END";
    };
  }

  /** Returns a text of a SUPER. A longer column refuses it on insertion, a cast would cut it. */
  static String text(String path) {
    return path + "::" + LONGEST.sql;
  }

  /** Returns whether it is true or false. */
  boolean isBoolean() {
    return sql.equals("BOOLEAN");
  }

  /** Returns whether it is a text. */
  boolean isText() {
    return bytes().isPresent();
  }

  /**
   * Returns a condition that holds for values that a cast may have cut; empty if none can be.
   *
   * @param column the column with the value
   */
  String cut(String column) {
    return equals(LONGEST) ? "OCTET_LENGTH(" + column + ") > " + MAX_UNCUT_BYTES : "";
  }

  /** Returns whether Redshift can change a column of this type in place to another. */
  boolean growsTo(ColumnType other) {
    return isText() && other.isText() && other.bytes().getAsInt() > bytes().getAsInt();
  }

  /** Returns whether all values of another type fit, as they do into a longer text. */
  boolean holds(ColumnType other) {
    return equals(other) || other.growsTo(this);
  }

  private OptionalInt bytes() {
    Matcher matcher = VARCHAR.matcher(sql);
    return matcher.matches()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
  }
}
