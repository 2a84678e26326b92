package io.mskcdc.mask;

import io.mskcdc.database.Column;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes the pattern that matches one column. */
final class ColumnText {
  /** Characters with a meaning in patterns, in lists or in the bundle's files. */
  private static final String SPECIAL = ",*(|\\.{}/\"";

  private static final char UNDERSCORE = '_';

  private ColumnText() {}

  /**
   * Returns the pattern {@code database.table.column}. A name that cannot be written so becomes a
   * regular expression. There, each character that Debezium replaces in topics and schemas may also
   * be an underscore.
   */
  static String of(Column column) {
    List<String> parts = List.of(column.database(), column.table(), column.name());
    return parts.stream().allMatch(ColumnText::isPlain)
        ? String.join(".", parts)
        : parts.stream().map(ColumnText::regex).collect(Collectors.joining("\\.", "/", "/"));
  }

  private static boolean isPlain(String name) {
    return name.equals(name.strip())
        && name.codePoints().noneMatch(c -> SPECIAL.indexOf(c) >= 0 || Character.isISOControl(c));
  }

  private static String regex(String name) {
    StringBuilder regex = new StringBuilder();
    name.codePoints()
        .forEach(
            c -> {
              if (isAsciiLetterOrDigit(c) || c == UNDERSCORE || c == '-') {
                regex.append((char) c);
              } else if (c == '.') {
                regex.append("\\.");
              } else if (Character.charCount(c) == 1) {
                regex.append("[\\x{%x}_]".formatted(c));
              } else {
                regex.append("(?:\\x{%x}|__)".formatted(c));
              }
            });
    return regex.toString();
  }

  private static boolean isAsciiLetterOrDigit(int c) {
    return c < 128 && Character.isLetterOrDigit(c);
  }

  /**
   * Returns a text that is equal for columns whose patterns match each other: case is ignored, and
   * Debezium writes one underscore for many characters.
   */
  static String merged(Column column) {
    return List.of(column.database(), column.table(), column.name()).stream()
        .map(ColumnText::merged)
        .collect(Collectors.joining("."));
  }

  private static String merged(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]", "_");
    return plain.replaceFirst("^_+(?=[0-9])", "");
  }
}
