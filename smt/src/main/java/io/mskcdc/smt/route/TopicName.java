package io.mskcdc.smt.route;

/**
 * The rules for names of Kafka topics.
 *
 * @see <a href="https://kafka.apache.org/documentation/#basic_ops_add_topic">Kafka, adding
 *     topics</a>
 */
final class TopicName {

  private static final int MAX_LENGTH = 249;

  private TopicName() {}

  /**
   * Whether the name is valid: 1 to 249 letters, digits, dots, underscores and hyphens of ASCII,
   * and neither "." nor "..".
   */
  static boolean isValid(String name) {
    if (name.isEmpty() || name.length() > MAX_LENGTH || name.equals(".") || name.equals("..")) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean valid =
          c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || c >= '0' && c <= '9'
              || c == '.'
              || c == '_'
              || c == '-';
      if (!valid) {
        return false;
      }
    }
    return true;
  }
}
