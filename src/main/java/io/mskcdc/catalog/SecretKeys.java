package io.mskcdc.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Knows, without a server, which configuration keys hold secrets (type PASSWORD in their
 * ConfigDef).
 */
public final class SecretKeys {
  /** What secrets are called in other connectors, converters and clients. */
  private static final Pattern NAMED_LIKE_ONE =
      Pattern.compile(
          "(.*[._])?(password|passphrase|secret|secret\\.key|token|api\\.key|private\\.key"
              + "|jaas\\.config|keystore\\.key|basic\\.auth\\.user\\.info)",
          Pattern.CASE_INSENSITIVE);

  /** Keys of type PASSWORD in the parts of this build; a star stands for a transform's alias. */
  private static final Set<String> DECLARED = declared();

  private static final Pattern TRANSFORM = Pattern.compile("transforms\\.[^.]+\\.(.+)");

  private static final String SENSITIVE = "(sensitive)";

  /** IAM's login without an option that holds a credential. */
  private static final Pattern IAM_LOGIN =
      Pattern.compile(
          "\\s*software\\.amazon\\.msk\\.auth\\.iam\\.IAMLoginModule\\s+required"
              + "(\\s+(awsProfileName|awsRoleArn|awsRoleSessionName|awsStsRegion)\\s*=\\s*\"[^\"]*\")*"
              + "\\s*;\\s*");

  private SecretKeys() {}

  /** Returns whether the key's value must never be shown. */
  public static boolean isSecret(String key) {
    Matcher transform = TRANSFORM.matcher(key);
    return NAMED_LIKE_ONE.matcher(key).matches()
        || DECLARED.contains(transform.matches() ? "transforms.*." + transform.group(1) : key);
  }

  /** Returns whether a key holds a secret, and a value of it may be one. */
  public static boolean mayBeSecret(String key, String value) {
    return isSecret(key) && !IAM_LOGIN.matcher(value).matches();
  }

  /**
   * Returns a key's value as people may see it: {@code (sensitive)} where it is a secret in clear.
   */
  public static String shown(String key, String value) {
    return mayBeSecret(key, value) && !ProviderReference.isOnly(value) ? SENSITIVE : value;
  }

  private static Set<String> declared() {
    try (InputStream in = SecretKeys.class.getResourceAsStream("secret-keys.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
