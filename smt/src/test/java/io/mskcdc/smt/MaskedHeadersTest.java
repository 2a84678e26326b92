package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which headers hold columns of the table, and which do not. */
class MaskedHeadersTest {

  private static final String TRACE = "00-abc";

  private final Schema schema =
      Masks.row(Masks.TOPIC).field("name", Schema.OPTIONAL_STRING_SCHEMA).build();
  private final Struct row = new Struct(schema).put("name", "Ada");

  @Test
  void aWildcardMatchesOnlyHeadersNamedAsAColumn() {
    for (String pattern : List.of("production_db.customers.*", "/.*customers\\..*/")) {
      Mask<SourceRecord> mask = Masks.of("null.columns", pattern);
      for (SourceRecord record :
          List.of(Masks.flat(schema, row), Masks.flat(null, Map.of("name", "Ada")))) {
        record.headers().addString("traceparent", TRACE).addString("name", "Ada");
        record.headers().addString("__before_name", "Lovelace");

        SourceRecord out = mask.apply(record);

        assertThat(out.headers().lastWithName("traceparent").value()).isEqualTo(TRACE);
        assertThat(RecordText.of(out)).doesNotContain("Ada").doesNotContain("Lovelace");
      }
    }
  }

  @Test
  void aWildcardMatchesAHeaderWhileTheColumnsAreUnknown() {
    SourceRecord tombstone = Masks.record(Masks.TOPIC, null, Map.of("id", 1L), null, null);
    tombstone.headers().addString("name", "Ada");

    SourceRecord out = Masks.of("redact.columns", "production_db.customers.n*").apply(tombstone);

    assertThat(out.headers().lastWithName("name").value()).isEqualTo("***");
  }

  @Test
  void afterTheFirstRowAWildcardMatchesOnlyHeadersOfItsColumns() {
    Events customers = Events.customers();
    for (SourceRecord record :
        List.of(
            Masks.flat(schema, row),
            Masks.flat(null, Map.of("name", "Ada")),
            customers.insert(Events.customer(customers)))) {
      Mask<SourceRecord> mask = Masks.of("redact.columns", "production_db.customers.n*");
      SourceRecord tombstone = Masks.record(Masks.TOPIC, null, Map.of("id", 1L), null, null);
      tombstone.headers().addString("note", "x");
      record.headers().addString("note", "x").addString("name", "Ada");

      assertThat(mask.apply(tombstone).headers().lastWithName("note").value()).isEqualTo("***");
      SourceRecord out = mask.apply(record);
      assertThat(out.headers().lastWithName("note").value()).isEqualTo("x");
      assertThat(out.headers().lastWithName("name").value()).isEqualTo("***");
    }
  }

  @Test
  void aHeaderThatAPatternSpellsOutIsMaskedWithoutSuchAColumn() {
    SourceRecord record = Masks.flat(schema, row);
    record.headers().addString("email", Masks.EMAIL);

    SourceRecord out = Masks.hmac("production_db.*.email").apply(record);

    assertThat(out.headers().lastWithName("email").value()).isEqualTo(TestKey.hmacHex(Masks.EMAIL));
  }

  @Test
  void keysOfAMapInAHeaderAreNotColumnsOfTheTable() {
    Mask<SourceRecord> mask = Masks.of("null.columns", "production_db.customers.*");
    SourceRecord first = Masks.flat(schema, row);
    first.headers().add("baggage", Map.of("traceparent", TRACE), null);
    SourceRecord next = Masks.flat(schema, row);
    next.headers().addString("traceparent", TRACE);

    mask.apply(first);

    assertThat(mask.apply(next).headers().lastWithName("traceparent").value()).isEqualTo(TRACE);
  }

  @Test
  void aMapInAHeaderIsMaskedLikeARow() {
    for (Schema each :
        new Schema[] {
          null, SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA).build()
        }) {
      SourceRecord record = Masks.flat(null, Map.of("phone", "12345678"));
      record.headers().add("previous", Map.of("phone", "12345678"), each);

      SourceRecord out =
          Masks.of("partial.columns", "production_db.customers.phone", "partial.keep.last", "2")
              .apply(record);

      assertThat(out.headers().lastWithName("previous").value())
          .isEqualTo(Map.of("phone", "******78"));
    }
  }

  @Test
  void aRowOrKeyInAHeaderIsMasked() {
    for (String suffix : List.of(".Value", ".Key")) {
      Schema copied =
          SchemaBuilder.struct()
              .name(Masks.TOPIC + suffix)
              .optional()
              .field("name", Schema.OPTIONAL_STRING_SCHEMA)
              .build();
      SourceRecord record = Masks.flat(schema, row);
      record.headers().add("copy", new Struct(copied).put("name", "Ada"), copied);
      record.headers().add("none", null, copied);

      SourceRecord out = Masks.hmac("production_db.customers.name").apply(record);

      Struct copy = (Struct) out.headers().lastWithName("copy").value();
      assertThat(copy.get("name")).isEqualTo(TestKey.hmacHex("Ada"));
      assertThat(copy.schema().field("name").schema().parameters())
          .containsEntry("mskcdc.mask.method", "hmac");
      assertThat(out.headers().lastWithName("none").value()).isNull();
      assertThat(out.headers().lastWithName("none").schema()).isEqualTo(copy.schema());
      assertThat(Masks.hmac("production_db.users.name").apply(record)).isSameAs(record);
    }
  }

  @Test
  void columnsOfAnyStructInAHeaderAreMasked() {
    Schema struct = SchemaBuilder.struct().field("name", Schema.STRING_SCHEMA).build();
    Struct previous = new Struct(struct).put("name", "Ada");
    SourceRecord record = Masks.flat(schema, row);
    record.headers().add("previous", previous, struct);
    record.headers().add("all", List.of(previous), SchemaBuilder.array(struct).build());

    SourceRecord out = Masks.hmac("production_db.customers.name").apply(record);

    assertThat(((Struct) out.headers().lastWithName("previous").value()).get("name"))
        .isEqualTo(TestKey.hmacHex("Ada"));
    assertThat(RecordText.of(out)).doesNotContain("Ada");
  }

  @Test
  void aHeaderNamedAsAColumnGetsTheSchemaOfTheMaskedColumn() {
    SourceRecord record = Masks.flat(schema, row);
    record.headers().add("__before_name", "Ada", Schema.OPTIONAL_STRING_SCHEMA);

    SourceRecord out = Masks.hmac("production_db.customers.name").apply(record);

    Header header = out.headers().lastWithName("__before_name");
    assertThat(header.value()).isEqualTo(TestKey.hmacHex("Ada"));
    assertThat(header.schema()).isEqualTo(out.valueSchema().field("name").schema());
  }

  @Test
  void maskedHeadersKeepTheirOrder() {
    SourceRecord record = Masks.flat(schema, row);
    record.headers().addString("first", "1").addString("name", "Ada").addString("last", "2");

    SourceRecord out = Masks.of("redact.columns", "production_db.customers.name").apply(record);

    assertThat(out.headers())
        .extracting(Header::key, Header::value)
        .containsExactly(tuple("first", "1"), tuple("name", "***"), tuple("last", "2"));
  }

  @Test
  void theErrorNamesAHeaderThatCannotBeMasked() {
    Schema date = SchemaBuilder.string().name("io.debezium.time.IsoDate").optional().build();
    Schema dated = Masks.row(Masks.TOPIC).field("d", date).build();
    SourceRecord record = Masks.flat(dated, new Struct(dated));
    record.headers().add("__before_d", "secret", date);

    assertThatThrownBy(() -> Masks.of("date.columns", "production_db.customers.d").apply(record))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("production_db.customers")
        .hasMessageContaining("__before_d")
        .hasMessageNotContaining("secret");
  }

  @Test
  void theErrorNamesADefaultThatCannotBeMasked() {
    Schema date =
        SchemaBuilder.string().name("io.debezium.time.IsoDate").defaultValue("0000-00-00").build();
    Schema dated = Masks.row(Masks.TOPIC).field("d", date).build();
    SourceRecord record = Masks.flat(dated, new Struct(dated).put("d", "2020-02-02Z"));

    assertThatThrownBy(() -> Masks.of("date.columns", "production_db.customers.d").apply(record))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("production_db.customers")
        .hasMessageContaining("default of column d")
        .hasMessageNotContaining("0000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "[[]]",
        "[{}]",
        "[{\"a\":1}]",
        "{\"a\":{\"b\":1}}",
        "{\"a\":[]}",
        "[{\"a\":[1]},{\"b\":\"x\"}]",
        "{\"a\":null}"
      })
  void aListOrMapThatConnectParsedFromTextIsAccepted(String text) throws IOException {
    SourceRecord record = Masks.flat(schema, row);
    try (SimpleHeaderConverter converter = new SimpleHeaderConverter()) {
      SchemaAndValue read =
          converter.toConnectHeader(Masks.TOPIC, "baggage", text.getBytes(StandardCharsets.UTF_8));
      record.headers().add("baggage", read.value(), read.schema());

      SourceRecord out = Masks.hmac("production_db.customers.name").apply(record);

      assertThat(out.headers().lastWithName("baggage").value()).isEqualTo(read.value());
      for (String method : List.of("hmac", "redact", "null", "drop")) {
        out = Masks.of(method + ".columns", "production_db.*.baggage").apply(record);
        assertThat(out.headers().lastWithName("baggage").value()).isNotSameAs(read.value());
      }
    }
  }

  @Test
  void theQueryInACopiedSourceIsRemoved() {
    Events customers = Events.customers().withQuery("UPDATE customers SET name='Ada'");
    SourceRecord record = Masks.flat(schema, row);
    record.headers().add("origin", customers.source(), Events.SOURCE);

    SourceRecord out = Masks.hmac("production_db.customers.name").apply(record);

    Struct origin = (Struct) out.headers().lastWithName("origin").value();
    assertThat(origin.get("query")).isNull();
    assertThat(origin.get("table")).isEqualTo("customers");
  }
}
