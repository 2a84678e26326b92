package io.mskcdc.smt.dms;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.kafka.connect.json.JsonConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON is read as Connect's converter reads it. */
class RecordJsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "7",
        "{",
        "{}}",
        "{} x",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\":[1,]}",
        "{\"a\":01}",
        "{\"a\":NaN}",
        "{\"a\":'x'}",
        "{\"a\":\"\\x\"}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1]"
      })
  void aTextThatIsNotAnObjectIsNotRead(String text) {
    assertThat(RecordJson.read(text.getBytes(UTF_8))).isNull();
  }

  @Test
  void bytesThatAreNotUtf8AreNotRead() {
    assertThat(RecordJson.read("{\"a\":\"é\"}".getBytes(ISO_8859_1))).isNull();
  }

  @Test
  void aTextThatIsNestedTooDeeplyIsNotRead() {
    assertThat(RecordJson.read(("{\"a\":" + "[".repeat(100_000)).getBytes(UTF_8))).isNull();
  }

  @Test
  void anIntegerKeepsAllItsDigits() {
    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("long", Long.MAX_VALUE);
    expected.put("unsigned", "18446744073709551615");
    expected.put("inexact", 1.8446744073709552e19);

    assertThat(
            RecordJson.read(
                ("{\"long\": 9223372036854775807, \"unsigned\": 18446744073709551615,"
                        + " \"inexact\": 1.8446744073709552e19}")
                    .getBytes(UTF_8)))
        .isEqualTo(expected);
  }

  @Test
  void theConverterDoesNotKeepThem() {
    byte[] json = "{\"unsigned\": 18446744073709551615}".getBytes(UTF_8);
    try (JsonConverter converter = new JsonConverter()) {
      converter.configure(Map.of("schemas.enable", "false"), false);

      assertThat(converter.toConnectData("t", json).value()).isEqualTo(Map.of("unsigned", -1L));
    }
  }

  @Property(shrinking = ShrinkingMode.OFF, tries = 300)
  void anObjectIsReadAsByTheConverter(@ForAll long seed) throws JsonProcessingException {
    Random random = new Random(seed);
    ObjectMapper mapper = new ObjectMapper();
    Object object = object(random, 3);
    byte[] json =
        (random.nextBoolean() ? mapper.writer() : mapper.writerWithDefaultPrettyPrinter())
            .writeValueAsString(object)
            .getBytes(UTF_8);
    try (JsonConverter converter = new JsonConverter()) {
      converter.configure(Map.of("schemas.enable", "false"), false);

      assertThat((Object) RecordJson.read(json))
          .isEqualTo(converter.toConnectData("t", json).value());
    }
  }

  private static Map<String, Object> object(Random random, int depth) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      object.put(text(random), value(random, depth));
    }
    return object;
  }

  private static Object value(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 7)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextLong();
      case 3 -> Double.longBitsToDouble(random.nextLong() & 0x7fefffffffffffffL);
      case 4 -> text(random);
      case 5 -> object(random, depth - 1);
      default -> {
        List<Object> array = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(value(random, depth - 1));
        }
        yield array;
      }
    };
  }

  private static String text(Random random) {
    String[] parts = {"a", "\"", "\\", "\n", "\u0001", "é", "💥", " ", "{", "7", "/"};
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(parts[random.nextInt(parts.length)]);
    }
    return text.toString();
  }
}
