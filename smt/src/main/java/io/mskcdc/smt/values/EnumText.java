package io.mskcdc.smt.values;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;

/**
 * Makes the values of an ENUM or SET column those of a snapshot.
 *
 * <ul>
 *   <li>Debezium puts a backslash before a comma or a backslash, in the schema's list of allowed
 *       values and in values from the binlog.
 *   <li>MySQL removes blanks at the end of allowed values. Debezium does not, if it has the column
 *       from a statement in the binlog.
 * </ul>
 *
 * <p>Two values of which one is the escaped form of the other cannot be told apart.
 *
 * @param plain the values by Debezium's form, without those that have the same form in a snapshot
 * @param set whether a column's value is a list of such values
 */
record EnumText(Map<String, String> plain, boolean set) implements CanonicalValue.Conversion {

  private static final String ALLOWED = "allowed";

  /** Returns null if all allowed values have the form of a snapshot. */
  static EnumText of(Schema schema, boolean set) {
    String allowed = schema.parameters() == null ? null : schema.parameters().get(ALLOWED);
    if (allowed == null || allowed.indexOf('\\') < 0 && allowed.indexOf(' ') < 0) {
      return null;
    }
    Map<String, String> plain = new HashMap<>();
    StringBuilder value = new StringBuilder();
    int start = 0;
    for (int i = 0; i <= allowed.length(); i++) {
      char c = i == allowed.length() ? ',' : allowed.charAt(i);
      if (c == '\\' && i + 1 < allowed.length()) {
        value.append(allowed.charAt(++i));
      } else if (c == ',') {
        String escaped = allowed.substring(start, i);
        String stored = withoutBlanksAtTheEnd(value);
        if (!escaped.equals(stored)) {
          plain.put(escaped, stored);
        }
        value.setLength(0);
        start = i + 1;
      } else {
        value.append(c);
      }
    }
    return plain.isEmpty() ? null : new EnumText(Map.copyOf(plain), set);
  }

  /** Removes blanks only, as MySQL does: other white space stays. */
  private static String withoutBlanksAtTheEnd(StringBuilder value) {
    int end = value.length();
    while (end > 0 && value.charAt(end - 1) == ' ') {
      end--;
    }
    return value.substring(0, end);
  }

  @Override
  public Object apply(Object value) {
    String text = (String) value;
    if (!set) {
      return plain.getOrDefault(text, text);
    }
    String[] values = text.split(",", -1);
    for (int i = 0; i < values.length; i++) {
      values[i] = plain.getOrDefault(values[i], values[i]);
    }
    return String.join(",", values);
  }
}
