package io.mskcdc.history;

import java.util.Locale;
import java.util.regex.Pattern;

/** Names in SQL, which Debezium and MySQL write with other quotes. */
final class SqlName {
  private static final Pattern QUOTES = Pattern.compile("[`'\"\\\\]");

  private SqlName() {}

  /** Returns a name or a statement without quotes and in lower case. */
  static String comparable(String text) {
    return QUOTES.matcher(text).replaceAll("").toLowerCase(Locale.ROOT);
  }
}
