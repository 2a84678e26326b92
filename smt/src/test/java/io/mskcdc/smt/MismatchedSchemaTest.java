package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mskcdc.smt.connect.Schemas;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Records whose struct has a schema that differs from the record's, as a faulty transform could
 * produce them. Masks copy fields by position, so they would mask the wrong column.
 */
class MismatchedSchemaTest {

  private static final String COLUMN = "production_db.customers.email";
  private static final Schema ROW =
      Masks.row(Masks.TOPIC)
          .field("email", Schema.STRING_SCHEMA)
          .field("name", Schema.STRING_SCHEMA)
          .build();
  private static final Schema SWAPPED =
      Masks.row(Masks.TOPIC)
          .field("name", Schema.STRING_SCHEMA)
          .field("email", Schema.STRING_SCHEMA)
          .build();

  static Stream<Transformation<SourceRecord>> masks() {
    return Stream.of(Masks.hmac(COLUMN), onePass());
  }

  @ParameterizedTest
  @MethodSource("masks")
  void aRowOfAnotherSchemaIsRejected(Transformation<SourceRecord> mask) {
    assertRejected(mask, Masks.flat(ROW, row(SWAPPED)));
  }

  @ParameterizedTest
  @MethodSource("masks")
  void anEnvelopeOfAnotherSchemaIsRejected(Transformation<SourceRecord> mask) {
    Struct event = new Struct(envelope(SWAPPED)).put("op", "c").put("after", row(image(SWAPPED)));

    assertRejected(mask, Masks.flat(envelope(ROW), event));
  }

  @Test
  void unwrapRejectsAnEnvelopeOfAnotherSchema() {
    Unwrap<SourceRecord> unwrap = new Unwrap<>();
    unwrap.configure(Map.of());
    Struct event = new Struct(envelope(SWAPPED)).put("op", "c").put("after", row(image(SWAPPED)));

    assertRejected(unwrap, Masks.flat(envelope(ROW), event));
  }

  @ParameterizedTest
  @MethodSource("masks")
  void aKeyOfAnotherSchemaIsRejected(Transformation<SourceRecord> mask) {
    Struct event = new Struct(envelope(ROW)).put("op", "c").put("after", row(image(ROW)));

    assertRejected(
        mask,
        Masks.record(
            Masks.TOPIC,
            named(ROW, ".Key").build(),
            row(named(SWAPPED, ".Key").build()),
            envelope(ROW),
            event));
  }

  @ParameterizedTest
  @MethodSource("masks")
  void aHeaderOfAnotherSchemaIsRejected(Transformation<SourceRecord> mask) {
    for (String name : List.of("__debezium.oldkey", "copy")) {
      SourceRecord record = Masks.flat(ROW, row(ROW));
      record.headers().add(name, row(named(SWAPPED, ".Key").build()), named(ROW, ".Key").build());

      assertRejected(mask, record);
    }
  }

  @ParameterizedTest
  @MethodSource("masks")
  void aRowOfAnEqualSchemaIsMasked(Transformation<SourceRecord> mask) {
    Schema equal =
        Masks.row(Masks.TOPIC)
            .field("email", Schema.STRING_SCHEMA)
            .field("name", Schema.STRING_SCHEMA)
            .build();

    Struct out = (Struct) mask.apply(Masks.flat(ROW, row(equal))).value();

    assertThat(out.getString("email")).isEqualTo(TestKey.hmacHex(Masks.EMAIL));
    assertThat(out.getString("name")).isEqualTo("Ada");
  }

  @ParameterizedTest
  @MethodSource("masks")
  void aSchemaBuilderCountsAsTheSchemaThatItBuilds(Transformation<SourceRecord> mask) {
    SchemaBuilder builder = Masks.row(Masks.TOPIC).field("email", Schema.STRING_SCHEMA);

    for (SourceRecord record :
        List.of(
            Masks.flat(builder, new Struct(builder.build()).put("email", Masks.EMAIL)),
            Masks.flat(builder.build(), new Struct(builder).put("email", Masks.EMAIL)))) {
      assertThat(((Struct) mask.apply(record).value()).getString("email"))
          .isEqualTo(TestKey.hmacHex(Masks.EMAIL));
    }
  }

  @ParameterizedTest
  @MethodSource("masks")
  void aRowOfAnotherTablesSchemaIsRejected(Transformation<SourceRecord> mask) {
    Schema orders = Schemas.sameType(ROW).name("production.production_db.orders.Value").build();

    assertRejected(mask, Masks.flat(orders, row(ROW)));
  }

  @ParameterizedTest
  @MethodSource("masks")
  void anEnvelopeWithItsSourceAtAnotherPositionIsRejected(Transformation<SourceRecord> mask) {
    Events customers = Events.customers();
    SchemaBuilder shifted = SchemaBuilder.struct().name(Masks.TOPIC + ".Envelope");
    shifted.field("op", Schema.STRING_SCHEMA).field("source", Events.SOURCE);
    shifted.field("before", customers.row).field("after", customers.row);
    Struct event = customers.envelope("c", null, Events.customer(customers));

    assertRejected(mask, Masks.flat(shifted.build(), event));
  }

  @ParameterizedTest
  @MethodSource("masks")
  void aHeaderOfAnotherUnnamedSchemaIsRejected(Transformation<SourceRecord> mask) {
    SourceRecord record = Masks.flat(ROW, row(ROW));
    record
        .headers()
        .add("copy", row(Schemas.sameType(SWAPPED).build()), Schemas.sameType(ROW).build());

    assertRejected(mask, record);
  }

  private static void assertRejected(Transformation<SourceRecord> transform, SourceRecord record) {
    assertThatThrownBy(() -> transform.apply(record))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a struct of another schema")
        .satisfies(
            error ->
                assertThat(
                        record.headers().isEmpty()
                            ? record.topic()
                            : record.headers().iterator().next().key())
                    .isSubstringOf(error.getMessage()))
        .hasMessageNotContaining(Masks.EMAIL);
  }

  private static Transformation<SourceRecord> onePass() {
    Map<String, String> options = new HashMap<>();
    options.put("mask.hmac.columns", COLUMN);
    options.put("mask.key.secret", TestKey.BASE64);
    options.put("mask.key.id", "k1");
    Transformation<SourceRecord> transform = new UnwrapMaskRoute<>();
    transform.configure(options);
    return transform;
  }

  private static Schema envelope(Schema row) {
    Schema image = image(row);
    return SchemaBuilder.struct()
        .name(Masks.TOPIC + ".Envelope")
        .field("before", image)
        .field("after", image)
        .field("op", Schema.STRING_SCHEMA)
        .build();
  }

  private static Schema image(Schema row) {
    return named(row, ".Value").optional().build();
  }

  private static SchemaBuilder named(Schema row, String suffix) {
    return Schemas.sameType(row).name(Masks.TOPIC + suffix);
  }

  private static Struct row(Schema schema) {
    return new Struct(schema).put("email", Masks.EMAIL).put("name", "Ada");
  }
}
