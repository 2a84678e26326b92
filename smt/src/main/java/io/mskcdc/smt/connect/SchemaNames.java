package io.mskcdc.smt.connect;

/**
 * Makes a schema's name from a topic's name, as Debezium's {@code schema.name.adjustment.mode}
 * does.
 *
 * @see <a href="https://avro.apache.org/docs/1.11.1/specification/#names">Avro, names</a>
 */
public enum SchemaNames {
  NONE {
    @Override
    public String adjust(String name) {
      return name;
    }
  },
  AVRO {
    @Override
    public String adjust(String name) {
      StringBuilder adjusted = new StringBuilder();
      if (isDigit(name.charAt(0))) {
        adjusted.append('_');
      }
      for (int i = 0; i < name.length(); i++) {
        char c = name.charAt(i);
        boolean valid = isLetter(c) || isDigit(c) || c == '_' || i > 0 && c == '.';
        adjusted.append(valid ? c : '_');
      }
      return adjusted.toString();
    }
  },
  AVRO_UNICODE {
    @Override
    public String adjust(String name) {
      StringBuilder adjusted = new StringBuilder();
      for (int i = 0; i < name.length(); i++) {
        char c = name.charAt(i);
        if (isLetter(c) || i > 0 && (isDigit(c) || c == '.')) {
          adjusted.append(c);
        } else {
          adjusted.append(code(c));
        }
      }
      return adjusted.toString();
    }
  };

  /**
   * @param name not empty
   */
  public abstract String adjust(String name);

  /**
   * Returns the code of {@code avro_unicode} for a character: {@code _u} and its number in
   * hexadecimal. As in Debezium, numbers of one or two digits get two leading zeros, those of three
   * digits none.
   */
  public static String code(char c) {
    String digits = Integer.toHexString(c);
    return "_u" + (digits.length() <= 2 ? "00" : "") + digits;
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
