package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Properties of masked JSON that hold for random texts, compared with Jackson's reading of them.
 */
class MaskedJsonPropertiesTest {

  private static final Schema ROW =
      SchemaBuilder.struct()
          .name("production.production_db.events.Value")
          .field("payload", SchemaBuilder.string().name("io.debezium.data.Json").build())
          .build();
  private static final ObjectMapper JACKSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final String CLEAR = "clear";
  private static final List<String> NAMES = List.of("email", "e\\u006dail", "a", "b c", "", "é");
  private static final List<String> BLANKS = List.of("", "", "", " ", "\t", "\r\n", "  ");
  private static final List<String> SCALARS =
      List.of(
          "1", "-0", "2.50", "1E-7", "true", "false", "null", "\"x\\n\"", "\"\\ud800\"", "\"😀\"");
  private static final String PIECES = "{}[]:,\"\\ \n0123456789-+.eEtruefalsn\\u00e9aémail";

  /** A random text, and the same text with each value to mask replaced. */
  private static final class Document {
    private final Random random;
    private final String replacement;
    private final StringBuilder clear = new StringBuilder();
    private final StringBuilder masked = new StringBuilder();

    Document(long seed, String replacement) {
      random = new Random(seed);
      this.replacement = replacement;
      object(0);
    }

    private void both(String text) {
      clear.append(text);
      masked.append(text);
    }

    private void blanks() {
      both(BLANKS.get(random.nextInt(BLANKS.size())));
    }

    private void object(int depth) {
      blanks();
      both("{");
      int size = random.nextInt(5);
      for (int i = 0; i < size; i++) {
        both(i == 0 ? "" : ",");
        blanks();
        String name = NAMES.get(random.nextInt(NAMES.size()));
        both("\"" + name + "\"");
        blanks();
        both(":");
        boolean isMasked = name.startsWith("e");
        int length = masked.length();
        value(depth + 1);
        if (isMasked && !masked.substring(length).strip().equals("null")) {
          String value = masked.substring(length);
          masked.setLength(length);
          masked
              .append(value, 0, value.indexOf(value.strip()))
              .append(replacement)
              .append(value.substring(value.indexOf(value.strip()) + value.strip().length()));
        }
      }
      blanks();
      both("}");
      blanks();
    }

    private void value(int depth) {
      int kind = depth > 6 ? 3 : random.nextInt(5);
      if (kind == 0) {
        object(depth);
      } else if (kind == 1) {
        blanks();
        both("[");
        int size = random.nextInt(4);
        for (int i = 0; i < size; i++) {
          both(i == 0 ? "" : ",");
          value(depth + 1);
        }
        blanks();
        both("]");
        blanks();
      } else {
        blanks();
        both(
            random.nextBoolean()
                ? SCALARS.get(random.nextInt(SCALARS.size()))
                : "\"" + CLEAR + random.nextInt(1000) + "\"");
        blanks();
      }
    }
  }

  @Property(tries = 500, shrinking = ShrinkingMode.OFF)
  void allButTheMaskedValuesStaysTheSame(@ForAll long seed) throws JsonProcessingException {
    String token = "\"" + TestKey.hmacHex("x") + "\"";
    Document document = new Document(seed, token);
    // Only the member's own path is masked, not that of a member within another one.
    Mask<SourceRecord> mask = Masks.hmac("/production_db\\.events\\.payload\\.(.*\\.)?email/");

    String out = masked(mask, document.clear.toString());

    assertThat(out.replaceAll("\"[0-9a-f]{64}\"", token)).isEqualTo(document.masked.toString());
    JACKSON.readTree(out);
  }

  @Property(tries = 500, shrinking = ShrinkingMode.OFF)
  void dropLeavesJsonWithoutTheMember(@ForAll long seed) throws JsonProcessingException {
    String clear = new Document(seed, "null").clear.toString();
    Mask<SourceRecord> mask =
        Masks.of("drop.columns", "/production_db\\.events\\.payload\\.(.*\\.)?email/");

    assertThat(JACKSON.readTree(masked(mask, clear)))
        .isEqualTo(withoutEmail(JACKSON.readTree(clear)));
  }

  private static JsonNode withoutEmail(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove("email");
      object.forEach(MaskedJsonPropertiesTest::withoutEmail);
    } else if (node instanceof ArrayNode array) {
      array.forEach(MaskedJsonPropertiesTest::withoutEmail);
    }
    return node;
  }

  /** Random characters, and JSON with a few of its characters changed. */
  @Property(tries = 3_000, shrinking = ShrinkingMode.OFF)
  void aTextIsReadAsJsonIfJacksonReadsIt(@ForAll long seed) {
    Random random = new Random(seed);
    StringBuilder text =
        new StringBuilder(random.nextInt(3) == 0 ? "" : new Document(seed, "").clear);
    int changes = random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(text.length() + 1);
      switch (random.nextInt(3)) {
        case 0 -> text.insert(at, PIECES.charAt(random.nextInt(PIECES.length())));
        case 1 -> text.delete(at, Math.min(at + random.nextInt(3), text.length()));
        default -> text.insert(at, (char) random.nextInt(0x100));
      }
    }
    String out = masked(Masks.hmac("production_db.events.payload.email"), text.toString());

    boolean whole = out.equals("\"" + TestKey.hmacHex(text.toString()) + "\"");
    assertThat(!whole || isScalar(text.toString()))
        .as("%s", text.chars().boxed().toList())
        .isEqualTo(isJson(text.toString()));
  }

  private static boolean isJson(String text) {
    try {
      return !JACKSON.readTree(text).isMissingNode();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private static boolean isScalar(String text) {
    try {
      return JACKSON.readTree(text).isValueNode();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  /** Nothing of a masked value can be found, whichever method masks it. */
  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void noMaskedValueIsLeft(@ForAll long seed) {
    Document document = new Document(seed, "null");
    for (String method : List.of("null", "redact", "hmac", "drop", "date", "bucket")) {
      Mask<SourceRecord> mask =
          Masks.of(method + ".columns", "production_db.events.payload.*", "bucket.size", "10");

      assertThat(masked(mask, document.clear.toString())).as(method).doesNotContain(CLEAR);
    }
  }

  @Property(tries = 1_000, shrinking = ShrinkingMode.OFF)
  void everyMethodMasksAnyText(@ForAll String text, @ForAll long seed) {
    List<String> options = new ArrayList<>();
    String method =
        List.of("null", "redact", "hmac", "partial", "format", "date", "bucket", "drop")
            .get(new Random(seed).nextInt(8));
    Map.of(
            method + ".columns",
            "production_db.events.payload.a",
            "partial.keep.first",
            "2",
            "bucket.size",
            "10")
        .forEach((name, value) -> options.addAll(List.of(name, value)));
    Mask<SourceRecord> mask = Masks.of(options.toArray(String[]::new));

    assertThat(masked(mask, text)).isNotNull();
    assertThat(masked(mask, "{\"a\":" + text + "}")).isNotNull();
  }

  private static String masked(Mask<SourceRecord> mask, String text) {
    SourceRecord record =
        Masks.record(
            "production.production_db.events",
            null,
            null,
            ROW,
            new Struct(ROW).put("payload", text));
    return (String) ((Struct) mask.apply(record).value()).get("payload");
  }
}
