package io.mskcdc.local.dynamodb;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An item: its attributes by name. */
record Item(Map<String, AttributeValue> attributes) {
  private static final int MAX_SIZE = 400 * 1024;

  Item {
    attributes = Map.copyOf(attributes);
  }

  /** Returns the size of attributes with their names, in bytes. */
  static int size(Map<String, AttributeValue> attributes) {
    int size = 0;
    for (Map.Entry<String, AttributeValue> attribute : attributes.entrySet()) {
      size += attribute.getKey().getBytes(StandardCharsets.UTF_8).length;
      size += attribute.getValue().size();
    }
    return size;
  }

  int size() {
    return size(attributes);
  }

  /**
   * Checks the size.
   *
   * @param message the error's message, which differs between a put and an update
   */
  Item requireSize(String message) {
    if (size() > MAX_SIZE) {
      throw DynamoDbErrors.invalid(message);
    }
    return this;
  }
}
