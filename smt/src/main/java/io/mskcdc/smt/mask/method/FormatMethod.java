package io.mskcdc.smt.mask.method;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.data.Schema;

/**
 * Replaces a text by another one in the same format: digits by digits, letters by letters of the
 * same case. Punctuation and spaces stay. All other characters (numerals, vowel signs, emoji)
 * become digits or letters too.
 *
 * <p>The result is derived from an HMAC of the whole value, so the same value always gets the same
 * result. Two different values may rarely get the same one. The nth character uses bytes 2n and
 * 2n+1 of a stream of blocks HMAC(key, tag, n), where the tag is HMAC(key, scope, value).
 */
final class FormatMethod implements MaskMethod {

  static final String NAME = "format";

  static final MethodDefinition DEFINITION =
      new MethodDefinition(
          NAME,
          "Columns whose digits are replaced by digits and letters by letters, derived from"
              + " key.secret and the whole value. Separators and the length stay. Text.",
          options -> new FormatMethod(MaskingKey.from(options, NAME)));

  private static final int DIGITS = 10;
  private static final int LETTERS = 26;

  private final HmacSha256 tags;
  private final HmacSha256 blocks;
  // A tag and the number of a block.
  private final ByteBuffer tag = ByteBuffer.allocate(HmacSha256.LENGTH + Integer.BYTES);
  private final byte[] block = new byte[HmacSha256.LENGTH];

  private FormatMethod(MaskingKey key) {
    tags = key.forFormats();
    blocks = key.forCharacters();
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
  public boolean producesString(ColumnType type) {
    return true;
  }

  @Override
  public ColumnMask maskOf(ColumnType type, Schema schema) {
    return type == ColumnType.TEXT ? value -> mask((String) value) : null;
  }

  private String mask(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    tags.compute(bytes, bytes.length, tag.array());
    int used = block.length;
    int number = 0;
    StringBuilder masked = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); ) {
      int character = value.codePointAt(i);
      i += Character.charCount(character);
      if (isSeparator(character)) {
        masked.appendCodePoint(character);
        continue;
      }
      if (used == block.length) {
        tag.putInt(HmacSha256.LENGTH, number++);
        blocks.compute(tag.array(), tag.capacity(), block);
        used = 0;
      }
      int random = (block[used] & 0xff) << 8 | block[used + 1] & 0xff;
      used += 2;
      if (isNumeral(character)) {
        masked.append((char) ('0' + random % DIGITS));
      } else {
        masked.append((char) ((Character.isUpperCase(character) ? 'A' : 'a') + random % LETTERS));
      }
    }
    return masked.toString();
  }

  /** Whether the character belongs to the format: punctuation, a space, or a symbol of ASCII. */
  private static boolean isSeparator(int character) {
    if (character < 0x80) {
      return !Character.isLetterOrDigit(character);
    }
    return switch (Character.getType(character)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  private static boolean isNumeral(int character) {
    return switch (Character.getType(character)) {
      case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
      default -> false;
    };
  }
}
