package io.mskcdc.text;

import java.util.regex.Pattern;

/** Debezium's {@code column.mask.hash.<algorithm>.with.salt.<salt>}: a key that holds a secret. */
public final class SaltedKey {
  private static final Pattern SALTED =
      Pattern.compile(
          "(column\\.mask\\.hash\\.(?:v\\d+\\.)?[^.\\s]+\\.with\\.salt\\.)([^\\s\"'=,;:()]+)");

  private SaltedKey() {}

  /** Returns whether a text contains such a key. */
  public static boolean isIn(String text) {
    return SALTED.matcher(text).find();
  }

  /** Returns a text with the salt of each such key replaced; null for null. */
  public static String replace(String text, String replacement) {
    return text == null ? null : SALTED.matcher(text).replaceAll("$1" + replacement);
  }

  /** Returns a text with the salt of each such key hidden; null for null. */
  public static String hide(String text) {
    return replace(text, "(sensitive)");
  }
}
