package io.mskcdc.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds values that contain a secret in clear, whatever the name of their option is. */
final class SecretValues {
  /** The user info of a URL. A container of Azure's storage has the same place. */
  private static final String USER_INFO =
      "(?<!\\babfs|\\babfss|\\bwasb|\\bwasbs)://[^\\s/?#@:]+@"
          + "|://[^\\s/?#@:]*:(?!\\d*/)[^\\s@]+@"
          + "|jdbc:oracle:\\w+:[^\\s/@]+/[^\\s@]+@";

  private static final String HEADER =
      "(?i:(?<![\\w-])((proxy-)?authorization|(set-)?cookie|[\\w-]*api-?key"
          + "|[\\w-]+[-_](token|secret|subscription-key))\\\\*[\"']?\\s*:\\s*[^\\s\"'\\\\|,;])";

  private static final String PRIVATE_KEY = "-----BEGIN [A-Z0-9 ]*PRIVATE KEY";

  /** Schemes of headers, addresses that are secrets themselves, keys of well-known services. */
  private static final String TOKEN =
      "(?i:\\bbearer)\\s+[^\\s\"',;]+"
          + "|(?i:\\bbasic)\\s+(?=[a-z]*[A-Z0-9+/=])[A-Za-z0-9+/]{6,}={0,2}"
          + "|[?&](sig|X-Amz-Signature)=[^\\s&]|hooks\\.slack\\.com/services/\\w"
          + "|\\b(AKIA|ASIA)[A-Z0-9]{16}\\b"
          + "|\\b(gh[oprsu]_\\w{20,}|github_pat_\\w{20,}|glpat-[\\w-]{16,}|xox[abprs]-[\\w-]{10,}"
          + "|AIza[\\w-]{30,}|[rs]k_live_\\w{16,}|eyJ[\\w-]{8,}\\.eyJ[\\w-]{8,}\\.)";

  /**
   * An option with its value right after a colon. The types of a cast, {@code password:string}, and
   * the names of columns have no such values.
   */
  private static final String WITH_COLON =
      "(?<![\\w.:-])(?i:passw(?:or)?d|pwd|passphrase|secret|token|api[_-]?key)"
          + ":(?!(?:int|float)\\d+\\b)(?=[a-zA-Z_]*[^\\sa-zA-Z_,.:;\"'\\\\&(])[^\\s\"'\\\\;&,]+";

  /** The password of an account in SQL. */
  private static final String OF_ACCOUNT =
      "(?i:\\bidentified\\s+(with\\s+\\S+\\s+)?(by|as)\\s+(password\\s+)?)\\\\*['\"][^\\s'\"][^'\"]*";

  /** Forms that only secrets have. */
  private static final Pattern SECRET =
      Pattern.compile(
          String.join("|", USER_INFO, HEADER, PRIVATE_KEY, TOKEN, WITH_COLON, OF_ACCOUNT));

  /** The same forms up to their ends. */
  private static final Pattern WHOLE_SECRET =
      Pattern.compile(
          USER_INFO
              + ("|" + HEADER + "[^\"'\\n|,;]*")
              + ("|" + PRIVATE_KEY + "(?s:.*?(-----END [^\\n]*|\\z))")
              + ("|(" + TOKEN + ")[^\\s\"',;&|]*|" + WITH_COLON + "|" + OF_ACCOUNT));

  /** The name of an exception, after which the colon begins its message. */
  private static final Pattern EXCEPTION = Pattern.compile(".*(Exception|Error)");

  /**
   * An option within a value: of a URL, of a login, of a connection string, of JSON. Its groups are
   * the name, and the value in quotes, without quotes, or in JSON.
   */
  private static final Pattern OPTION =
      Pattern.compile(
          "(?<![\\w.-])([A-Za-z][\\w.-]*+)"
              + "(?:(?:\\s*+=(?![=~])\\s*+|:\\s++)(?:\\\\*[\"']([^\"']+)|([^\\s\"'\\\\;&]+))"
              + "|\\\\*[\"']\\s*+:\\s*+\\\\*[\"']([^\"']+))");

  /**
   * A switch, a variable as shells write it, whose text itself is the value, or a certificate.
   * Kafka declares certificates as secrets because a private key may follow.
   */
  private static final Pattern HARMLESS =
      Pattern.compile(
          "(?i:true|false|yes|no)\\)?|\\$\\{[A-Za-z_][\\w.-]*}|(?s:\\s*-----BEGIN CERTIFICATE-----.*)");

  private SecretValues() {}

  /** Returns whether a value contains a secret outside of its references to config providers. */
  static boolean containsSecret(String value) {
    String clear = ProviderReference.replace(value, reference -> "");
    return SECRET.matcher(clear).find() || !secretOptionsOf(clear).isEmpty();
  }

  /** The value of another option may begin with the name of one: {@code error: password: x}. */
  private static List<MatchResult> secretOptionsOf(String text) {
    List<MatchResult> secrets = new ArrayList<>();
    Matcher option = OPTION.matcher(text);
    int from = 0;
    while (option.find(from)) {
      boolean isSecret = isSecret(option.group(1), text(option));
      if (isSecret) {
        secrets.add(option.toMatchResult());
      }
      from = isSecret ? option.end() : option.end(1);
    }
    return secrets;
  }

  private static boolean isSecret(String name, String value) {
    return SecretNames.suggestsSecret(name)
        && !EXCEPTION.matcher(name).matches()
        && !isHarmless(ProviderReference.replace(value, reference -> ""));
  }

  /** Returns the values of the secret options within a value. */
  static List<String> secretOptions(String value) {
    return secretOptionsOf(ProviderReference.replace(value, reference -> "")).stream()
        .map(SecretValues::text)
        .toList();
  }

  /** Returns a text with each secret in it replaced, except references. */
  static String hide(String text, String replacement) {
    StringBuilder shown = new StringBuilder();
    String forms = WHOLE_SECRET.matcher(text).replaceAll(Matcher.quoteReplacement(replacement));
    int from = 0;
    for (MatchResult option : secretOptionsOf(forms)) {
      int start = forms.indexOf(text(option), option.end(1));
      shown.append(forms, from, start).append(replacement);
      from = start + text(option).length();
    }
    return shown.append(forms, from, forms.length()).toString();
  }

  private static String text(MatchResult option) {
    String quoted = option.group(2) == null ? option.group(4) : option.group(2);
    return quoted == null ? option.group(3) : quoted.replaceFirst("\\\\$", "");
  }

  /** Returns whether no secret can have this value. */
  static boolean isHarmless(String value) {
    return value.isBlank() || HARMLESS.matcher(value).matches();
  }
}
