package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules for parts of structured columns: geometries, structs within structs, names with dots. */
class PartsOfColumnsTest {

  private static final String TABLE = "production_db.places";
  private static final Schema POINT =
      SchemaBuilder.struct()
          .name("io.debezium.data.geometry.Point")
          .field("x", Schema.FLOAT64_SCHEMA)
          .field("y", Schema.FLOAT64_SCHEMA)
          .field("wkb", Schema.OPTIONAL_BYTES_SCHEMA)
          .field("srid", Schema.OPTIONAL_INT32_SCHEMA)
          .optional()
          .build();
  private static final Schema GEOMETRY =
      SchemaBuilder.struct()
          .name("io.debezium.data.geometry.Geometry")
          .field("wkb", Schema.BYTES_SCHEMA)
          .field("srid", Schema.OPTIONAL_INT32_SCHEMA)
          .build();
  private static final Struct HERE =
      new Struct(POINT)
          .put("x", 7.5)
          .put("y", 8.5)
          .put("wkb", ByteBuffer.wrap(new byte[] {1}))
          .put("srid", 4326);

  @ParameterizedTest
  @ValueSource(strings = {"location.x", "location.wkb", "*.y", "/.*\\.location\\.[xy]/"})
  void aPartOfAPointIsRefused(String pattern) {
    String columns = pattern.startsWith("/") ? pattern : TABLE + "." + pattern;
    for (String method : List.of("null", "drop", "redact")) {
      Mask<SourceRecord> mask = Masks.of(method + ".columns", columns);
      for (SourceRecord record : List.of(record(POINT, HERE), withoutSchema(point()))) {
        assertThatThrownBy(() -> mask.apply(record))
            .isInstanceOf(DataException.class)
            .hasMessageContaining("production_db.places")
            .hasMessageContaining("column location")
            .hasMessageContaining("name the whole column");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "location",
        "location.*",
        "location.x,production_db.places.location.y," + "production_db.places.location.wkb"
      })
  void aWholePointIsMasked(String pattern) {
    SourceRecord out = Masks.of("redact.columns", TABLE + "." + pattern).apply(record(POINT, HERE));

    Struct masked = ((Struct) out.value()).getStruct("location");
    assertThat(masked.get("x")).isEqualTo(0.0);
    assertThat(masked.get("y")).isEqualTo(0.0);
    assertThat(masked.get("wkb")).isNotEqualTo(ByteBuffer.wrap(new byte[] {1}));
  }

  @Test
  void theReferenceSystemAndTheOnlyCoordinatesMayBeMaskedAlone() {
    Struct polygon = new Struct(GEOMETRY).put("wkb", new byte[] {1}).put("srid", 4326);

    SourceRecord point =
        Masks.of("null.columns", TABLE + ".location.srid").apply(record(POINT, HERE));
    SourceRecord other = Masks.hmac(TABLE + ".location.wkb").apply(record(GEOMETRY, polygon));

    assertThat(((Struct) point.value()).getStruct("location").get("srid")).isNull();
    assertThat(((Struct) point.value()).getStruct("location").get("x")).isEqualTo(7.5);
    assertThat(((Struct) other.value()).getStruct("location").get("wkb"))
        .isEqualTo(TestKey.hmacHex(new String(new byte[] {1})));
  }

  @ParameterizedTest
  @ValueSource(strings = {"location.x.y", "location.x.*", "location.z"})
  void aPatternThatCanMatchNothingIsRefused(String path) {
    assertThatThrownBy(() -> Masks.hmac(TABLE + "." + path).apply(record(POINT, HERE)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("location")
        .hasMessageContaining("hmac.columns");
  }

  @Test
  void structsWithinStructsAndListsAreMasked() {
    Schema inner =
        SchemaBuilder.struct().optional().field("email", Schema.OPTIONAL_STRING_SCHEMA).build();
    Schema list = SchemaBuilder.array(SchemaBuilder.array(inner).optional().build()).build();
    Schema map = SchemaBuilder.map(Schema.STRING_SCHEMA, list).build();
    Schema outer = SchemaBuilder.struct().field("a", inner).field("b", map).build();
    Struct email = new Struct(inner).put("email", Masks.EMAIL);
    Struct value =
        new Struct(outer)
            .put("a", email)
            .put("b", Map.of("k", Arrays.asList(List.of(email), null, Arrays.asList(email, null))));

    for (String pattern :
        List.of("location.a.email,production_db.places.location.b.email", "location.*.email")) {
      SourceRecord out = Masks.hmac(TABLE + "." + pattern).apply(record(outer, value));

      assertThat(RecordText.of(out)).doesNotContain(Masks.EMAIL);
      assertThat(((Struct) out.value()).getStruct("location").getStruct("a").get("email"))
          .isEqualTo(TestKey.hmacHex(Masks.EMAIL));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "e.mail", "e*mail", "loc.*"})
  void aWildcardMatchesANameWithDots(String pattern) {
    Schema inner = SchemaBuilder.struct().field("x.y", Schema.STRING_SCHEMA).build();
    Schema row =
        SchemaBuilder.struct()
            .name("production." + TABLE + ".Value")
            .field("e.mail", Schema.STRING_SCHEMA)
            .field("loc", inner)
            .build();
    Struct value =
        new Struct(row)
            .put("e.mail", Masks.EMAIL)
            .put("loc", new Struct(inner).put("x.y", Masks.EMAIL));
    Map<String, Object> map = Map.of("e.mail", Masks.EMAIL, "loc", Map.of("x.y", Masks.EMAIL));
    String part = pattern.startsWith("loc") ? "loc" : "e.mail";

    Object out = mask(pattern).apply(row(row, value)).value();
    Object outOfMap = mask(pattern).apply(row(null, map)).value();

    assertThat(RecordText.of(((Struct) out).get(part))).doesNotContain(Masks.EMAIL);
    assertThat(((Map<?, ?>) outOfMap).get(part).toString()).doesNotContain(Masks.EMAIL);
  }

  @Test
  void aHeaderWithTheNameOfAColumnWithDotsIsMasked() {
    SourceRecord record = row(null, Map.of("e.mail", Masks.EMAIL));
    record.headers().add("e.mail", Masks.EMAIL, Schema.STRING_SCHEMA);

    assertThat(RecordText.of(mask("*").apply(record))).doesNotContain(Masks.EMAIL);
  }

  private static Mask<SourceRecord> mask(String pattern) {
    return Masks.hmac(TABLE + "." + pattern);
  }

  private static Map<String, Object> point() {
    return Map.of("x", 7.5, "y", 8.5, "wkb", "AQE=", "srid", 4326);
  }

  private static SourceRecord withoutSchema(Object location) {
    return row(null, Map.of("id", 1L, "location", location));
  }

  private static SourceRecord record(Schema location, Object value) {
    Schema row =
        SchemaBuilder.struct()
            .name("production." + TABLE + ".Value")
            .field("id", Schema.INT64_SCHEMA)
            .field("location", location)
            .build();
    return row(row, new Struct(row).put("id", 1L).put("location", value));
  }

  private static SourceRecord row(Schema schema, Object value) {
    return Masks.record("production." + TABLE, null, null, schema, value);
  }
}
