package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Columns of JSON where only listed columns are clear. */
class ClosedJsonTest {

  private static final String TABLE = "production_db.events";
  private static final Schema ROW =
      SchemaBuilder.struct()
          .name("production." + TABLE + ".Value")
          .field("id", Schema.INT64_SCHEMA)
          .field("payload", SchemaBuilder.string().name("io.debezium.data.Json").build())
          .build();
  private static final String TEXT =
      "{\"kind\": \"a\", \"email\": \"ada@example.org\", \"user\": {\"kind\": 1, \"age\": 42}, \"no\":"
          + " [\"s\", null]}";

  /** The clear columns, unlisted, the text, and the masked text; a masked e-mail is null. */
  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "payload|drop|{\"a\": 1, \"email\": 2, \"b\": [3]}|{\"a\": 1, \"email\": null, \"b\": [3]}",
        "payload.kind|drop|{\"kind\": \"a\", \"email\": 2, \"b\": [3], \"c\": {\"kind\": 1}}|{\"kind\": \"a\", \"email\": null}",
        "payload.kind|redact|{\"kind\": \"a\", \"b\": [3], \"c\": 1.5, \"d\": null}|{\"kind\": \"a\", \"b\": [], \"c\": 0.0, \"d\": null}",
        "payload.kind|drop|[{\"kind\": \"a\", \"b\": 1}, 7, \"x\"]|[{\"kind\": \"a\"}, null, null]",
        "payload.kind|drop|7|null",
        "payload.kind|drop|{broken|{}",
        "payload.c.*|drop|{\"c\": {\"d\": {\"e\": 1}}, \"f\": 1}|{\"c\": {\"d\": {\"e\": 1}}}",
        "payload.c.*|drop|{\"c\": 1, \"f\": 1}|{}",
        "payload.*.kind|drop|{\"c\": {\"kind\": 1, \"x\": 2}, \"f\": 1}|{\"c\": {\"kind\": 1}}",
        "payload.*|drop|{\"a.b\": 1, \"email\": 2}|{\"a.b\": 1, \"email\": null}"
      })
  void membersThatNoRuleNamesAreTreatedAsUnlisted(
      String clear, String unlisted, String text, String expected) {
    Mask<SourceRecord> mask =
        Masks.of(
            "clear.columns",
            TABLE + ".id," + TABLE + "." + clear,
            "unlisted",
            unlisted,
            "null.columns",
            TABLE + ".payload.email");

    SourceRecord out = mask.apply(record(ROW, row(text)));
    SourceRecord outOfMap = mask.apply(record(null, Map.of("id", 1L, "payload", text)));

    assertThat(((Struct) out.value()).get("payload")).isEqualTo(expected);
    if (text.startsWith("{") || text.startsWith("[") || clear.equals("payload")) {
      assertThat(outOfMap.value()).isEqualTo(Map.of("id", 1L, "payload", expected));
    } else {
      assertThat(outOfMap.value()).isEqualTo(Map.of("id", 1L));
    }
  }

  @Test
  void aColumnThatNoRuleListsIsTreatedAsAWhole() {
    Mask<SourceRecord> mask =
        Masks.of("clear.columns", TABLE + ".id", "unlisted", "drop", "hmac.columns", "*.*.*.email");

    assertThat(((Struct) mask.apply(record(ROW, row(TEXT))).value()).schema().field("payload"))
        .isNull();
  }

  @Test
  void failStopsAtAMemberWithoutItsName() {
    Mask<SourceRecord> mask =
        Masks.of("clear.columns", TABLE + ".id," + TABLE + ".payload.kind", "unlisted", "fail");

    assertThat(mask.apply(record(ROW, row("{\"kind\": 1}"))).value()).isNotNull();
    assertThatThrownBy(() -> mask.apply(record(ROW, row("{\"kind\": 1, \"secret\": 2}"))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("column payload")
        .hasMessageContaining("unlisted=fail")
        .hasMessageNotContaining("secret");
  }

  private static Struct row(String payload) {
    return new Struct(ROW).put("id", 1L).put("payload", payload);
  }

  private static SourceRecord record(Schema schema, Object value) {
    return Masks.record("production." + TABLE, null, null, schema, value);
  }
}
