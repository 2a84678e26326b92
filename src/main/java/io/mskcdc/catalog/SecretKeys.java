package io.mskcdc.catalog;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides without a server which configuration keys hold secrets. These are options of the type
 * PASSWORD, and keys that are named like one.
 */
public final class SecretKeys {
  /** The names of secrets in other connectors, converters and clients. */
  private static final Pattern NAMED_LIKE_ONE =
      Pattern.compile(
          "(.*[._])?(password|passphrase|secret|secret\\.key|token|api\\.key|private\\.key"
              + "|jaas\\.config|keystore\\.key|basic\\.auth\\.user\\.info)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern TRANSFORM = Pattern.compile("transforms\\.[^.]+\\.(.+)");

  private static final String SENSITIVE = "(sensitive)";

  /** A login by IAM, without any option that holds a credential. */
  private static final Pattern IAM_LOGIN =
      Pattern.compile(
          "\\s*software\\.amazon\\.msk\\.auth\\.iam\\.IAMLoginModule\\s+required"
              + "(\\s+(awsProfileName|awsRoleArn|awsRoleSessionName|awsStsRegion)\\s*=\\s*\"[^\"]*\")*"
              + "\\s*;\\s*");

  /** The text that some servers return instead of a secret. */
  private static final Pattern MASK = Pattern.compile("•{2,}");

  private SecretKeys() {}

  /** Returns whether the key's value must never be shown. */
  public static boolean isSecret(String key) {
    Matcher transform = TRANSFORM.matcher(key);
    return NAMED_LIKE_ONE.matcher(key).matches()
        || (transform.matches()
            ? isSecretOfTransform(transform.group(1))
            : SourceConnectors.all().stream().anyMatch(source -> source.secrets().contains(key)));
  }

  /**
   * An alias does not determine the transform's class, so this looks at the transforms together.
   */
  private static boolean isSecretOfTransform(String option) {
    return GeneratedOptions.partsWithSecrets().stream()
        .anyMatch(part -> GeneratedOptions.secrets(part).contains(option));
  }

  /** Returns whether a key holds secrets and this value may be a secret. */
  public static boolean mayBeSecret(String key, String value) {
    return isSecret(key) && !IAM_LOGIN.matcher(value).matches();
  }

  /** Returns whether a live value is a server's mask instead of the value. */
  public static boolean isMasked(String value) {
    return MASK.matcher(value).matches();
  }

  /**
   * Returns a key's value for output: {@code (sensitive)} if the value may be a secret in clear.
   */
  public static String shown(String key, String value) {
    return mayBeSecret(key, value) && !ProviderReference.isOnly(value) ? SENSITIVE : value;
  }
}
