package io.mskcdc.topics;

import io.mskcdc.catalog.Topic;
import java.util.regex.Pattern;

/**
 * Compiles the pattern {@code database.table} of a rule of Route, in which a star crosses no dot.
 * This is the syntax of the transform's class Globs: it matches a name as the database has it, and
 * the forms in which Debezium writes it into topics and schemas.
 */
final class TableGlob {
  private TableGlob() {}

  static Pattern compile(String database, String table) {
    return Pattern.compile(
        regex(database) + "\\." + regex(table), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  private static String regex(String glob) {
    StringBuilder regex = new StringBuilder();
    int character;
    for (int i = 0; i < glob.length(); i += Character.charCount(character)) {
      character = glob.codePointAt(i);
      boolean digit = character >= '0' && character <= '9';
      boolean letter = character >= 'a' && character <= 'z' || character >= 'A' && character <= 'Z';
      String literal = Pattern.quote(Character.toString(character));
      if (character == Topic.ANY.charAt(0)) {
        regex.append("[^.]*");
      } else if (i == 0 && digit) {
        regex.append("(?:_?").append(literal).append('|').append(escaped(character)).append(')');
      } else if (character == '.' || digit || letter) {
        regex.append(literal);
      } else {
        // Each of a character's one or two chars becomes an underscore, which may be escaped again.
        regex
            .append("(?:")
            .append(escaped(character))
            .append("|(?:_u005f|_){")
            .append(Character.charCount(character))
            .append("}|")
            .append(literal)
            .append(')');
      }
    }
    return regex.toString();
  }

  /** The form that Debezium's schema.name.adjustment.mode=avro_unicode writes. */
  private static String escaped(int character) {
    StringBuilder escaped = new StringBuilder();
    for (char unit : Character.toChars(character)) {
      String digits = Integer.toHexString(unit);
      escaped.append("_u").append(digits.length() <= 2 ? "00" : "").append(digits);
    }
    return escaped.toString();
  }
}
