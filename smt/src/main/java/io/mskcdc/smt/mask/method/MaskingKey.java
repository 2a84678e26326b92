package io.mskcdc.smt.mask.method;

import io.mskcdc.smt.connect.PrefixedOptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/**
 * The secret key of the keyed methods.
 *
 * <p>{@code hmac} uses the key itself, so that its owner can compute the same tokens elsewhere.
 * {@code format} uses a key derived from it, so that no token is a part of a formatted value.
 */
public final class MaskingKey {

  /**
   * The option with the key. The name must end in "secret": Debezium logs the configuration of a
   * starting task and hides only keys that end in "secret" or "password", whatever their type.
   */
  public static final String KEY = "key.secret";

  /** The option with the name of the key, which masked columns show in their schema. */
  public static final String KEY_ID = "key.id";

  /** The option with the scope. */
  public static final String SCOPE = "scope";

  /** The smallest size of a key. */
  public static final int MIN_BYTES = 32;

  private static final byte[] FORMAT_LABEL =
      "io.mskcdc.smt format key\0".getBytes(StandardCharsets.US_ASCII);

  private final byte[] key;
  private final byte[] scope;

  /**
   * @param scope makes results differ from those of other scopes; null or empty for none
   */
  private MaskingKey(byte[] key, String scope) {
    this.key = key;
    this.scope =
        scope == null || scope.isEmpty()
            ? new byte[0]
            : (scope + '\0').getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads the key that a method needs.
   *
   * @throws ConfigException if the key or its name is missing, or the key is invalid
   */
  static MaskingKey from(PrefixedOptions options, String method) {
    if (!(options.get(KEY) instanceof Password key) || options.isBlank(KEY_ID)) {
      throw new ConfigException(
          "%s needs %s and %s"
              .formatted(
                  options.fullName(MethodDefinition.columnsOption(method)),
                  options.fullName(KEY),
                  options.fullName(KEY_ID)));
    }
    return new MaskingKey(decode(options.fullName(KEY), key), options.text(SCOPE));
  }

  /**
   * Validates the option {@link #KEY}.
   *
   * @throws ConfigException if the value is not base64 or too short; the message does not contain
   *     it
   */
  public static void validate(String option, Object value) {
    if (value != null) {
      decode(option, (Password) value);
    }
  }

  private static byte[] decode(String option, Password value) {
    byte[] key;
    try {
      key = Base64.getDecoder().decode(value.value().trim());
    } catch (IllegalArgumentException e) {
      // Omit the cause: its message quotes a character of the key.
      throw new ConfigException(option + " must be base64");
    }
    if (key.length < MIN_BYTES) {
      throw new ConfigException(
          "%s must be %d bytes or more, and has %d".formatted(option, MIN_BYTES, key.length));
    }
    return key;
  }

  /** Returns the HMAC of the tokens, whose messages begin with the scope. */
  HmacSha256 forTokens() {
    return new HmacSha256(key, scope);
  }

  /** Returns the HMAC of the values to format, whose messages begin with the scope. */
  HmacSha256 forFormats() {
    return new HmacSha256(formatKey(), scope);
  }

  /** Returns the HMAC for the characters of formatted values. */
  HmacSha256 forCharacters() {
    return new HmacSha256(formatKey(), new byte[0]);
  }

  private byte[] formatKey() {
    MessageDigest digest = HmacSha256.sha256();
    digest.update(FORMAT_LABEL);
    return digest.digest(key);
  }
}
