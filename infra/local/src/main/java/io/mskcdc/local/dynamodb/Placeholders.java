package io.mskcdc.local.dynamodb;

import io.mskcdc.local.aws.rest.Input;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The ExpressionAttributeNames and ExpressionAttributeValues of a request. */
final class Placeholders {
  static final String NAMES = "ExpressionAttributeNames";
  static final String VALUES = "ExpressionAttributeValues";

  private final Map<String, String> names;
  private final Map<String, AttributeValue> values;
  private final Set<String> used = new HashSet<>();

  Placeholders(Map<String, String> names, Map<String, AttributeValue> values) {
    this.names = names;
    this.values = values;
  }

  static Placeholders of(Input input) {
    return new Placeholders(
        input.map(NAMES), input.json(VALUES).map(AttributeJson::attributes).orElse(Map.of()));
  }

  /**
   * Returns the attribute name of a placeholder such as {@code #a}.
   *
   * @param expression the member that contains it
   */
  String name(String placeholder, String expression) {
    used.add(placeholder);
    String name = names.get(placeholder);
    if (name == null) {
      throw DynamoDbErrors.invalid(
          "Invalid "
              + expression
              + ": An expression attribute name used in the document path is not defined;"
              + " attribute name: "
              + placeholder);
    }
    return name;
  }

  /** Returns the value of a placeholder such as {@code :v}. */
  AttributeValue value(String placeholder, String expression) {
    used.add(placeholder);
    AttributeValue value = values.get(placeholder);
    if (value == null) {
      throw DynamoDbErrors.invalid(
          "Invalid "
              + expression
              + ": An expression attribute value used in expression is not defined; attribute"
              + " value: "
              + placeholder);
    }
    return value;
  }

  /** Refuses placeholders that no expression uses, once all expressions are parsed. */
  void requireAllUsed() {
    requireAllUsed(NAMES, names.keySet());
    requireAllUsed(VALUES, values.keySet());
  }

  private void requireAllUsed(String member, Set<String> defined) {
    Set<String> unused = new TreeSet<>(defined);
    unused.removeAll(used);
    if (!unused.isEmpty()) {
      throw DynamoDbErrors.invalid(
          "Value provided in "
              + member
              + " unused in expressions: keys: {"
              + String.join(", ", unused)
              + "}");
    }
  }
}
