package io.mskcdc.catalog;

import java.util.ArrayList;
import java.util.List;

/** Parses the comma-separated lists in configuration values. */
public final class CommaList {
  private CommaList() {}

  /**
   * Returns the entries of a list, without blanks around them and without empty entries.
   *
   * @param list the list, or null for none
   */
  public static List<String> of(String list) {
    return split(list, false);
  }

  /**
   * Returns the entries of a list of regular expressions, in which {@code \,} stands for a comma.
   *
   * @param list the list, or null for none
   */
  public static List<String> ofExpressions(String list) {
    return split(list, true);
  }

  /** Not with regular expressions, because each rule of lint splits lists of each connector. */
  private static List<String> split(String list, boolean hasEscapes) {
    List<String> entries = new ArrayList<>();
    String rest = list == null ? "" : list;
    int begin = 0;
    for (int end = 0; end <= rest.length(); end++) {
      boolean isSeparator =
          end == rest.length()
              || rest.charAt(end) == ','
                  && !(hasEscapes && end > 0 && rest.charAt(end - 1) == '\\');
      if (isSeparator) {
        String entry = rest.substring(begin, end).strip();
        if (!entry.isEmpty()) {
          entries.add(hasEscapes ? entry.replace("\\,", ",") : entry);
        }
        begin = end + 1;
      }
    }
    return List.copyOf(entries);
  }
}
