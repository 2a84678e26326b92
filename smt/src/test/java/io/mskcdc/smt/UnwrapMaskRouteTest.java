package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results of UnwrapMaskRoute that a chain cannot give, because it no longer has the event. */
class UnwrapMaskRouteTest {

  private static final String EMAIL = "ada@example.org";

  private final Events customers = Events.customers();
  private final Struct ada = Events.customer(customers);

  @Test
  void aTableWithADotInItsNameIsMasked() {
    Events dotted = table("cust.omers");

    SourceRecord out =
        OnePass.hmac("/production_db\\.cust\\.omers\\.email/").apply(dotted.insert(row(dotted)));

    assertThat(email(out)).isEqualTo(TestKey.hmacHex(EMAIL));
  }

  @Test
  void aTableIsMaskedByItsNameBeforeDebeziumAdjustedIt() {
    Events adjusted = table("my_table");
    SourceRecord insert = adjusted.insert(row(adjusted));
    ((Struct) insert.value()).getStruct("source").put("table", "my$table");

    SourceRecord out = OnePass.hmac("/production_db\\.my\\$table\\.email/").apply(insert);

    assertThat(email(out)).isEqualTo(TestKey.hmacHex(EMAIL));
  }

  @Test
  void mergedShardsAreMaskedByTheirOwnTableNames() {
    Events merged = table("all_shards");
    UnwrapMaskRoute<SourceRecord> onePass = OnePass.hmac("production_db.customers_1.email");
    List<String> emails = new ArrayList<>();

    for (String shard : List.of("customers_0", "customers_1", "customers_0", "customers_1")) {
      SourceRecord insert = merged.insert(row(merged));
      ((Struct) insert.value()).getStruct("source").put("table", shard);
      emails.add(email(onePass.apply(insert)));
    }

    String masked = TestKey.hmacHex(EMAIL);
    assertThat(emails).containsExactly(EMAIL, masked, EMAIL, masked);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rewrite", "tombstone"})
  void aDeleteOfAMergedShardIsMasked(String mode) {
    Events merged = table("all_shards");
    SourceRecord delete = merged.delete(row(merged));
    ((Struct) delete.value()).getStruct("source").put("table", "customers_1");

    SourceRecord out =
        OnePass.hmac(
                "production_db.customers_1.email",
                "unwrap.delete.tombstone.handling.mode",
                mode,
                "unwrap.add.headers",
                "before.email")
            .apply(delete);

    assertThat(RecordText.of(out)).doesNotContain(EMAIL);
  }

  @Test
  void theTableIsFoundEvenIfAHeaderDropsFields() {
    Events dotted = table("cust.omers");
    SourceRecord insert = dotted.insert(row(dotted));
    insert.headers().add("drops", List.of("id"), SchemaBuilder.array(Schema.STRING_SCHEMA).build());

    SourceRecord out =
        OnePass.hmac(
                "/production_db\\.cust\\.omers\\.email/", "unwrap.drop.fields.header.name", "drops")
            .apply(insert);

    assertThat(email(out)).isEqualTo(TestKey.hmacHex(EMAIL));
  }

  @Test
  void withoutSchemaTheTableComesFromTheSource() {
    SourceRecord out =
        OnePass.hmac("production_db.users.email")
            .apply(OnePass.schemaless("u", Map.of("email", "old"), Map.of("email", EMAIL)));

    assertThat(out.value()).isEqualTo(Map.of("email", TestKey.hmacHex(EMAIL)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hmac.columns", "masks.hmac.columns", "mask.sha.columns", "mask"})
  void anUnknownOptionIsRejected(String option) {
    assertThatThrownBy(() -> OnePass.of(option, "production_db.customers.email"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("no option " + option + ";")
        .hasMessageContaining("mask.hmac.columns");
  }

  @Test
  void optionsThatConnectReadsItselfAreAccepted() {
    assertThatCode(
            () ->
                OnePass.of(
                    "type",
                    UnwrapMaskRoute.class.getName(),
                    "predicate",
                    "isRow",
                    "negate",
                    "true",
                    "plugin.version",
                    "1.0.0"))
        .doesNotThrowAnyException();
  }

  @Test
  void aMaskedColumnThatAHeaderDropsIsNotReportedAsMissing() {
    SourceRecord insert = customers.insert(ada);
    insert
        .headers()
        .add("drops", List.of("phone"), SchemaBuilder.array(Schema.STRING_SCHEMA).build());

    SourceRecord out =
        OnePass.of(
                "unwrap.drop.fields.header.name",
                "drops",
                "mask.null.columns",
                "production_db.customers.phone")
            .apply(insert);

    assertThat(out.valueSchema().field("phone")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"before.email:old_email", "after.email:new_email", "source.query:sql"})
  void anAddedFieldOrHeaderIsMaskedUnderAnyName(String entry) {
    Events events = Events.customers().withQuery("UPDATE customers SET email='" + EMAIL + "'");
    Struct row = Events.customer(events);

    SourceRecord out =
        OnePass.hmac(
                "production_db.customers.email",
                "unwrap.add.fields",
                entry,
                "unwrap.add.headers",
                entry,
                "unwrap.add.headers.prefix",
                "cdc.")
            .apply(events.update(row, row));

    assertThat(RecordText.of(out)).doesNotContain(EMAIL);
  }

  @Test
  void columnsWithinAnAddedFieldOrHeaderAreMasked() {
    List<Map<String, String>> contacts = List.of(Map.of("email", EMAIL));

    SourceRecord out =
        OnePass.hmac(
                "production_db.users.contacts.email",
                "unwrap.add.fields",
                "before.contacts:former",
                "unwrap.add.fields.prefix",
                "cdc.",
                "unwrap.add.headers",
                "before.contacts:former",
                "unwrap.add.headers.prefix",
                "cdc.")
            .apply(
                OnePass.schemaless(
                    "u", Map.of("contacts", contacts), Map.of("contacts", contacts)));

    assertThat(RecordText.of(out)).doesNotContain(EMAIL);
    assertThat(out.headers().lastWithName("cdc.former").value())
        .isEqualTo(List.of(Map.of("email", TestKey.hmacHex(EMAIL))));
  }

  @Test
  void oneNameForTwoCopiesIsRejected() {
    assertThatThrownBy(
            () ->
                OnePass.hmac(
                    "production_db.customers.email", "unwrap.add.headers", "before.email:x,op:x"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("before.email and op both become __x");
  }

  @Test
  void aWildcardDoesNotMaskTheFieldDeleted() {
    SourceRecord out =
        OnePass.of(
                "unwrap.delete.tombstone.handling.mode",
                "rewrite",
                "mask.null.columns",
                "production_db.customers.*e*")
            .apply(customers.delete(ada));

    assertThat(((Struct) out.value()).get("__deleted")).isEqualTo("true");
    assertThat(email(out)).isNull();
  }

  @Test
  void aRenamedColumnIsReportedAsMissingAfterATruncateEvent() {
    UnwrapMaskRoute<SourceRecord> onePass =
        OnePass.hmac("production_db.people.email", "unwrap.truncate.handling.mode", "pass");
    Events renamed = table("people", "e_mail");
    SourceRecord insert = renamed.insert(renamed.row(Map.of("id", 1L, "e_mail", EMAIL)));

    onePass.apply(table("people").truncate());

    assertThatThrownBy(() -> onePass.apply(insert))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("production_db.people.email");
  }

  @Test
  void aMissingColumnIsReportedForAnInsertAndNotForADelete() {
    UnwrapMaskRoute<SourceRecord> onePass =
        OnePass.hmac("production_db.customers.fax", "unwrap.drop.fields.header.name", "drops");

    assertThat(onePass.apply(customers.delete(ada)).value()).isNull();
    assertThatThrownBy(() -> onePass.apply(customers.insert(ada)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("production_db.customers.fax");
  }

  @Test
  void anUnsetDefaultStaysUnset() {
    Events table = Events.orders("id");

    SourceRecord out =
        OnePass.of(
                "unwrap.delete.tombstone.handling.mode",
                "rewrite-with-tombstone",
                "unwrap.replace.null.with.default",
                "false")
            .apply(table.insert(table.row(Map.of("id", 1L))));

    Struct row = (Struct) out.value();
    row.validate();
    assertThat(row.getWithoutDefault("status")).isNull();
    assertThat(row.get("status")).isEqualTo("new");
  }

  @Test
  void closeBeforeConfigureIsAllowed() {
    assertThatCode(() -> new UnwrapMaskRoute<SourceRecord>().close()).doesNotThrowAnyException();
  }

  private static Events table(String name) {
    return table(name, "email");
  }

  private static Events table(String name, String column) {
    return new Events(
        "production_db",
        name,
        SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).field(column, Schema.STRING_SCHEMA),
        "id");
  }

  private static Struct row(Events table) {
    return table.row(Map.of("id", 1L, "email", EMAIL));
  }

  private static String email(SourceRecord record) {
    return ((Struct) record.value()).getString("email");
  }
}
