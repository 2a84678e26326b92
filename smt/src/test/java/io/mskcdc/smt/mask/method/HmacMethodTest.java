package io.mskcdc.smt.mask.method;

import static io.mskcdc.smt.MaskedColumn.VARIABLE;
import static io.mskcdc.smt.MaskedColumn.inEvent;
import static io.mskcdc.smt.MaskedColumn.options;
import static io.mskcdc.smt.MaskedColumn.variable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mskcdc.smt.Events;
import io.mskcdc.smt.Mask;
import io.mskcdc.smt.Masks;
import io.mskcdc.smt.TestKey;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** HMACs of values of each type, their encoding and their length. */
class HmacMethodTest {

  private static final Schema POINT =
      SchemaBuilder.struct()
          .field("x", Schema.FLOAT64_SCHEMA)
          .field("y", Schema.OPTIONAL_FLOAT64_SCHEMA)
          .build();

  static Stream<Arguments> results() {
    Schema text = Schema.STRING_SCHEMA;
    return Stream.of(
        Arguments.of(text, "42", TestKey.hmacHex("42")),
        Arguments.of(text, "naïve ☃", TestKey.hmacHex("naïve ☃")),
        Arguments.of(Schema.INT64_SCHEMA, 42L, TestKey.hmacHex("42")),
        Arguments.of(Schema.FLOAT64_SCHEMA, 42.0, TestKey.hmacHex("42")),
        Arguments.of(Schema.FLOAT64_SCHEMA, Double.NaN, TestKey.hmacHex("NaN")),
        Arguments.of(Schema.FLOAT32_SCHEMA, 0.1f, TestKey.hmacHex("0.1")),
        Arguments.of(Schema.BOOLEAN_SCHEMA, true, TestKey.hmacHex("true")),
        Arguments.of(Decimal.schema(2), new BigDecimal("42.00"), TestKey.hmacHex("42")),
        Arguments.of(Decimal.schema(2), new BigDecimal("0.00"), TestKey.hmacHex("0")),
        Arguments.of(VARIABLE, variable("42.0"), TestKey.hmacHex("42")),
        Arguments.of(Schema.BYTES_SCHEMA, new byte[] {'a'}, TestKey.hmacHex("a")),
        Arguments.of(Schema.BYTES_SCHEMA, ByteBuffer.wrap(new byte[] {'a'}), TestKey.hmacHex("a")),
        Arguments.of(Timestamp.SCHEMA, new Date(1234), TestKey.hmacHex("1234")),
        Arguments.of(
            SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).build(),
            Arrays.asList("ab", null),
            TestKey.hmacHex("L2:ab-")),
        Arguments.of(
            SchemaBuilder.map(text, text).build(),
            Map.of("b", "2", "a", "1"),
            TestKey.hmacHex("M1:a1:11:b1:2")),
        Arguments.of(POINT, point(1.5, null), TestKey.hmacHex("S1:x3:1.51:y-")),
        Arguments.of(POINT, point(0.0, 2.0), TestKey.hmacHex("S1:x1:01:y1:2")),
        Arguments.of(text, "a".repeat(256), TestKey.hmacHex("a".repeat(256))),
        Arguments.of(text, "a".repeat(257), TestKey.hmacHex("a".repeat(257))),
        Arguments.of(text, "é".repeat(600), TestKey.hmacHex("é".repeat(600))),
        Arguments.of(text, "\u007f\u0080", TestKey.hmacHex("\u007f\u0080")),
        Arguments.of(
            SchemaBuilder.array(text).build(),
            List.of("a".repeat(200), "é".repeat(500)),
            TestKey.hmacHex("L200:" + "a".repeat(200) + "1000:" + "é".repeat(500))));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("results")
  void theResultDependsOnTheType(Schema type, Object value, Object expected) {
    assertThat(inEvent("hmac", type, value).get("c")).isEqualTo(expected);
  }

  @Test
  void theScopeChangesTheResult() {
    Map<String, String> options = options("hmac");
    options.put("scope", "eu");

    assertThat(inEvent(options, Schema.STRING_SCHEMA, "a").get("c"))
        .isEqualTo(TestKey.hmacHex("eu\0a"));
  }

  @Test
  void anEmptyScopeCountsAsNoScope() {
    Map<String, String> options = options("hmac");
    options.put("scope", "");

    assertThat(inEvent(options, Schema.STRING_SCHEMA, "a").get("c"))
        .isEqualTo(TestKey.hmacHex("a"));
  }

  @Test
  void base64HasNoPaddingAndIsCutAtTheConfiguredLength() {
    Map<String, String> options = options("hmac");
    options.put("hmac.encoding", "base64");
    String whole =
        Base64.getEncoder().withoutPadding().encodeToString(TestKey.hmac(new byte[] {'a'}));

    assertThat(inEvent(options, Schema.STRING_SCHEMA, "a").get("c")).isEqualTo(whole);
    options.put("hmac.length", "10");
    assertThat(inEvent(options, Schema.STRING_SCHEMA, "a").get("c"))
        .isEqualTo(whole.substring(0, 10));
  }

  @ParameterizedTest
  @CsvSource({"hex, 32", "base64, 22"})
  void anHmacInAKeyNeeds128Bits(String encoding, int shortest) {
    Events customers = Events.customers();
    SourceRecord insert = customers.insert(Events.customer(customers));
    String id = "production_db.customers.id";
    Mask<SourceRecord> mask =
        Masks.of("hmac.columns", id, "hmac.encoding", encoding, "hmac.length", "" + shortest);
    Mask<SourceRecord> shorter =
        Masks.of("hmac.columns", id, "hmac.encoding", encoding, "hmac.length", "" + (shortest - 1));

    assertThat(((Struct) mask.apply(insert).key()).getString("id")).hasSize(shortest);
    assertThatThrownBy(() -> shorter.apply(insert))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("128 bits");
  }

  @Test
  void theListOfAnEnumsValuesIsRemoved() {
    Schema schema =
        SchemaBuilder.string().name("io.debezium.data.Enum").parameter("allowed", "a,b").build();

    Schema masked = inEvent("hmac", schema, "a").schema().field("c").schema();

    assertThat(masked.name()).isNull();
    assertThat(masked.parameters()).doesNotContainKey("allowed");
  }

  private static Struct point(double x, Double y) {
    return new Struct(POINT).put("x", x).put("y", y);
  }
}
