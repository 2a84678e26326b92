package io.mskcdc.smt.mask.method;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of the keyed methods. Tokens are made with the key itself, so that anyone who has it can
 * make the same; formats with another key derived from it, so that no token can give it away.
 */
public final class MaskingKey {

  private static final String ALGORITHM = "HmacSHA256";
  private static final byte[] FORMAT_LABEL =
      "io.mskcdc.smt format key\0".getBytes(StandardCharsets.US_ASCII);

  private final byte[] key;
  private final byte[] scope;

  /**
   * @param scope what sets tokens apart from those of another scope; null or empty for none
   */
  public MaskingKey(byte[] key, String scope) {
    this.key = key.clone();
    this.scope =
        scope == null || scope.isEmpty()
            ? new byte[0]
            : (scope + '\0').getBytes(StandardCharsets.UTF_8);
  }

  /** What goes into a MAC before the value. */
  byte[] scope() {
    return scope.clone();
  }

  Mac forTokens() {
    return mac(key);
  }

  Mac forFormats() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(FORMAT_LABEL);
      return mac(digest.digest(key));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }

  private static Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JVM has " + ALGORITHM, e);
    }
  }
}
