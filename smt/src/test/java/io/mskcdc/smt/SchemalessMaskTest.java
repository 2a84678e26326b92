package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The result of each masking method for values without schema, whose class is their type. */
class SchemalessMaskTest {

  private static final Map<String, Object> ROW = Map.of("id", 1L, "name", "Ada");

  static Stream<Arguments> masked() {
    return Stream.of(
        Arguments.of("redact", "x", "***"),
        Arguments.of("redact", 5L, 0L),
        Arguments.of("redact", 5, 0),
        Arguments.of("redact", (short) 5, (short) 0),
        Arguments.of("redact", (byte) 5, (byte) 0),
        Arguments.of("redact", 5d, 0d),
        Arguments.of("redact", 5f, 0f),
        Arguments.of("redact", true, false),
        Arguments.of("redact", new BigDecimal("1.25"), new BigDecimal("0.00")),
        Arguments.of("redact", new Date(5), new Date(0)),
        Arguments.of("redact", new byte[] {5}, new byte[0]),
        Arguments.of("redact", ByteBuffer.wrap(new byte[] {5}), ByteBuffer.allocate(0)),
        Arguments.of("redact", List.of("x"), List.of()),
        Arguments.of("redact", Map.of("x", "y"), Map.of()),
        Arguments.of("hmac", 5, TestKey.hmacHex("5")),
        Arguments.of("hmac", (short) 5, TestKey.hmacHex("5")),
        Arguments.of("hmac", 5.50, TestKey.hmacHex("5.5")),
        Arguments.of("hmac", 5.5f, TestKey.hmacHex("5.5")),
        Arguments.of("hmac", true, TestKey.hmacHex("true")),
        Arguments.of("hmac", new BigDecimal("5.50"), TestKey.hmacHex("5.5")),
        Arguments.of("hmac", new Date(5), TestKey.hmacHex("5")),
        Arguments.of("hmac", new byte[] {'x'}, TestKey.hmacHex("x")),
        Arguments.of("hmac", ByteBuffer.wrap(new byte[] {'x'}), TestKey.hmacHex("x")),
        Arguments.of("hmac", List.of("x", 5), TestKey.hmacHex("L1:x1:5")),
        Arguments.of(
            "hmac", List.of(ROW, List.of(1)), TestKey.hmacHex("L19:M2:id1:14:name3:Ada4:L1:1")),
        Arguments.of("hmac", ROW, TestKey.hmacHex("M2:id1:14:name3:Ada")),
        Arguments.of("partial", "abcdef", "****ef"),
        Arguments.of("date", "2024-06-15", "2024-01-01"),
        Arguments.of("date", new Date(1_718_451_296_789L), new Date(1_704_067_200_000L)),
        Arguments.of("bucket", 129L, 120L),
        Arguments.of("bucket", (byte) 19, (byte) 10),
        Arguments.of("bucket", 19.5f, 10f),
        Arguments.of("bucket", new BigDecimal("19.5"), new BigDecimal("10.0")),
        Arguments.of("bucket", "19.5", "10.0"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("masked")
  void aMethodGivesThisResultForAValue(String method, Object value, Object expected) {
    assertThat(mask(method).apply(record(Map.of("c", value))).value())
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .extractingByKey("c")
        .isEqualTo(expected);
  }

  static Stream<Arguments> unsupported() {
    return Stream.of(
        Arguments.of("hmac", new StringBuilder("secret"), "StringBuilder"),
        Arguments.of("redact", new StringBuilder("secret"), "StringBuilder"),
        Arguments.of("hmac", List.of(new StringBuilder("secret")), "StringBuilder"),
        Arguments.of("partial", 5, "Integer"),
        Arguments.of("format", true, "Boolean"),
        Arguments.of("date", "secret", "ISO 8601"),
        Arguments.of("bucket", List.of(5), "List"));
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("unsupported")
  void aValueThatAMethodDoesNotSupportIsAnError(String method, Object value, String message) {
    assertThatThrownBy(() -> mask(method).apply(record(Map.of("c", value))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("production_db.customers")
        .hasMessageContaining("column c")
        .hasMessageContaining(message)
        .hasMessageNotContaining("secret");
  }

  @Test
  void nullSetsAnEntryToNullAndDropRemovesIt() {
    assertThat(mask("null").apply(record(Map.of("c", "x"))).value())
        .isEqualTo(java.util.Collections.singletonMap("c", null));
    assertThat(mask("drop").apply(record(Map.of("c", "x", "d", 1))).value())
        .isEqualTo(Map.of("d", 1));
  }

  @Test
  void nestedColumnsAreMaskedByTheirPath() {
    Map<String, Object> row =
        Map.of(
            "contact",
            Map.of("email", Masks.EMAIL, "city", "Ulm"),
            "others",
            List.of(Map.of("email", Masks.EMAIL), List.of(Map.of("email", Masks.EMAIL)), "none"),
            "tags",
            List.of("a", "b"));

    Object out =
        Masks.hmac("production_db.customers.contact.email,production_db.customers.others.email")
            .apply(record(row))
            .value();

    // A path has no index of a list's element, so it matches in all of them.
    String masked = TestKey.hmacHex(Masks.EMAIL);
    assertThat(out)
        .isEqualTo(
            Map.of(
                "contact",
                Map.of("email", masked, "city", "Ulm"),
                "others",
                others(masked),
                "tags",
                List.of("a", "b")));
  }

  private static List<Object> others(String masked) {
    // The rule may be meant for an element without fields too.
    return List.of(
        Map.of("email", masked), List.of(Map.of("email", masked)), TestKey.hmacHex("none"));
  }

  private static Mask<SourceRecord> mask(String method) {
    return Masks.of(
        method + ".columns",
        "production_db.customers.c",
        "partial.keep.last",
        "2",
        "bucket.size",
        "10");
  }

  private static SourceRecord record(Map<String, Object> row) {
    return Masks.flat(null, row);
  }
}
