package io.mskcdc.smt.event;

import io.mskcdc.smt.connect.Regex;
import io.mskcdc.smt.connect.SchemaNames;
import java.util.regex.Pattern;

/**
 * Patterns for names in which {@code *} stands for any characters except a dot between parts.
 *
 * <p>A name of one part may itself contain dots. {@link #part} makes it a part of a dotted name:
 * {@code *} then matches it, and so does the name as it is.
 *
 * <p>A pattern matches a name in two forms: as in the database, and as Debezium writes it into
 * topics and schemas. In the second form, each character except ASCII letters and digits may be
 * replaced by one of three texts: an underscore, {@code _u} with its code in hexadecimal, or {@code
 * _u005f}, the code of an underscore. A leading digit may have an underscore before it.
 *
 * @see SchemaNames
 */
public final class Globs {

  /** Stands for a dot within a part. Unicode guarantees that it is no character. */
  public static final char DOT_IN_PART = '\uFFFF';

  private static final String DOT = "[." + DOT_IN_PART + "]";

  private Globs() {}

  /** Returns a name as one part of a dotted name. */
  public static String part(String name) {
    return name.replace('.', DOT_IN_PART);
  }

  /** Returns a dotted name as users know it. */
  public static String shown(String path) {
    return path.replace(DOT_IN_PART, '.');
  }

  public static Regex compile(String glob) {
    StringBuilder regex = new StringBuilder();
    int character;
    for (int i = 0; i < glob.length(); i += Character.charCount(character)) {
      character = glob.codePointAt(i);
      String text = Character.toString(character);
      // To quote letters and digits too makes the expression five times as long.
      boolean isPlain = isDigit(character) || isLetter(character);
      String literal = isPlain ? text : Pattern.quote(text);
      if (character == '*') {
        // Without backtracking among asterisks in a row.
        regex.append(i > 0 && glob.charAt(i - 1) == '*' ? "" : "[^.]*");
      } else if (i == 0 && isDigit(character)) {
        regex.append("(?:_?" + literal + "|" + escaped(character) + ")");
      } else if (character == '.') {
        regex.append(DOT);
      } else if (isPlain) {
        regex.append(literal);
      } else {
        // Debezium replaces a character of two UTF-16 units by two underscores.
        String underscores = "(?:_u005f|_){" + Character.charCount(character) + "}";
        regex.append("(?:" + escaped(character) + "|" + underscores + "|" + literal + ")");
      }
    }
    return Regex.of(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
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
