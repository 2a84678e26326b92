package io.mskcdc.smt.mask.method;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.apache.kafka.common.config.ConfigException;

/**
 * HMAC-SHA-256 (RFC 2104) with a fixed key and a fixed beginning of the message.
 *
 * <p>It keeps the two digests as they are after the key, and copies them for each message. {@code
 * javax.crypto.Mac} hashes the key's two blocks again for each message, which doubles the time for
 * a short one.
 */
final class HmacSha256 {

  static final int LENGTH = 32;
  private static final int BLOCK = 64;
  private static final byte INNER_PAD = 0x36;
  private static final byte OUTER_PAD = 0x5c;

  private final MessageDigest inner;
  private final MessageDigest outer;

  /**
   * @param beginning the bytes at the beginning of each message
   * @throws ConfigException if the JVM's SHA-256 cannot be copied
   */
  HmacSha256(byte[] key, byte[] beginning) {
    byte[] block = Arrays.copyOf(key.length > BLOCK ? sha256().digest(key) : key, BLOCK);
    inner = padded(block, INNER_PAD);
    inner.update(beginning);
    outer = padded(block, OUTER_PAD);
    copyOf(inner);
  }

  private static MessageDigest padded(byte[] key, byte pad) {
    byte[] block = key.clone();
    for (int i = 0; i < block.length; i++) {
      block[i] ^= pad;
    }
    MessageDigest digest = sha256();
    digest.update(block);
    return digest;
  }

  /**
   * Computes the HMAC of a message.
   *
   * @param result the array for its 32 bytes
   */
  void compute(byte[] message, int length, byte[] result) {
    try {
      MessageDigest digest = copyOf(inner);
      digest.update(message, 0, length);
      digest.digest(result, 0, LENGTH);
      digest = copyOf(outer);
      digest.update(result, 0, LENGTH);
      digest.digest(result, 0, LENGTH);
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-256 has 32 bytes", e);
    }
  }

  private static MessageDigest copyOf(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new ConfigException(
          "The security provider %s has a SHA-256 that cannot be copied; put SUN before it in"
                  .formatted(digest.getProvider().getName())
              + " java.security");
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }
}
