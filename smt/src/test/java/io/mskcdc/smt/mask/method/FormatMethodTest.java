package io.mskcdc.smt.mask.method;

import static io.mskcdc.smt.MaskedColumn.data;
import static io.mskcdc.smt.MaskedColumn.inEvent;
import static io.mskcdc.smt.MaskedColumn.inRow;
import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.smt.MaskedColumn;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that keep their format. */
class FormatMethodTest {

  static Stream<Arguments> unsupported() {
    return Stream.of(Arguments.of(Schema.INT64_SCHEMA, 1L), Arguments.of(data("Json"), "{}"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("unsupported")
  void anUnsupportedTypeOrValueIsAnErrorWithoutTheValue(Schema type, Object value) {
    MaskedColumn.assertUnsupported("format", type, value);
  }

  @Test
  void formatKeepsTheKindOfEachCharacterAndIsRepeatable() {
    String value = "AB-12 cd_ÄÖ٣/34567890123456789";

    String once = inEvent("format", Schema.STRING_SCHEMA, value).getString("c");

    assertThat(once)
        .matches("[A-Z]{2}-\\d\\d [a-z]{2}_[A-Z]{2}\\d/\\d{17}")
        .isNotEqualTo(value)
        .isEqualTo(inEvent("format", Schema.STRING_SCHEMA, value).getString("c"));
    assertThat(inEvent("format", Schema.STRING_SCHEMA, value + "0").getString("c"))
        .doesNotStartWith(once);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "①②③④⑤⑥⑦",
        "ⅫⅨⅧⅦⅥⅣⅢ",
        "½²³¼¹⁴⁵",
        "🐱🐶🐭🐹🐰🦊🐻",
        "कितिकिति",
        "e\u0301e\u0301e\u0301",
        "a€£a₿"
      })
  void formatReplacesSymbolsAndCombinedCharacters(String value) {
    String out = (String) inRow("format", Schema.STRING_SCHEMA, value);

    assertThat(out).matches("[a-z0-9]+").hasSize(value.codePointCount(0, value.length()));
    for (int character : value.codePoints().filter(each -> each >= 0x80).toArray()) {
      assertThat(out).doesNotContain(Character.toString(character));
    }
  }

  @Test
  void formatKeepsPunctuationAndSpaces() {
    assertThat((String) inRow("format", Schema.STRING_SCHEMA, "+44 (0) 20·7946—0958\u00a0x/y@z。"))
        .matches("\\+\\d\\d \\(\\d\\) \\d\\d·\\d{4}—\\d{4}\u00a0[a-z]/[a-z]@[a-z]。");
  }
}
