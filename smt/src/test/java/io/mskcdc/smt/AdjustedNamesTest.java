package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A flat row's table is told by its schema's name, which Debezium may have adjusted. */
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
}
