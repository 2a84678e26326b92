package io.mskcdc.catalog;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Parses the comma-separated lists in configuration values. */
public final class CommaList {
  private static final Pattern COMMA = Pattern.compile(",");

  /** In a list of regular expressions, {@code \,} is a part of an expression. */
  private static final Pattern UNESCAPED_COMMA = Pattern.compile("(?<!\\\\),");

  private CommaList() {}

  /**
   * Returns the entries of a list, without blanks around them and without empty entries.
   *
   * @param list the list, or null for none
   */
  public static List<String> of(String list) {
    return split(list, COMMA).toList();
  }

  /**
   * Returns the entries of a list of regular expressions, in which {@code \,} stands for a comma.
   *
   * @param list the list, or null for none
   */
  public static List<String> ofExpressions(String list) {
    return split(list, UNESCAPED_COMMA).map(entry -> entry.replace("\\,", ",")).toList();
  }

  private static Stream<String> split(String list, Pattern separator) {
    return separator
        .splitAsStream(list == null ? "" : list)
        .map(String::strip)
        .filter(entry -> !entry.isEmpty());
  }
}
