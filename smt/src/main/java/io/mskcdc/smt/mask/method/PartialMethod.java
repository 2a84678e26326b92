package io.mskcdc.smt.mask.method;

import java.util.Arrays;
import org.apache.kafka.connect.data.Schema;

/**
 * Keeps the first and the last characters of a text and writes an asterisk for each of the others.
 * Of a text that has no others, nothing is kept.
 */
public final class PartialMethod implements MaskMethod {

  private final int first;
  private final int last;

  public PartialMethod(int first, int last) {
    this.first = first;
    this.last = last;
  }

  @Override
  public String name() {
    return "partial";
  }

  @Override
  public boolean yieldsText(ColumnType type) {
    return true;
  }

  @Override
  public ColumnMask maskOf(ColumnType type, Schema schema) {
    return type == ColumnType.TEXT || type == ColumnType.UUID
        ? value -> mask((String) value)
        : null;
  }

  private String mask(String value) {
    int[] characters = value.codePoints().toArray();
    if (characters.length <= (long) first + last) {
      Arrays.fill(characters, '*');
    } else {
      Arrays.fill(characters, first, characters.length - last, '*');
    }
    return new String(characters, 0, characters.length);
  }
}
