package io.mskcdc.smt.mask.method;

import static io.mskcdc.smt.MaskedColumn.COLUMN;
import static io.mskcdc.smt.MaskedColumn.inEvent;
import static io.mskcdc.smt.MaskedColumn.record;
import static io.mskcdc.smt.MaskedColumn.time;
import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.smt.MaskedColumn;
import io.mskcdc.smt.Masks;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts that keep their first or last characters. */
class PartialMethodTest {

  static Stream<Arguments> results() {
    Schema text = Schema.STRING_SCHEMA;
    return Stream.of(
        Arguments.of(text, "4111111111111111", "41************11"),
        Arguments.of(text, "abcde", "ab*de"),
        Arguments.of(text, "abcd", "****"),
        Arguments.of(text, "a", "*"),
        Arguments.of(text, "", ""),
        Arguments.of(text, "\uD83D\uDE00bcde", "\uD83D\uDE00b*de"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("results")
  void theResultDependsOnTheType(Schema type, Object value, Object expected) {
    assertThat(inEvent("partial", type, value).get("c")).isEqualTo(expected);
  }

  static Stream<Arguments> unsupported() {
    Schema text = Schema.STRING_SCHEMA;
    return Stream.of(
        Arguments.of(Schema.INT64_SCHEMA, 1L), Arguments.of(time("IsoDate", text), "2024-06-15Z"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("unsupported")
  void anUnsupportedTypeOrValueIsAnErrorWithoutTheValue(Schema type, Object value) {
    MaskedColumn.assertUnsupported("partial", type, value);
  }

  @Test
  void partialMasksAShortTextCompletely() {
    Struct out =
        (Struct)
            Masks.of(
                    "partial.columns", COLUMN,
                    "partial.keep.first", "2147483647",
                    "partial.keep.last", "1")
                .apply(record(Schema.STRING_SCHEMA, "abc"))
                .value();

    assertThat(out.get("c")).isEqualTo("***");
  }
}
