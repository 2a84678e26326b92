package io.mskcdc.smt.mask.method;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.crypto.Mac;
import org.apache.kafka.connect.data.Schema;

/**
 * The HMAC-SHA-256 of a value as text, whatever the column's type was. What goes into it is the
 * value as {@link CanonicalBytes} writes it, so that a value has one token in every table.
 */
public final class HmacMethod implements MaskMethod {

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int BYTES = 32;
  // What a cut token must keep for two keys never to become one: 128 bits.
  private static final int HEX_FOR_KEYS = 32;
  private static final int BASE64_FOR_KEYS = 22;

  private final Mac mac;
  private final byte[] scope;
  private final boolean hex;
  private final int length;
  // One object for all columns, so that tables of one shape may share their plans.
  private final ColumnMask tokenMask = this::token;
  private final CanonicalBytes canonical = new CanonicalBytes();
  private final byte[] characters = new byte[2 * BYTES];

  /**
   * @param hex whether the text is hexadecimal, lower case, instead of base64 without padding
   * @param length how many characters are kept, or 0 for all
   */
  public HmacMethod(MaskingKey secret, boolean hex, int length) {
    this.mac = secret.forTokens();
    this.scope = secret.scope();
    this.hex = hex;
    this.length = length;
  }

  @Override
  public String name() {
    return "hmac";
  }

  @Override
  public boolean isKeyed() {
    return true;
  }

  @Override
  public boolean keepsKeysApart() {
    return length == 0 || length >= (hex ? HEX_FOR_KEYS : BASE64_FOR_KEYS);
  }

  @Override
  public boolean yieldsText(ColumnType type) {
    return true;
  }

  @Override
  public ColumnMask maskOf(ColumnType type, Schema schema) {
    return tokenMask;
  }

  private String token(Object value) {
    canonical.write(value);
    if (scope.length > 0) {
      mac.update(scope);
    }
    mac.update(canonical.buffer(), 0, canonical.length());
    byte[] digest = mac.doFinal();
    if (!hex) {
      String text = Base64.getEncoder().withoutPadding().encodeToString(digest);
      return length == 0 ? text : text.substring(0, Math.min(length, text.length()));
    }
    for (int i = 0; i < BYTES; i++) {
      characters[2 * i] = HEX[digest[i] >> 4 & 0xf];
      characters[2 * i + 1] = HEX[digest[i] & 0xf];
    }
    int kept = length == 0 ? characters.length : Math.min(length, characters.length);
    return new String(characters, 0, kept, StandardCharsets.ISO_8859_1);
  }
}
