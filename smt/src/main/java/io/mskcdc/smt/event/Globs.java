package io.mskcdc.smt.event;

import io.mskcdc.smt.connect.SchemaNames;
import java.util.regex.Pattern;

/**
 * Names with {@code *} as a wildcard that does not cross a dot. They match a name as the database
 * has it, and as Debezium writes it into topics and schemas: there, any character but ASCII's
 * letters and digits may have become an underscore, or {@code _u} and its code in hexadecimal, or
 * first the one and then the other; and a digit at the beginning may follow an underscore.
 *
 * @see SchemaNames
 */
public final class Globs {

  private Globs() {}

  public static Pattern compile(String glob) {
    StringBuilder regex = new StringBuilder();
    int character;
    for (int i = 0; i < glob.length(); i += Character.charCount(character)) {
      character = glob.codePointAt(i);
      String literal = Pattern.quote(Character.toString(character));
      if (character == '*') {
        regex.append("[^.]*");
      } else if (i == 0 && isDigit(character)) {
        regex.append("(?:_?" + literal + "|" + escaped(character) + ")");
      } else if (character == '.' || isDigit(character) || isLetter(character)) {
        regex.append(literal);
      } else {
        // A character of two units becomes two underscores.
        String underscores = "(?:_u005f|_){" + Character.charCount(character) + "}";
        regex.append("(?:" + escaped(character) + "|" + underscores + "|" + literal + ")");
      }
    }
    return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  private static boolean isLetter(int character) {
    return character >= 'a' && character <= 'z' || character >= 'A' && character <= 'Z';
  }

  private static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }

  private static String escaped(int character) {
    StringBuilder escaped = new StringBuilder();
    for (char unit : Character.toChars(character)) {
      escaped.append(SchemaNames.code(unit));
    }
    return escaped.toString();
  }
}
