package io.mskcdc.smt.values;

/**
 * Finds the ends of tokens in JSON text. It accepts exactly what RFC 8259 does.
 *
 * <p>Each method returns {@link #INVALID} if there is no such token.
 */
public final class JsonLexer {

  public static final int INVALID = -1;

  private static final int UNICODE_DIGITS = 4;

  private final String text;
  private final int length;

  public JsonLexer(String text) {
    this.text = text;
    length = text.length();
  }

  /** Returns the position of the next character that is not blank, or the text's length. */
  public int skipBlanks(int from) {
    int at = from;
    while (at < length && isBlank(text.charAt(at))) {
      at++;
    }
    return at;
  }

  public static boolean isBlank(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }

  /** Returns the end of the string whose first quote is at the position. */
  public int endOfString(int from) {
    if (charAt(from) != '"') {
      return INVALID;
    }
    int at = from + 1;
    while (at < length) {
      char c = text.charAt(at);
      if (c == '"') {
        return at + 1;
      } else if (c < ' ') {
        return INVALID;
      } else if (c == '\\') {
        at = endOfEscape(at + 1);
        if (at == INVALID) {
          return INVALID;
        }
      } else {
        at++;
      }
    }
    return INVALID;
  }

  private int endOfEscape(int at) {
    if (charAt(at) != 'u') {
      return "\"\\/bfnrt".indexOf(charAt(at)) < 0 ? INVALID : at + 1;
    }
    for (int i = 1; i <= UNICODE_DIGITS; i++) {
      if (hexDigit(charAt(at + i)) < 0) {
        return INVALID;
      }
    }
    return at + 1 + UNICODE_DIGITS;
  }

  /** Returns the end of the number, {@code true}, {@code false} or {@code null} at the position. */
  public int endOfLiteral(int from) {
    return switch (charAt(from)) {
      case 't' -> endOfWord(from, "true");
      case 'f' -> endOfWord(from, "false");
      case 'n' -> endOfWord(from, "null");
      default -> endOfNumber(from);
    };
  }

  private int endOfWord(int from, String word) {
    return text.startsWith(word, from) ? from + word.length() : INVALID;
  }

  private int endOfNumber(int from) {
    int at = charAt(from) == '-' ? from + 1 : from;
    at = charAt(at) == '0' ? at + 1 : endOfDigits(at);
    if (at != INVALID && charAt(at) == '.') {
      at = endOfDigits(at + 1);
    }
    if (at != INVALID && (charAt(at) == 'e' || charAt(at) == 'E')) {
      at++;
      at = endOfDigits(charAt(at) == '+' || charAt(at) == '-' ? at + 1 : at);
    }
    return at;
  }

  private int endOfDigits(int from) {
    int at = from;
    while (charAt(at) >= '0' && charAt(at) <= '9') {
      at++;
    }
    return at == from ? INVALID : at;
  }

  /** Returns the character at a position, or NUL behind the end; no token contains a NUL. */
  public char charAt(int at) {
    return at < length ? text.charAt(at) : '\0';
  }

  /** Returns the characters that a valid string stands for. */
  public String unescape(int from, int to) {
    int escape = text.indexOf('\\', from);
    if (escape < 0 || escape >= to) {
      return text.substring(from + 1, to - 1);
    }
    StringBuilder characters = new StringBuilder(to - from);
    for (int at = from + 1; at < to - 1; at++) {
      char c = text.charAt(at);
      if (c == '\\') {
        c = text.charAt(++at);
        if (c == 'u') {
          characters.append((char) Integer.parseInt(text, at + 1, at + 1 + UNICODE_DIGITS, 16));
          at += UNICODE_DIGITS;
        } else {
          characters.append(unescaped(c));
        }
      } else {
        characters.append(c);
      }
    }
    return characters.toString();
  }

  private static char unescaped(char c) {
    return switch (c) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> c;
    };
  }

  private static int hexDigit(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }
}
