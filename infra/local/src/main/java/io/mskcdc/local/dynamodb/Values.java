package io.mskcdc.local.dynamodb;

import io.mskcdc.local.aws.rest.Input;
import java.util.List;

/** Members of an input whose values are enumerated. */
final class Values {
  private Values() {}

  /**
   * Returns a member's value.
   *
   * @param supported the values that the emulator has; the first is the default
   */
  static String read(Input input, String member, List<String> supported) {
    String value = input.text(member).orElse(supported.get(0));
    if (!supported.contains(value)) {
      throw DynamoDbErrors.unsupported(
          member + " " + value + ", only " + String.join(", ", supported));
    }
    return value;
  }
}
