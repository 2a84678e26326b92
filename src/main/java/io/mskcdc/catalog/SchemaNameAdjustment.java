package io.mskcdc.catalog;

/** The values of Debezium's option {@code schema.name.adjustment.mode}. */
enum SchemaNameAdjustment {
  NONE,
  AVRO,
  AVRO_UNICODE;

  /**
   * Returns the adjustment that the option selects.
   *
   * @param mode the option's value, or null for the default
   */
  static SchemaNameAdjustment of(String mode) {
    for (SchemaNameAdjustment adjustment : values()) {
      if (adjustment.name().equalsIgnoreCase(mode)) {
        return adjustment;
      }
    }
    return NONE;
  }

  /** Returns the name that Debezium gives a schema. Stars for unknown parts remain. */
  String adjust(String name) {
    if (this == NONE) {
      return name;
    }
    StringBuilder adjusted = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
      boolean digit = c >= '0' && c <= '9';
      if (letter || i > 0 && (digit || c == '.') || c == Topic.ANY.charAt(0)) {
        adjusted.append(c);
      } else if (this == AVRO_UNICODE) {
        adjusted.append("_u%04x".formatted((int) c));
      } else {
        adjusted.append('_').append(digit ? String.valueOf(c) : "");
      }
    }
    return adjusted.toString();
  }
}
