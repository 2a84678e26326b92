package io.mskcdc.config;

import java.util.regex.Pattern;

/**
 * Knows, without a server, which configuration keys hold secrets (type PASSWORD in their
 * ConfigDef).
 */
public final class SecretKeys {
  private static final Pattern SECRET =
      Pattern.compile(
          "(.*[._])?(password|passphrase|secret|secret\\.key|token|api\\.key|private\\.key"
              + "|jaas\\.config|keystore\\.key|basic\\.auth\\.user\\.info)"
              + "|transforms\\.[^.]+\\.key",
          Pattern.CASE_INSENSITIVE);

  private static final String SENSITIVE = "(sensitive)";

  /** A reference names a secret and is none. */
  private static final Pattern ONLY_REFERENCES = Pattern.compile("(\\$\\{[^}]*})+");

  private SecretKeys() {}

  /** Returns whether the key's value must never be shown. */
  public static boolean isSecret(String key) {
    return SECRET.matcher(key).matches();
  }

  /**
   * Returns a key's value as people may see it: {@code (sensitive)} where it is a secret in clear.
   */
  public static String shown(String key, String value) {
    return isSecret(key) && !ONLY_REFERENCES.matcher(value).matches() ? SENSITIVE : value;
  }
}
