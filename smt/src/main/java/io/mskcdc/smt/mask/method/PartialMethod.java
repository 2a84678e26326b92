package io.mskcdc.smt.mask.method;

import io.mskcdc.smt.connect.PrefixedOptions;
import java.util.Arrays;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;

/**
 * Keeps the first and the last characters of a text and replaces each other one by an asterisk. If
 * no others remain, all characters are replaced.
 */
final class PartialMethod implements MaskMethod {

  static final String NAME = "partial";
  private static final String KEEP_FIRST = NAME + ".keep.first";
  private static final String KEEP_LAST = NAME + ".keep.last";

  static final MethodDefinition DEFINITION =
      new MethodDefinition(
          NAME,
          "Columns that keep their first or last characters; each other character becomes an"
              + " asterisk. A text that is not longer than the characters to keep becomes asterisks"
              + " only. Text.",
          new ConfigDef()
              .define(
                  KEEP_FIRST,
                  Type.INT,
                  0,
                  Range.atLeast(0),
                  Importance.LOW,
                  "The number of characters that partial keeps at the beginning.")
              .define(
                  KEEP_LAST,
                  Type.INT,
                  0,
                  Range.atLeast(0),
                  Importance.LOW,
                  "The number of characters that partial keeps at the end."),
          PartialMethod::from);

  private final int first;
  private final int last;

  private PartialMethod(int first, int last) {
    this.first = first;
    this.last = last;
  }

  private static PartialMethod from(PrefixedOptions options) {
    int first = options.number(KEEP_FIRST);
    int last = options.number(KEEP_LAST);
    if (first == 0 && last == 0) {
      throw new ConfigException(
          "%s needs %s or %s, 1 or more"
              .formatted(
                  options.fullName(MethodDefinition.columnsOption(NAME)),
                  options.fullName(KEEP_FIRST),
                  options.fullName(KEEP_LAST)));
    }
    return new PartialMethod(first, last);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean producesString(ColumnType type) {
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
