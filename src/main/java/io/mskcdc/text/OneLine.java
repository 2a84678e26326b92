package io.mskcdc.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Shows a text of a server in one line of a terminal, which the text cannot control. */
public final class OneLine {
  private static final int LONGEST = 1000;

  /** Of a longer text, the reason is often at its end. */
  private static final int END = 300;

  private static final String ONE = "[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]";

  private static final Pattern CONTROL_CHARACTER = Pattern.compile(ONE);

  private static final Pattern CONTROL =
      Pattern.compile(ONE + "[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\s]*");

  private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cf}\\p{Zl}\\p{Zp}]");

  private OneLine() {}

  /**
   * Returns a text of several lines with escapes for characters that are not seen and may change
   * the order of others, as in a name. The escapes are those of JSON too.
   */
  public static String visible(String text) {
    return INVISIBLE
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found
                        .group()
                        .chars()
                        .mapToObj("\\u%04x"::formatted)
                        .collect(Collectors.joining())));
  }

  /** Returns the text with spaces for line breaks and control characters; its middle is cut out. */
  public static String of(String text) {
    String line = CONTROL.matcher(text).replaceAll(" ").strip();
    return line.length() <= LONGEST
        ? line
        : line.substring(0, LONGEST - END) + " … " + line.substring(line.length() - END);
  }

  /**
   * Returns a whole value with escapes such as {@code \\u001b} for line breaks and control
   * characters.
   */
  public static String escaped(String value) {
    return CONTROL_CHARACTER
        .matcher(value)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group().equals("\n")
                        ? "\\n"
                        : "\\u%04x".formatted(found.group().codePointAt(0))));
  }
}
