package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.schema.SchemaNameAdjuster;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mask finds the table of a flat row by its schema's name, which Debezium may have adjusted. */
class AdjustedNamesTest {

  @ParameterizedTest
  @CsvSource({
    "production_db.customers.email, production_u005fdb.customers, email",
    "production_db.customers.e_mail, production_u005fdb.customers, e_u005fmail",
    "production_db.customers.e-mail, production_db.customers, e_mail",
    "production_db.kündigungen.email, production_db.k_ndigungen, email",
    "production_db.kündigungen.email, production_u005fdb.k_u005fndigungen, email",
    "production_db.kündigungen.email, production_db.k_u00fcndigungen, email",
    "production_db.my$table.email, production_db.my_table, email",
    "production_db.KÜNDIGUNGEN.email, production_db.kündigungen, email",
    "production_db.t😀.email, production_db.t__, email",
    "production_db.t😀.email, production_db.t😀, email",
    "production_db.t.2nd, production_db.t, _2nd",
    "production_db.t.2nd, production_db.t, _u0032nd",
    "/production_db\\.cust\\.omers\\.email/, production_db.cust.omers, email",
    "/production_db\\.cust\\.omers\\.email/, production_u005fdb.cust.omers, email",
    "/production_db\\.customers\\.e_?mail/, production_u005fdb.customers, e_u005fmail",
    "/production_db\\.customers\\.émail/, production_db.customers, ÉMAIL"
  })
  void aPatternMatchesTheAdjustedName(String pattern, String table, String column) {
    Schema schema = Masks.row("production." + table).field(column, Schema.STRING_SCHEMA).build();
    Struct row = new Struct(schema).put(column, Masks.EMAIL);

    Struct out = (Struct) Masks.hmac(pattern).apply(Masks.flat(schema, row)).value();

    assertThat(out.get(column)).isEqualTo(TestKey.hmacHex(Masks.EMAIL));
  }

  @Test
  void theTopicPrefixIsNotMatchedAsADatabase() {
    Schema schema = Masks.row("shop.crm.users").field("email", Schema.STRING_SCHEMA).build();
    Struct row = new Struct(schema).put("email", Masks.EMAIL);

    Struct out = (Struct) Masks.hmac("/shop\\..*/").apply(Masks.flat(schema, row)).value();

    assertThat(out.get("email")).isEqualTo(Masks.EMAIL);
  }

  @Test
  void anUnderscoreInAPatternMatchesOnlyAnUnderscore() {
    Schema schema =
        Masks.row("production.production-db.t").field("c", Schema.STRING_SCHEMA).build();
    Struct row = new Struct(schema).put("c", "x");

    Struct out = (Struct) Masks.hmac("production_db.t.c").apply(Masks.flat(schema, row)).value();

    assertThat(out.get("c")).isEqualTo("x");
  }

  /** The table of a flat row is known by its schema's name only, which Debezium may adjust. */
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
