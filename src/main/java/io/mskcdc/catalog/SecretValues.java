package io.mskcdc.catalog;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds values that contain a secret in clear, whatever the name of their option is. */
final class SecretValues {
  /** Forms that only secrets have. */
  private static final Pattern SECRET =
      Pattern.compile(
          // The user info of a URL. A container of Azure's storage has the same place.
          "(?<!\\babfs|\\babfss|\\bwasb|\\bwasbs)://[^\\s/?#@:]+@"
              + "|://[^\\s/?#@:]*:(?!\\d*/)[^\\s@]+@"
              + "|jdbc:oracle:\\w+:[^\\s/@]+/[^\\s@]+@"
              // Headers.
              + "|(?i:\\bbearer)\\s+[^\\s\"',;]+"
              + "|(?i:\\bbasic)\\s+(?=[a-z]*[A-Z0-9+/=])[A-Za-z0-9+/]{6,}={0,2}"
              + "|(?i:(?<![\\w-])((proxy-)?authorization|(set-)?cookie|[\\w-]*api-?key"
              + "|[\\w-]+[-_](token|secret|subscription-key))\\\\*[\"']?\\s*:\\s*[^\\s\"'\\\\|,;])"
              // Addresses that are secrets themselves.
              + "|[?&](sig|X-Amz-Signature)=[^\\s&]|hooks\\.slack\\.com/services/\\w"
              // Keys and tokens of well-known services.
              + "|-----BEGIN [A-Z0-9 ]*PRIVATE KEY"
              + "|\\b(AKIA|ASIA)[A-Z0-9]{16}\\b"
              + "|\\b(gh[oprsu]_\\w{20,}|github_pat_\\w{20,}|glpat-[\\w-]{16,}|xox[abprs]-[\\w-]{10,}"
              + "|AIza[\\w-]{30,}|[rs]k_live_\\w{16,}|eyJ[\\w-]{8,}\\.eyJ[\\w-]{8,}\\.)");

  /** An option within a value: of a URL, of a login, of a connection string, of JSON. */
  private static final Pattern OPTION =
      Pattern.compile(
          "(?<![\\w.-])([A-Za-z][\\w.-]*+)"
              + "(?:(?:\\s*+=(?![=~])\\s*+|:\\s++)(?:\\\\*[\"'](?<quoted>[^\"']+)|(?<plain>[^\\s\"'\\\\;&]+))"
              + "|\\\\*[\"']\\s*+:\\s*+\\\\*[\"'](?<json>[^\"']+))");

  /**
   * A switch, a variable as shells write it, whose text itself is the value, or a certificate.
   * Kafka declares certificates as secrets because a private key may follow.
   */
  private static final Pattern HARMLESS =
      Pattern.compile(
          "(?i:true|false)|\\$\\{[A-Za-z_][\\w.-]*}|(?s:\\s*-----BEGIN CERTIFICATE-----.*)");

  private SecretValues() {}

  /** Returns whether a value contains a secret outside of its references to config providers. */
  static boolean containsSecret(String value) {
    String clear = ProviderReference.replace(value, reference -> "");
    return SECRET.matcher(clear).find() || hasSecretOption(clear);
  }

  private static boolean hasSecretOption(String clear) {
    Matcher option = OPTION.matcher(clear);
    while (option.find()) {
      if (SecretNames.suggestsSecret(option.group(1)) && !isHarmless(text(option))) {
        return true;
      }
    }
    return false;
  }

  private static String text(Matcher option) {
    String quoted = option.group("quoted") == null ? option.group("json") : option.group("quoted");
    return quoted == null ? option.group("plain") : quoted.replaceFirst("\\\\$", "");
  }

  /** Returns whether no secret can have this value. */
  static boolean isHarmless(String value) {
    return value.isBlank() || HARMLESS.matcher(value).matches();
  }
}
