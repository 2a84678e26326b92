package io.mskcdc.smt.values;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;

/**
 * Removes the backslashes that Debezium puts before a comma or a backslash in the values of an ENUM
 * or SET column. It does so in the schema's list of allowed values and in values from the binlog,
 * but not in a snapshot.
 *
 * <p>Two values of which one is the escaped form of the other cannot be told apart.
 *
 * @param plain the values by their escaped form, without those that have nothing to escape
 * @param set whether a column's value is a list of such values
 */
record EnumText(Map<String, String> plain, boolean set) implements CanonicalValue.Conversion {

  private static final String ALLOWED = "allowed";

  /** Returns null if no allowed value has anything to escape. */
  static EnumText of(Schema schema, boolean set) {
    String allowed = schema.parameters() == null ? null : schema.parameters().get(ALLOWED);
    if (allowed == null || allowed.indexOf('\\') < 0) {
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
        if (!escaped.contentEquals(value)) {
          plain.put(escaped, value.toString());
        }
        value.setLength(0);
        start = i + 1;
      } else {
        value.append(c);
      }
    }
    return new EnumText(Map.copyOf(plain), set);
  }

  @Override
  public Object apply(Object value) {
    String text = (String) value;
    if (text.indexOf('\\') < 0) {
      return text;
    }
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
