package io.mskcdc.smt.values;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\": 1, \"b\": [1, 2.5, null, true]} | {\"a\":1,\"b\":[1,2.5,null,true]}",
        "{\"k: 1 , 2\": \"a, b: \\\" 1.50 \\\\\"} | {\"k: 1 , 2\":\"a, b: \\\" 1.50 \\\\\"}",
        "[1.0, 100.0, 12.50, 0.0, -0.0] | [1,100,12.5,0,-0.0]",
        "1e15 | 1000000000000000",
        "1e20 | 100000000000000000000",
        "1.2345678901234566e17 | 123456789012345664",
        "1.2345678901234566e29 | 1.2345678901234566e29",
        "123456789012345660285533552640 | 1.2345678901234566e29",
        "0.0000000999999999999999954748111825886258685613938723690807819366455078125 | 0.0000001",
        "12345678.90000000037252902984619140625 | 12345678.9",
        "0.00000001 | 1e-8",
        "-1.5e-7 | -0.00000015"
      })
  void blanksAndSpellingsOfNumbersAreTheSameAsInTheBinlog(String json, String canonical) {
    assertThat(JsonText.canonical(json)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "\"a b\"",
        "-7",
        "12345678901234567890.5",
        "0.1234567890123456789",
        "9223372036854775808",
        "18446744073709551615",
        "123456789012345678",
        "{\"a\":[true,{\"b\":\"\\u0001\"}]}"
      })
  void canonicalTextIsTheSameObject(String json) {
    assertThat(JsonText.canonical(json)).isSameAs(json);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1-2", "-", "\"open", "\"open\\", "1e", "[1..2]", "1e99999999999"})
  void textThatIsNoJsonIsNotAnError(String text) {
    assertThat(JsonText.canonical(text)).isEqualTo(text);
  }

  @Property
  void everyDoubleHasOneText(@ForAll double number) {
    String exact = new BigDecimal(number).toPlainString();
    String printed = Double.toString(number).replace('E', 'e');

    String canonical = JsonText.canonical(exact);

    assertThat(Double.parseDouble(canonical)).isEqualTo(number);
    assertThat(JsonText.canonical(printed)).isEqualTo(canonical);
    assertThat(JsonText.canonical(canonical)).isEqualTo(canonical);
  }

  @Property
  void aDecimalKeepsItsValue(@ForAll BigDecimal number) {
    String canonical = JsonText.canonical(number.toPlainString());

    assertThat(new BigDecimal(canonical)).isEqualByComparingTo(number);
  }
}
