package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mskcdc.smt.connect.Schemas;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** Fields and headers that Unwrap added: copies of columns and queries, and other metadata. */
class MaskedMetadataTest {

  private static final String EMAIL = "ada@example.org";
  private static final String TOPIC = "production.production_db.customers";

  @Test
  void aCopyUnderAnotherNameIsMaskedLikeItsColumn() {
    Schema schema = row("email", "old_email");
    Struct row = new Struct(schema).put("email", "new@example.org").put("old_email", EMAIL);
    Mask<SourceRecord> mask = mask("email", Map.of("old_email", "before.email"));

    Struct out = (Struct) mask.apply(record(schema, row)).value();

    assertThat(out.get("old_email")).isEqualTo(TestKey.hmacHex(EMAIL));
  }

  @Test
  void aHeaderUnderAnotherNameIsMaskedLikeItsColumn() {
    Schema schema = row("email");
    SourceRecord record = record(schema, new Struct(schema).put("email", EMAIL));
    record.headers().addString("cdc.before_email", EMAIL);

    SourceRecord out = mask("email", Map.of("cdc.before_email", "before.email")).apply(record);

    assertThat(out.headers().lastWithName("cdc.before_email").value())
        .isEqualTo(TestKey.hmacHex(EMAIL));
  }

  @Test
  void theQueryUnderAnotherNameIsRemoved() {
    Schema schema = row("email", "sql");
    SourceRecord record =
        record(schema, new Struct(schema).put("email", EMAIL).put("sql", "SELECT '" + EMAIL + "'"));
    record.headers().addString("cdc_query", "SELECT '" + EMAIL + "'");

    SourceRecord out =
        mask("email", Map.of("sql", "source.query", "cdc_query", "source.query")).apply(record);

    assertThat(RecordText.of(out)).doesNotContain(EMAIL);
  }

  @Test
  void theStatementOfOraclesRedoLogIsRemoved() {
    String sql = "update customers set email = '" + EMAIL + "'";
    Schema image = Schemas.sameType(row("email")).name(TOPIC + ".Value").optional().build();
    Schema source = SchemaBuilder.struct().field("redo_sql", Schema.OPTIONAL_STRING_SCHEMA).build();
    Schema envelope =
        SchemaBuilder.struct()
            .name(TOPIC + ".Envelope")
            .field("before", image)
            .field("after", image)
            .field("source", source)
            .field("op", Schema.STRING_SCHEMA)
            .build();
    Struct event =
        new Struct(envelope)
            .put("after", new Struct(image).put("email", EMAIL))
            .put("source", new Struct(source).put("redo_sql", sql))
            .put("op", "u");
    Map<String, Object> schemaless =
        Map.of("op", "u", "after", Map.of("email", EMAIL), "source", Map.of("redo_sql", sql));
    Schema flat = row("email", "__redo_sql", "__source_redo_sql");
    Struct row = new Struct(flat).put("__redo_sql", sql).put("__source_redo_sql", sql);

    for (SourceRecord record :
        List.of(record(envelope, event), record(null, schemaless), record(flat, row))) {
      assertThat(RecordText.of(mask("email", null).apply(record))).doesNotContain(EMAIL);
    }
  }

  @Test
  void columnsInACopyOfAWholeImageAreMasked() {
    SourceRecord record = record(null, Map.of("email", EMAIL, "__before", Map.of("email", EMAIL)));

    assertThat(RecordText.of(mask("email", null).apply(record))).doesNotContain(EMAIL);
    assertThat(RecordText.of(mask("email", Map.of("__before", "before")).apply(record)))
        .doesNotContain(EMAIL);
  }

  @Test
  void defaultNamesOfCopiesAreMaskedEvenIfCustomNamesAreConfigured() {
    Schema schema = row("email", "__before_email", "__query");
    Struct row = new Struct(schema).put("__before_email", EMAIL).put("__query", EMAIL);
    SourceRecord record = record(schema, row);
    record.headers().addString("__after_email", EMAIL).addString("__source_query", EMAIL);

    SourceRecord out = mask("email", Map.of("operation", "op")).apply(record);

    assertThat(RecordText.of(out)).doesNotContain(EMAIL);
  }

  @Test
  void aWildcardDoesNotMatchMetadata() {
    Schema schema = row("name", "__deleted", "__op", "__source_table");
    Struct row =
        new Struct(schema)
            .put("name", "Ada")
            .put("__deleted", "true")
            .put("__op", "d")
            .put("__source_table", "customers");

    for (String pattern : List.of("production_db.customers.*", "/.*customers\\..*/")) {
      Struct out = (Struct) redact(pattern).apply(record(schema, row)).value();

      assertThat(out.get("name")).isEqualTo("***");
      assertThat(out.get("__deleted")).isEqualTo("true");
      assertThat(out.get("__op")).isEqualTo("d");
      assertThat(out.get("__source_table")).isEqualTo("customers");
    }
  }

  @Test
  void aWildcardDoesNotMatchMetadataUnderAnotherName() {
    Schema schema = row("email", "operation");
    Struct row = new Struct(schema).put("email", EMAIL).put("operation", "u");

    Struct out = (Struct) mask("*", Map.of("operation", "op")).apply(record(schema, row)).value();

    assertThat(out.get("email")).isEqualTo(TestKey.hmacHex(EMAIL));
    assertThat(out.get("operation")).isEqualTo("u");
  }

  @Test
  void aPatternThatSpellsOutMetadataMasksIt() {
    Schema schema = row("name", "__op");
    Struct row = new Struct(schema).put("name", "Ada").put("__op", "d");

    Struct out = (Struct) redact("production_db.customers.__op").apply(record(schema, row)).value();

    assertThat(out.get("__op")).isEqualTo("***");
  }

  @Test
  void anEnvelopesColumnThatIsNamedLikeMetadataIsMasked() {
    Events events =
        new Events(
            "production_db",
            "customers",
            SchemaBuilder.struct()
                .field("__op", Schema.STRING_SCHEMA)
                .field("__before_x", Schema.STRING_SCHEMA));
    SourceRecord record = events.insert(events.row(Map.of("__op", "Ada", "__before_x", "King")));

    SourceRecord out = redact("production_db.customers.*").apply(record);

    assertThat(RecordText.of(out)).doesNotContain("Ada").doesNotContain("King");
  }

  @Test
  void aColumnThatAHeaderDroppedIsNotReportedAsMissing() {
    Mask<SourceRecord> mask = mask("email", null);
    Schema whole = row("name", "email");
    Schema part = row("name");
    SourceRecord record = record(part, new Struct(part).put("name", "Ada"));

    assertThatThrownBy(() -> mask.apply(record)).isInstanceOf(DataException.class);
    mask.tableOf(record).requireColumns(whole);
    assertThat(mask.apply(record).value()).isEqualTo(record.value());

    assertThatThrownBy(() -> mask.tableOf(record).requireColumns(part))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("production_db.customers.email");
  }

  private static Schema row(String... columns) {
    SchemaBuilder builder = SchemaBuilder.struct().name(TOPIC + ".Value");
    for (String column : columns) {
      builder.field(column, Schema.OPTIONAL_STRING_SCHEMA);
    }
    return builder.build();
  }

  private static SourceRecord record(Schema schema, Object value) {
    return new SourceRecord(Map.of(), Map.of(), TOPIC, null, null, null, schema, value);
  }

  /**
   * A mask for a column.
   *
   * @param copies the names of copies and what they were copied from; null if unknown
   */
  private static Mask<SourceRecord> mask(String column, Map<String, String> copies) {
    Map<String, String> options = new HashMap<>();
    options.put("hmac.columns", "production_db.customers." + column);
    options.put("key.secret", TestKey.BASE64);
    options.put("key.id", "k1");
    Mask<SourceRecord> mask = new Mask<>();
    if (copies == null) {
      mask.configure(options);
    } else {
      mask.configure(options, copies, copies);
    }
    return mask;
  }

  private static Mask<SourceRecord> redact(String pattern) {
    Mask<SourceRecord> mask = new Mask<>();
    mask.configure(Map.of("redact.columns", pattern));
    return mask;
  }
}
