package io.mskcdc.contract;

import io.mskcdc.contract.ColumnValue.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The type of a column.
 *
 * @param name the type without length and attributes, like {@code varchar}
 * @param numbers the length, or precision and scale, as far as MySQL prints them
 * @param unsigned whether it has no negative values
 * @param members the values of an {@code enum} or {@code set}; otherwise empty
 */
public record MySqlType(
    String name, List<Integer> numbers, boolean unsigned, List<String> members) {
  private static final Pattern TYPE =
      Pattern.compile("(\\w+)(?:\\((.*)\\))?([^()]*)", Pattern.DOTALL);

  /** A quoted member; MySQL doubles quotes, and escapes what would end a line. */
  private static final Pattern MEMBER =
      Pattern.compile("'((?:[^'\\\\]|''|\\\\.)*+)'", Pattern.DOTALL);

  private static final Pattern ESCAPED = Pattern.compile("'(')|\\\\(.)", Pattern.DOTALL);

  /**
   * Reads a type.
   *
   * @param text the column {@code column_type} of {@code information_schema.columns}
   */
  public static MySqlType of(String text) {
    Matcher type = TYPE.matcher(text);
    if (!type.matches()) {
      return new MySqlType(text, List.of(), false, List.of());
    }
    String name = type.group(1).toLowerCase(Locale.ROOT);
    String inside = type.group(2) == null ? "" : type.group(2);
    boolean hasMembers = name.equals("enum") || name.equals("set");
    return new MySqlType(
        name,
        hasMembers ? List.of() : numbers(inside),
        type.group(3).toLowerCase(Locale.ROOT).contains("unsigned"),
        hasMembers ? members(inside) : List.of());
  }

  private static List<Integer> numbers(String inside) {
    List<Integer> numbers = new ArrayList<>();
    Matcher number = Pattern.compile("\\d+").matcher(inside);
    while (number.find()) {
      numbers.add(Integer.valueOf(number.group()));
    }
    return List.copyOf(numbers);
  }

  private static List<String> members(String inside) {
    List<String> members = new ArrayList<>();
    Matcher member = MEMBER.matcher(inside);
    while (member.find()) {
      members.add(
          ESCAPED
              .matcher(member.group(1))
              .replaceAll(
                  escaped ->
                      Matcher.quoteReplacement(
                          escaped.group(1) == null ? unescaped(escaped.group(2)) : "'")));
    }
    return List.copyOf(members);
  }

  private static String unescaped(String letter) {
    return switch (letter) {
      case "0" -> "\0";
      case "n" -> "\n";
      case "r" -> "\r";
      default -> letter;
    };
  }

  /**
   * Returns the form of the values that are not masked, as docs/topics.md lists it; empty for a
   * type that it does not list.
   */
  Optional<ColumnValue> value() {
    return Optional.ofNullable(
        switch (name) {
          case "tinyint" -> integer(8, 16);
          case "smallint" -> integer(16, 32);
          case "mediumint" -> integer(32, 32);
          case "int" -> integer(32, 64);
          case "bigint" -> unsigned ? ColumnValue.of(Kind.UNSIGNED_BIGINT) : integer(64, 64);
          case "decimal" -> new ColumnValue(Kind.DECIMAL, number(0, 10), number(1, 0));
          // MySQL sends a FLOAT(M,D) with the digits of its scale, which need a double.
          case "float" -> ColumnValue.of(numbers.isEmpty() ? Kind.FLOAT : Kind.DOUBLE);
          case "double" -> ColumnValue.of(Kind.DOUBLE);
          case "bit" ->
              number(0, 1) == 1
                  ? ColumnValue.of(Kind.BOOLEAN)
                  : ColumnValue.of(Kind.BASE64, (number(0, 1) + 7) / 8);
          case "date" -> ColumnValue.of(Kind.DATE);
          case "time" -> ColumnValue.of(Kind.TIME, number(0, 0));
          case "datetime" -> ColumnValue.of(Kind.DATE_TIME, number(0, 0));
          case "timestamp" -> ColumnValue.of(Kind.TIMESTAMP, number(0, 0));
          case "year" -> ColumnValue.of(Kind.YEAR);
          case "char", "varchar" -> ColumnValue.of(Kind.TEXT, number(0, 1));
          case "tinytext" -> ColumnValue.of(Kind.TEXT, 255);
          case "text" -> ColumnValue.of(Kind.TEXT, 65_535);
          case "mediumtext" -> ColumnValue.of(Kind.TEXT, 16_777_215);
          case "longtext" -> ColumnValue.of(Kind.TEXT);
          case "enum" -> ColumnValue.of(Kind.TEXT, longestMember());
          case "set" -> ColumnValue.of(Kind.TEXT, allMembers());
          case "binary", "varbinary" -> ColumnValue.of(Kind.BASE64, number(0, 1));
          case "tinyblob" -> ColumnValue.of(Kind.BASE64, 255);
          case "blob" -> ColumnValue.of(Kind.BASE64, 65_535);
          case "mediumblob" -> ColumnValue.of(Kind.BASE64, 16_777_215);
          case "longblob" -> ColumnValue.of(Kind.BASE64);
          case "json" -> ColumnValue.of(Kind.JSON_TEXT);
          case "point",
              "geometry",
              "linestring",
              "polygon",
              "multipoint",
              "multilinestring",
              "multipolygon",
              "geomcollection",
              "geometrycollection" ->
              ColumnValue.of(Kind.GEOMETRY);
          default -> null;
        });
  }

  /** Returns the smallest signed integer that holds the values. */
  private ColumnValue integer(int bits, int bitsIfUnsigned) {
    return ColumnValue.of(Kind.INTEGER, unsigned ? bitsIfUnsigned : bits);
  }

  /** Returns the length, precision or scale, or another number where MySQL prints none. */
  public int number(int index, int otherwise) {
    return index < numbers.size() ? numbers.get(index) : otherwise;
  }

  private int longestMember() {
    return members.stream().mapToInt(MySqlType::characters).max().orElse(0);
  }

  private int allMembers() {
    return members.stream().mapToInt(MySqlType::characters).sum() + members.size() - 1;
  }

  private static int characters(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Returns how many bits an integer has. */
  int bits() {
    return switch (name) {
      case "tinyint" -> 8;
      case "smallint" -> 16;
      case "mediumint" -> 24;
      case "int" -> 32;
      default -> 64;
    };
  }

  /** Returns whether each value has as many bytes as the column. */
  boolean hasFixedLength() {
    return name.equals("binary") || name.equals("bit");
  }

  /** Returns whether a masking method takes the values for plain text. */
  boolean isPlainText() {
    return switch (name) {
      case "char", "varchar", "tinytext", "text", "mediumtext", "longtext", "decimal" -> true;
      default -> name.equals("bigint") && unsigned;
    };
  }
}
