package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.debezium.transforms.ExtractNewRecordState;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;

/** The differences between Unwrap and ExtractNewRecordState, numbered as in docs/transforms.md. */
class DifferencesFromUnwrapsPeerTest {

  private static final Map<String, String> REWRITE =
      Map.of("delete.tombstone.handling.mode", "rewrite-with-tombstone");

  private final Events customers = Events.customers();
  private final Struct ada = Events.customer(customers);

  private static Transformation<SourceRecord> debezium(Map<String, String> options) {
    Transformation<SourceRecord> transform = new ExtractNewRecordState<>();
    transform.configure(options);
    return transform;
  }

  private static Transformation<SourceRecord> unwrap(Map<String, String> options) {
    Transformation<SourceRecord> transform = new Unwrap<>();
    transform.configure(options);
    return transform;
  }

  @Test
  void difference1OnlyATombstoneOfUnwrapHasNoValueSchema() {
    SourceRecord delete = customers.delete(ada);

    assertThat(debezium(Map.of()).apply(delete).valueSchema()).isNotNull();
    assertThat(unwrap(Map.of()).apply(delete).valueSchema()).isNull();
  }

  @Test
  void difference2OnlyDebeziumChangesTheHeadersOfTheInput() {
    SourceRecord record = customers.insert(ada);

    unwrap(Map.of("add.headers", "op")).apply(record);
    assertThat(record.headers()).isEmpty();
    debezium(Map.of("add.headers", "op")).apply(record);
    assertThat(record.headers()).hasSize(1);
  }

  @Test
  void difference3AnEntryThatTheEventDoesNotHaveIsIgnoredByDebeziumOnly() {
    for (String entry : List.of("nothing", "source.nothing", "transaction.op", "source.op")) {
      Map<String, String> options = Map.of("add.fields", entry);

      assertThatCode(() -> debezium(options).apply(customers.insert(ada)))
          .doesNotThrowAnyException();
      assertThatThrownBy(() -> unwrap(options).apply(customers.insert(ada)))
          .isExactlyInstanceOf(DataException.class)
          .hasMessageContaining(entry);
    }
    assertThatThrownBy(() -> debezium(Map.of("add.fields", "no.op")).apply(customers.insert(ada)))
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void difference3ABareNameIsReadFromTheEnvelopeIfItsStructLacksItByBoth() {
    Schema schema =
        SchemaBuilder.struct()
            .name("p.d.t.Envelope")
            .field("after", customers.row)
            .field("before", customers.row)
            .field("source", Events.SOURCE)
            .field("changes", Schema.STRING_SCHEMA)
            .field("op", Schema.STRING_SCHEMA)
            .build();
    Struct event =
        new Struct(schema)
            .put("after", ada)
            .put("source", customers.source())
            .put("changes", "name")
            .put("op", "c");
    SourceRecord record =
        new SourceRecord(Map.of(), Map.of(), "p.d.t", null, null, null, schema, event);

    for (Transformation<SourceRecord> each :
        List.of(
            debezium(Map.of("add.fields", "changes")), unwrap(Map.of("add.fields", "changes")))) {
      assertThat(((Struct) each.apply(record).value()).get("__changes")).isEqualTo("name");
    }
    assertThatThrownBy(() -> unwrap(Map.of("add.fields", "source.changes")).apply(record))
        .isExactlyInstanceOf(DataException.class);
  }

  @Test
  void difference4OnlyUnwrapKeepsNullWhereFieldsAreDropped() {
    Map<String, String> options =
        Map.of("replace.null.with.default", "false", "drop.fields.header.name", "drops");
    SourceRecord record = customers.insert(ada);
    record.headers().add("drops", List.of("phone"), null);

    Struct debezium = (Struct) debezium(options).apply(record).value();
    Struct unwrap = (Struct) unwrap(options).apply(record).value();

    assertThat(debezium.getWithoutDefault("country")).isEqualTo("US");
    assertThat(unwrap.getWithoutDefault("country")).isNull();
  }

  @Test
  void difference4OnlyUnwrapAcceptsARequiredColumnThatIsNullAndHasADefault() {
    Events orders = Events.orders("id");
    SourceRecord record = orders.insert(orders.row(Map.of("id", 1L)));

    assertThatThrownBy(() -> debezium(Map.of()).apply(record)).isInstanceOf(DataException.class);
    Struct row = (Struct) unwrap(Map.of()).apply(record).value();
    assertThat(row.getWithoutDefault("status")).isNull();
    // Where Debezium's transform writes the default, both do.
    for (Transformation<SourceRecord> each : List.of(debezium(REWRITE), unwrap(REWRITE))) {
      assertThat(((Struct) each.apply(record).value()).getWithoutDefault("status"))
          .isEqualTo("new");
    }
  }

  @Test
  void difference5OnlyUnwrapUnwrapsEventsWithoutSchema() {
    Map<String, Object> event =
        Map.of("op", "c", "after", Map.of("id", 1), "source", Map.of("table", "t"));
    SourceRecord record =
        new SourceRecord(Map.of(), Map.of(), "p.d.t", null, null, null, null, event);

    assertThat(debezium(Map.of()).apply(record)).isSameAs(record);
    assertThat(unwrap(Map.of()).apply(record).value()).isEqualTo(Map.of("id", 1));
  }

  @Test
  void difference6OnlyUnwrapCanPassATruncate() {
    Map<String, String> options = Map.of("truncate.handling.mode", "pass");
    SourceRecord record = customers.truncate();

    assertThat(debezium(options).apply(record)).isNull();
    assertThat(unwrap(options).apply(record)).isSameAs(record);
  }

  @Test
  void difference7OnlyUnwrapDropsFieldsFromTheKeyOfATombstoneWithoutSchema() {
    Map<String, String> options =
        Map.of(
            "delete.tombstone.handling.mode", "delete-to-tombstone",
            "drop.fields.header.name", "drops",
            "drop.fields.from.key", "true");
    SourceRecord record = customers.delete(ada);
    record.headers().add("drops", List.of("phone"), null);

    assertThatThrownBy(() -> debezium(options).apply(record))
        .isInstanceOf(NullPointerException.class);
    assertThat(unwrap(options).apply(record).value()).isNull();
  }

  @Test
  void difference8ABlankAtAnEndIsRejectedByUnwrapOnly() {
    Map<String, String> options = Map.of("add.fields", "op", "add.fields.prefix", "m ");

    Struct row = (Struct) debezium(options).apply(customers.insert(ada)).value();
    assertThat(row.get("m op")).isEqualTo("c");
    assertThatThrownBy(() -> unwrap(options)).isInstanceOf(ConnectException.class);
  }

  @Test
  void anInvalidModeIsTheSameExceptionInBoth() {
    Map<String, String> options = Map.of("delete.tombstone.handling.mode", "none");

    assertThatThrownBy(() -> debezium(options)).isExactlyInstanceOf(ConnectException.class);
    assertThatThrownBy(() -> unwrap(options)).isExactlyInstanceOf(ConnectException.class);
  }

  @Test
  void aNullInTheListOfFieldsToDropIsIgnoredByBoth() {
    Map<String, String> options = Map.of("drop.fields.header.name", "drops");
    SourceRecord record = customers.insert(ada);
    record.headers().add("drops", Arrays.asList("phone", null), null);

    for (Transformation<SourceRecord> each :
        List.of(debezium(options), unwrap(options), onePass())) {
      assertThat(each.apply(record).valueSchema().field("phone")).isNull();
      assertThat(each.apply(record).valueSchema().field("name")).isNotNull();
    }
  }

  private static Transformation<SourceRecord> onePass() {
    Transformation<SourceRecord> transform = new UnwrapMaskRoute<>();
    transform.configure(Map.of("unwrap.drop.fields.header.name", "drops"));
    return transform;
  }

  @Test
  void difference9AHeaderThatIsNoListOfNamesIsADataExceptionInUnwrapOnly() {
    Map<String, String> options = Map.of("drop.fields.header.name", "drops");
    SourceRecord record = customers.insert(ada);
    record.headers().add("drops", "phone", null);

    assertThatThrownBy(() -> debezium(options).apply(record))
        .isInstanceOf(ClassCastException.class);
    assertThatThrownBy(() -> unwrap(options).apply(record))
        .isExactlyInstanceOf(DataException.class);
  }

  @Test
  void difference10ANameWithACommaOrABlankIsOneNameInUnwrapOnly() {
    Map<String, String> options =
        Map.of("drop.fields.header.name", "drops", "drop.fields.keep.schema.compatible", "false");

    for (String name : List.of("phone,name", " name")) {
      SourceRecord record = customers.insert(ada);
      record.headers().add("drops", List.of(name), null);

      assertThat(debezium(options).apply(record).valueSchema().field("name")).isNull();
      assertThat(unwrap(options).apply(record).valueSchema().field("name")).isNotNull();
    }
  }
}
