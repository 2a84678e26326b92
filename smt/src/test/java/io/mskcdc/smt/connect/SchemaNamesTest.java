package io.mskcdc.smt.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.schema.SchemaNameAdjuster;
import io.mskcdc.smt.Masks;
import io.mskcdc.smt.TestKey;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

/** Names as Debezium adjusts them, compared with what Debezium itself makes of them. */
class SchemaNamesTest {

  @Property
  void namesAreAdjustedLikeDebeziumsNames(
      @ForAll
          @StringLength(min = 1, max = 12)
          @CharRange(from = 'a', to = 'g')
          @CharRange(from = 'X', to = 'Z')
          @CharRange(from = '0', to = '9')
          @Chars({'.', '_', '-', '$', ' ', '\t', 'é', 'ł', 'ж', '的', '\uD83D', '\uDE00'})
          String name) {
    assertThat(SchemaNames.NONE.adjust(name)).isEqualTo(name);
    assertThat(SchemaNames.AVRO.adjust(name)).isEqualTo(SchemaNameAdjuster.AVRO.adjust(name));
    assertThat(SchemaNames.AVRO_UNICODE.adjust(name))
        .isEqualTo(SchemaNameAdjuster.AVRO_UNICODE.adjust(name));
  }

  /** A flat row tells its table by its schema's name alone, and that is an adjusted one. */
  @Property
  void aPatternMatchesTheNameThatDebeziumAdjusted(
      @ForAll
          @StringLength(min = 1, max = 6)
          @CharRange(from = 'a', to = 'g')
          @CharRange(from = '0', to = '9')
          @Chars({'_', '-', '$', 'é', 'ł', 'ж', '的', '\uD83D', '\uDE00'})
          String name) {
    String table = "x" + name;
    for (SchemaNameAdjuster adjuster :
        new SchemaNameAdjuster[] {SchemaNameAdjuster.AVRO, SchemaNameAdjuster.AVRO_UNICODE}) {
      SchemaNameAdjuster column =
          adjuster == SchemaNameAdjuster.AVRO
              ? SchemaNameAdjuster.AVRO_FIELD_NAMER
              : SchemaNameAdjuster.AVRO_UNICODE_FIELD_NAMER;

      assertMasked(
          "production_db." + table + "." + name,
          adjuster.adjust("production.production_db." + table),
          column.adjust(name));
    }
  }

  private static void assertMasked(String pattern, String table, String column) {
    Schema schema = Masks.row(table).field(column, Schema.STRING_SCHEMA).build();
    Struct row = new Struct(schema).put(column, Masks.EMAIL);

    Struct out = (Struct) Masks.hmac(pattern).apply(Masks.flat(schema, row)).value();

    assertThat(out.get(column))
        .as("%s for column %s of %s", pattern, column, table)
        .isEqualTo(TestKey.hmacHex(Masks.EMAIL));
  }

  @Test
  void aRegularExpressionMatchesTheNameBeforeItWasAdjusted() {
    for (String name : new String[] {"łączność", "łabędzie", "заказы", "的客户", "naïve", "ω1"}) {
      assertMasked(
          "/production_db\\.x" + name + "\\." + name + "/",
          SchemaNameAdjuster.AVRO_UNICODE.adjust("production.production_db.x" + name),
          SchemaNameAdjuster.AVRO_UNICODE_FIELD_NAMER.adjust(name));
    }
  }
}
