package io.mskcdc.smt;

import static io.mskcdc.smt.MaskedColumn.VARIABLE;
import static io.mskcdc.smt.MaskedColumn.inEvent;
import static io.mskcdc.smt.MaskedColumn.variable;
import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.smt.mask.method.Numbers;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schema of masked columns, and nested and unset columns. */
class MaskedSchemaTest {

  @ParameterizedTest
  @CsvSource({"hmac, true", "format, true", "redact, false", "partial, false", "null, false"})
  void theSchemaStatesMethodAndKeyId(String method, boolean keyed) {
    Schema masked = inEvent(method, Schema.STRING_SCHEMA, "a").schema().field("c").schema();

    Map<String, String> parameters = new HashMap<>(Map.of("mskcdc.mask.method", method));
    if (keyed) {
      parameters.put("mskcdc.mask.key.id", "k1");
    }
    assertThat(masked.parameters()).isEqualTo(parameters);
  }

  @Test
  void nullRemovesTheDefault() {
    Schema column = SchemaBuilder.string().defaultValue("secret").build();

    Schema masked = inEvent("null", column, "a").schema().field("c").schema();

    assertThat(masked.defaultValue()).isNull();
    assertThat(masked.isOptional()).isTrue();
  }

  @Test
  void variableScaleDecimalsKeepTheirStructure() {
    Struct masked = inEvent("bucket", VARIABLE, variable("1234.5")).getStruct("c");

    assertThat(Numbers.ofVariableScale(masked)).isEqualTo(new BigDecimal("1230.0"));
    Struct redacted = inEvent("redact", VARIABLE, variable("1234.5")).getStruct("c");
    assertThat(redacted.getInt32("scale")).isZero();
  }

  @Test
  void nullMakesTheColumnOptionalAndDropRemovesIt() {
    Struct nulled = inEvent("null", Schema.INT32_SCHEMA, 5);
    Struct dropped = inEvent("drop", Schema.INT32_SCHEMA, 5);

    assertThat(nulled.get("c")).isNull();
    assertThat(nulled.schema().field("c").schema().isOptional()).isTrue();
    assertThat(dropped.schema().field("c")).isNull();
    assertThat(dropped.schema().parameters()).containsEntry("mskcdc.mask.dropped", "c");
  }

  @Test
  void nestedFieldsAreMaskedByTheirPath() {
    Schema address =
        SchemaBuilder.struct()
            .field("street", Schema.STRING_SCHEMA)
            .field("city", Schema.STRING_SCHEMA)
            .build();
    Events table =
        new Events(
            "db",
            "t",
            SchemaBuilder.struct()
                .field("a", address)
                .field("many", SchemaBuilder.array(address).build()));
    Struct home = new Struct(address).put("street", "Main St").put("city", "Ulm");
    Mask<SourceRecord> mask = new Mask<>();
    mask.configure(Map.of("redact.columns", "db.t.a.street,db.t.many.street"));

    Struct row =
        ((Struct)
                mask.apply(table.insert(table.row(Map.of("a", home, "many", List.of(home)))))
                    .value())
            .getStruct("after");

    assertThat(row.getStruct("a").get("street")).isEqualTo("***");
    assertThat(row.getStruct("a").get("city")).isEqualTo("Ulm");
    assertThat(((Struct) row.getArray("many").get(0)).get("street")).isEqualTo("***");
  }

  @Test
  void anUnsetRequiredColumnKeepsItsDefault() {
    Schema status = SchemaBuilder.string().defaultValue("new").build();
    Schema email = SchemaBuilder.string().defaultValue("x@example.org").build();
    Schema schema =
        Masks.row(Masks.TOPIC)
            .field("id", Schema.INT64_SCHEMA)
            .field("status", status)
            .field("email", email)
            .build();

    Struct out =
        (Struct)
            Masks.hmac("production_db.customers.email")
                .apply(Masks.flat(schema, new Struct(schema).put("id", 1L)))
                .value();

    out.validate();
    assertThat(out.getWithoutDefault("status")).isNull();
    assertThat(out.get("status")).isEqualTo("new");
    assertThat(out.get("email")).isEqualTo(TestKey.hmacHex("x@example.org"));
  }
}
