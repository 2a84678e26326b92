package io.mskcdc.smt.connect;

/**
 * The rules for names of Kafka topics.
 *
 * @see <a href="https://kafka.apache.org/documentation/#basic_ops_add_topic">Kafka, adding
 *     topics</a>
 */
public final class TopicName {

  private static final int MAX_LENGTH = 249;

  private TopicName() {}

  /**
   * Whether the name is valid: 1 to 249 letters, digits, dots, underscores and hyphens of ASCII,
   * and neither "." nor "..".
   */
  public static boolean isValid(String name) {
    if (name.isEmpty() || name.length() > MAX_LENGTH || name.equals(".") || name.equals("..")) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (!isValid(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Replaces each character that a topic's name may not contain by {@code _}, as Debezium does. */
  public static String adjust(String name) {
    StringBuilder adjusted = new StringBuilder(name);
    for (int i = 0; i < name.length(); i++) {
      if (!isValid(name.charAt(i))) {
        adjusted.setCharAt(i, '_');
      }
    }
    return adjusted.toString();
  }

  private static boolean isValid(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '.'
        || c == '_'
        || c == '-';
  }
}
