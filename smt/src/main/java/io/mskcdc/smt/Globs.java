package io.mskcdc.smt;

import java.util.regex.Pattern;

/** Names with {@code *} as a wildcard that does not cross a dot. */
final class Globs {

  private Globs() {}

  static Pattern compile(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      if (c == '*') {
        regex.append("[^.]*");
      } else if (c == '_' || c == '.' || Character.isLetterOrDigit(c)) {
        regex.append(Pattern.quote(String.valueOf(c)));
      } else {
        regex.append("(?:_|").append(Pattern.quote(String.valueOf(c))).append(')');
      }
    }
    return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }
}
