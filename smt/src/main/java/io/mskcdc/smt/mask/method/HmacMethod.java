package io.mskcdc.smt.mask.method;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;

/**
 * Replaces each value by its HMAC-SHA-256 as text, for columns of any type. The HMAC's input is the
 * value's {@link CanonicalBytes}, so that a value has the same token in every table.
 */
final class HmacMethod implements MaskMethod {

  static final String NAME = "hmac";
  private static final String ENCODING = NAME + ".encoding";
  private static final String LENGTH = NAME + ".length";
  private static final String HEX_ENCODING = "hex";
  private static final int MIN_LENGTH = 8;

  static final MethodDefinition DEFINITION =
      new MethodDefinition(
          NAME,
          "Columns that become their HMAC-SHA-256, as a string. Any type. The only method for"
              + " columns of the record's key.",
          new ConfigDef()
              .define(
                  ENCODING,
                  Type.STRING,
                  HEX_ENCODING,
                  ValidString.in(HEX_ENCODING, "base64"),
                  Importance.LOW,
                  "The encoding of the 32 bytes that hmac computes: 64 hexadecimal digits, or 43"
                      + " characters of base64 without padding.")
              .define(
                  LENGTH,
                  Type.INT,
                  0,
                  HmacMethod::requireLength,
                  Importance.LOW,
                  "The number of characters to keep of a token, 8 or more; 0 keeps all. A column of"
                      + " the key needs 128 bits: 32 characters in hex, 22 in base64."),
          options ->
              new HmacMethod(
                  MaskingKey.from(options, NAME),
                  HEX_ENCODING.equals(options.get(ENCODING)),
                  options.number(LENGTH)));

  // The two digits of each byte.
  private static final byte[] HEX = hexDigits();
  // Two keys must never get the same token, so a shortened token needs 128 bits.
  private static final int MIN_HEX_FOR_KEYS = 32;
  private static final int MIN_BASE64_FOR_KEYS = 22;

  private final HmacSha256 hmac;
  private final boolean hex;
  private final int length;
  // One object for all columns, so that tables with the same columns share their plans.
  private final ColumnMask tokenMask =
      new ColumnMask() {
        @Override
        public Object apply(Object value) {
          return token(value);
        }

        @Override
        public boolean alwaysFits() {
          return true;
        }
      };
  private final CanonicalBytes canonical = new CanonicalBytes();
  private final byte[] digest = new byte[HmacSha256.LENGTH];
  private final byte[] characters = new byte[2 * HmacSha256.LENGTH];

  /**
   * @param hex true for lower-case hexadecimal, false for base64 without padding
   * @param length the number of characters to keep, or 0 for all
   */
  private HmacMethod(MaskingKey key, boolean hex, int length) {
    this.hmac = key.forTokens();
    this.hex = hex;
    this.length = length;
  }

  private static byte[] hexDigits() {
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < 256; i++) {
      digits.append("%02x".formatted(i));
    }
    return digits.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static void requireLength(String option, Object value) {
    // Connect passes null for a value that is not a number, and reports the error itself.
    if (value instanceof Integer length && length != 0 && length < MIN_LENGTH) {
      throw new ConfigException(option, value, "must be 0 or " + MIN_LENGTH + " or more");
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isKeyed() {
    return true;
  }

  @Override
  public boolean isInjective() {
    return length == 0 || length >= (hex ? MIN_HEX_FOR_KEYS : MIN_BASE64_FOR_KEYS);
  }

  @Override
  public boolean producesString(ColumnType type) {
    return true;
  }

  @Override
  public ColumnMask maskOf(ColumnType type, Schema schema) {
    return tokenMask;
  }

  private String token(Object value) {
    canonical.write(value);
    hmac.compute(canonical.buffer(), canonical.length(), digest);
    if (!hex) {
      String text = Base64.getEncoder().withoutPadding().encodeToString(digest);
      return length == 0 ? text : text.substring(0, Math.min(length, text.length()));
    }
    for (int i = 0; i < digest.length; i++) {
      int digits = (digest[i] & 0xff) << 1;
      characters[2 * i] = HEX[digits];
      characters[2 * i + 1] = HEX[digits + 1];
    }
    int kept = length == 0 ? characters.length : Math.min(length, characters.length);
    return new String(characters, 0, kept, StandardCharsets.ISO_8859_1);
  }
}
