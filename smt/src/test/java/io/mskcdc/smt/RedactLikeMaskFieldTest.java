package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.MaskField;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;

/**
 * Compares the method redact with Kafka's MaskField on random rows. docs/transforms.md numbers the
 * differences.
 */
class RedactLikeMaskFieldTest {

  // Difference 5: text that must be valid for its type, and types that MaskField has no value for.
  private static final Set<String> WITH_VALID_VALUES =
      Set.of(
          "json",
          "uuid",
          "zoned",
          "isoDate",
          "isoTimestamp",
          "isoTime",
          "zonedTime",
          "interval",
          "bytes",
          "bits",
          "array",
          "map",
          "vector",
          "point",
          "variable",
          "decimal");

  @Property(shrinking = ShrinkingMode.OFF)
  void valuesOfTheTypesThatBothMaskAreTheSame(@ForAll long seed) {
    Random random = new Random(seed);
    RandomTable table = new RandomTable(random);
    int column = random.nextInt(table.columns());
    String name = "c" + column;
    Struct row = table.row();
    SourceRecord flat = flat(row);
    Struct masked = (Struct) redact(table.events, name).apply(flat).value();

    for (Field field : row.schema().fields()) {
      Object clear = row.getWithoutDefault(field.name());
      Object own = masked.getWithoutDefault(field.name());
      if (clear == null) {
        assertThat(own).as("difference 2, %s", field).isNull();
      } else if (!field.name().equals(name)) {
        assertThat(own).as("%s", field).isEqualTo(clear);
      } else if (!WITH_VALID_VALUES.contains(table.kind(column))) {
        assertThat(own)
            .as("%s of kind %s", field, table.kind(column))
            .isEqualTo(((Struct) maskField(name).apply(flat).value()).get(name));
      }
    }
  }

  @Test
  void valuesWithoutSchemaAreTheSame() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("text", "a");
    row.put("byte", (byte) 1);
    row.put("short", (short) 1);
    row.put("int", 1);
    row.put("long", 1L);
    row.put("float", 1f);
    row.put("double", 1d);
    row.put("flag", true);
    row.put("big", BigInteger.TEN.pow(30));
    row.put("decimal", BigDecimal.TEN);
    row.put("date", new Date(7));
    row.put("list", List.of(1));
    row.put("map", Map.of("a", 1));
    row.put("missing", null);
    SourceRecord record = Masks.record("p.d.t", null, null, null, row);

    Object own = Masks.of("redact.columns", "d.t.*", "redact.with", "").apply(record).value();

    assertThat(own).isEqualTo(maskField(String.join(",", row.keySet())).apply(record).value());
  }

  @Test
  void redactedListsMapsAndStructsAreMutableAndNotShared() {
    Mask<SourceRecord> mask = Masks.of("redact.columns", "d.t.*");
    Map<String, Object> row = new HashMap<>(Map.of("list", List.of(1), "map", Map.of("a", 1)));
    SourceRecord schemaless = Masks.record("p.d.t", null, null, null, row);
    Schema schema =
        SchemaBuilder.struct()
            .name("p.d.t.Value")
            .field("list", SchemaBuilder.array(Schema.STRING_SCHEMA).build())
            .field("map", SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA).build())
            .field("point", ColumnKind.POINT)
            .build();
    Struct struct =
        new Struct(schema)
            .put("list", List.of("a"))
            .put("map", Map.of("a", "b"))
            .put("point", new Struct(ColumnKind.POINT).put("x", 1d).put("y", 2d));
    for (int i = 0; i < 2; i++) {
      Map<?, ?> masked = (Map<?, ?>) mask.apply(schemaless).value();
      changeIfEmpty(masked.get("list"), masked.get("map"));
      Struct maskedStruct = (Struct) mask.apply(flat(struct)).value();
      changeIfEmpty(maskedStruct.get("list"), maskedStruct.get("map"));
      assertThat(maskedStruct.getStruct("point").get("x")).isEqualTo(0d);
      maskedStruct.getStruct("point").put("x", 7d);
    }
  }

  @SuppressWarnings("unchecked")
  private static void changeIfEmpty(Object list, Object map) {
    assertThat((List<Object>) list).isEmpty();
    assertThat((Map<Object, Object>) map).isEmpty();
    ((List<Object>) list).add("a");
    ((Map<Object, Object>) map).put("a", "b");
  }

  @Test
  void aBigIntegerIsMaskedByAllMethodsForIntegers() {
    BigInteger big = BigInteger.TEN.pow(30).add(BigInteger.TWO);
    SourceRecord record =
        Masks.record(
            "p.d.t", null, null, null, new HashMap<>(Map.of("a", big, "b", big, "c", big)));
    Map<?, ?> masked =
        (Map<?, ?>)
            Masks.of(
                    "redact.columns",
                    "d.t.a",
                    "hmac.columns",
                    "d.t.b",
                    "bucket.columns",
                    "d.t.c",
                    "bucket.size",
                    "10")
                .apply(record)
                .value();

    assertThat(masked.get("a")).isEqualTo(BigInteger.ZERO);
    assertThat(masked.get("b")).isEqualTo(TestKey.hmacHex(big.toString()));
    assertThat(masked.get("c")).isEqualTo(BigInteger.TEN.pow(30));
  }

  @Test
  void difference1OnlyRedactMasksBothImagesAndHeaders() {
    Events customers = Events.customers();
    Struct ada = Events.customer(customers);
    SourceRecord update = customers.update(ada, ada);
    update.headers().addString("email", Masks.EMAIL);

    assertThat(RecordText.of(redact(customers, "email").apply(update))).doesNotContain(Masks.EMAIL);
    assertThat(RecordText.of(maskField("email").apply(update))).contains(Masks.EMAIL);
  }

  @Test
  void difference2NullStaysNullInRedactOnly() {
    Events customers = Events.customers();
    SourceRecord flat = flat(Events.customer(customers));

    assertThat(((Struct) maskField("email").apply(flat).value()).getWithoutDefault("country"))
        .isEqualTo("US");
    assertThat(
            ((Struct) redact(customers, "email").apply(flat).value()).getWithoutDefault("country"))
        .isNull();
  }

  @Test
  void difference3OnlyRedactNamesTheMethodInTheSchema() {
    Events customers = Events.customers();
    SourceRecord flat = flat(Events.customer(customers));

    assertThat(maskField("email").apply(flat).valueSchema()).isEqualTo(flat.valueSchema());
    assertThat(
            redact(customers, "email")
                .apply(flat)
                .valueSchema()
                .field("email")
                .schema()
                .parameters())
        .containsEntry("mskcdc.mask.method", "redact");
  }

  @Test
  void difference4OnlyRedactKeepsTheScaleOfADecimal() {
    Schema schema =
        SchemaBuilder.struct().name("p.d.t.Value").field("price", Decimal.schema(2)).build();
    SourceRecord flat = flat(new Struct(schema).put("price", new BigDecimal("1.50")));

    Struct kafka = (Struct) maskField("price").apply(flat).value();
    Struct own = (Struct) Masks.of("redact.columns", "d.t.price").apply(flat).value();

    assertThat(kafka.get("price")).isEqualTo(BigDecimal.ZERO);
    assertThat(own.get("price")).isEqualTo(new BigDecimal("0.00"));
  }

  @Test
  void difference5OnlyRedactMasksBytesAndKeepsTextValidForItsType() {
    Schema schema =
        SchemaBuilder.struct()
            .name("p.d.t.Value")
            .field("raw", Schema.BYTES_SCHEMA)
            .field("json", SchemaBuilder.string().name("io.debezium.data.Json").build())
            .build();
    SourceRecord flat = flat(new Struct(schema).put("raw", new byte[] {1}).put("json", "[1]"));

    assertThatThrownBy(() -> maskField("raw").apply(flat)).isInstanceOf(ConnectException.class);
    assertThat(((Struct) maskField("json").apply(flat).value()).get("json")).isEqualTo("");
    Struct own = (Struct) Masks.of("redact.columns", "d.t.raw,d.t.json").apply(flat).value();
    assertThat(own.getBytes("raw")).isEmpty();
    assertThat(own.get("json")).isEqualTo("{}");
  }

  @Test
  void difference6AColumnThatTheTableLacksIsAnErrorInRedactOnly() {
    Events customers = Events.customers();
    SourceRecord flat = flat(Events.customer(customers));
    SourceRecord map = Masks.record("p.d.t", null, null, null, new HashMap<>(Map.of("id", 1)));

    assertThat(((Struct) maskField("nothing").apply(flat).value()).get("email"))
        .isEqualTo("ada@example.org");
    assertThat((Map<?, ?>) maskField("nothing").apply(map).value()).hasSize(2);
    assertThatThrownBy(() -> redact(customers, "nothing").apply(flat))
        .isInstanceOf(DataException.class);
  }

  @Test
  void difference7TombstonesPassInRedact() {
    Events customers = Events.customers();
    SourceRecord tombstone = customers.tombstone(Events.customer(customers));

    assertThat(redact(customers, "email").apply(tombstone)).isSameAs(tombstone);
    if (System.getProperty("kafka.release").startsWith("3.7.")) {
      assertThatThrownBy(() -> maskField("email").apply(tombstone))
          .isInstanceOf(ConnectException.class);
    }
  }

  private static SourceRecord flat(Struct row) {
    return Masks.record("p.d.t", null, null, row.schema(), row);
  }

  private static Transformation<SourceRecord> maskField(String fields) {
    Transformation<SourceRecord> transform = new MaskField.Value<>();
    transform.configure(Map.of("fields", fields));
    return transform;
  }

  private static Mask<SourceRecord> redact(Events table, String column) {
    String name = String.join(".", table.database, table.table, column);
    return Masks.of("redact.columns", name, "redact.with", "");
  }
}
