package io.mskcdc.redshift;

import static java.util.stream.Collectors.joining;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Names and texts as SQL that Redshift and PostgreSQL read alike.
 *
 * <p>Source of the limits: "Names and identifiers" in the Amazon Redshift Database Developer Guide.
 */
final class SqlText {
  /** Redshift's limit for a name, in bytes of UTF-8. */
  static final int MAX_NAME_BYTES = 127;

  private SqlText() {}

  /** Returns a name in double quotes. */
  static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** Returns a schema and a name in it. */
  static String qualified(String schema, String name) {
    return identifier(schema) + "." + identifier(name);
  }

  /**
   * Returns a text in single quotes. Redshift reads a backslash as an escape and PostgreSQL does
   * not, so a text with one is refused.
   *
   * @throws IllegalArgumentException for a text that {@link #isLiteral} refuses
   */
  static String literal(String text) {
    if (!isLiteral(text)) {
      throw new IllegalArgumentException("not a literal: " + text);
    }
    return '\'' + text.replace("'", "''") + '\'';
  }

  /** Returns whether a text has one meaning in single quotes. */
  static boolean isLiteral(String text) {
    return isPrintable(text) && text.indexOf('\\') < 0;
  }

  /** Returns whether a text has no control characters, which would end a comment. */
  static boolean isPrintable(String text) {
    return text.codePoints().noneMatch(SqlText::isControl);
  }

  /**
   * Returns a name in Redshift for one in MySQL. Redshift folds ASCII letters to lower case, also
   * in quotes.
   */
  static String folded(String name) {
    StringBuilder folded = new StringBuilder(name);
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) < 0x80) {
        folded.setCharAt(i, Character.toLowerCase(name.charAt(i)));
      }
    }
    return folded.toString();
  }

  /** Returns the name of the schema with the views and procedures of a connector or task. */
  static String schemaOf(String name) {
    return folded(name).replaceAll("[^a-z0-9]", "_");
  }

  /**
   * Returns why Redshift cannot have an object of this name; empty if it can.
   *
   * @param name the name
   */
  static String fault(String name) {
    if (name.isEmpty()) {
      return "is empty";
    }
    if (!isPrintable(name)) {
      return "contains a control character";
    }
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_NAME_BYTES) {
      return "has " + bytes + " bytes, and Redshift's names have at most " + MAX_NAME_BYTES;
    }
    if (name.codePoints()
        .anyMatch(point -> point > 0x7f && Character.toLowerCase(point) != point)) {
      return "has upper-case letters other than A to Z, which Redshift does not fold";
    }
    return "";
  }

  /**
   * Returns what is compared of a key's column, as expressions of the name of the table that has
   * it. Redshift's comparisons of texts ignore trailing blanks, so lengths are compared too.
   */
  static Stream<UnaryOperator<String>> keyExpressions(String column, boolean isText) {
    UnaryOperator<String> value = of -> of + "." + identifier(column);
    return isText
        ? Stream.of(value, of -> "OCTET_LENGTH(" + value.apply(of) + ")")
        : Stream.of(value);
  }

  /**
   * Returns a text for a comment or a message, with control characters and percent signs replaced.
   */
  static String shown(String text) {
    return text.codePoints()
        .mapToObj(
            point ->
                isControl(point) || point == '%' || point == '\\' || point == '\''
                    ? "?"
                    : Character.toString(point))
        .collect(joining());
  }

  /** Returns a procedure's body in dollar quotes that it does not contain. */
  static String dollarQuoted(String body) {
    String tag =
        IntStream.iterate(0, i -> i + 1)
            .mapToObj(i -> i == 0 ? "$$" : "$body" + i + "$")
            .filter(candidate -> !body.contains(candidate))
            .findFirst()
            .orElseThrow();
    return tag + body + tag;
  }

  /**
   * Returns the statement that creates a procedure, or replaces it.
   *
   * @param name its name, in quotes
   * @param variables the declarations of its variables, without semicolons
   * @param statements what it does, in one transaction
   */
  static String procedure(String name, List<String> variables, List<String> statements) {
    String body =
        "\nDECLARE\n"
            + variables.stream().map(variable -> "  " + variable + ";\n").collect(joining())
            + "BEGIN\n"
            + statements.stream().map(text -> text.indent(2)).collect(joining("\n"))
            + "END;\n";
    return "CREATE OR REPLACE PROCEDURE "
        + name
        + "()\nAS "
        + dollarQuoted(body)
        + " LANGUAGE plpgsql;\n";
  }

  private static boolean isControl(int point) {
    int type = Character.getType(point);
    return type == Character.CONTROL
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || type == Character.SURROGATE;
  }
}
