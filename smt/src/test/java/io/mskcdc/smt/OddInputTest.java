package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.mskcdc.smt.mask.method.MaskMethods;
import io.mskcdc.smt.mask.method.MethodDefinition;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;

/**
 * Whatever a configuration or a record holds, a transform throws a ConfigException, a DataException
 * or, if Unwrap is configured, the ConnectException of Debezium's transform.
 */
class OddInputTest {

  private static final List<Supplier<Transformation<SourceRecord>>> TRANSFORMS =
      List.of(Unwrap::new, Mask::new, Route::new, UnwrapMaskRoute::new, DmsToEnvelope::new);

  private static final List<Object> VALUES =
      Collections.unmodifiableList(
          Arrays.asList(
              null,
              "",
              " ",
              ",",
              "a,,b",
              " a ",
              "\0",
              "\ud83d",
              "💥",
              "ß.ß.ß",
              "true",
              "yes",
              "-1",
              "0",
              "7",
              "99999999999999999999",
              "NaN",
              "1e9",
              "a".repeat(5_000),
              "(",
              ")",
              "[",
              "\\",
              "\\Q",
              "$",
              "$1",
              "${x}",
              "${field:.}",
              "(a+)+$",
              "(.|a)*x",
              "(?<x>a)",
              "/(/",
              "/",
              "//",
              "/(a|b)*/",
              "a.b.c",
              "*.*.*",
              "***.**.*a*b*c*d*e*f*g",
              "a.b",
              "..",
              ".a",
              "a:b",
              "a:b:c",
              ":",
              "op",
              "before.email",
              "source",
              "->",
              "topic:",
              "topic:(->",
              "topic:.* -> ${field:.}",
              "topic:(.*) -> $1",
              "topic:.* -> ${header:}",
              "topic:(a|b)*.* -> x",
              "table:. -> x",
              "table:*.* -> ${database}",
              "heartbeat -> x",
              "keyless -> x",
              "=",
              "a.b=",
              "a.b=c",
              "a.b:",
              "a.b:c,c",
              "a.b:c;a.b:d",
              "data",
              "drop",
              "rewrite",
              "fail",
              "hmac",
              7,
              1.5,
              true,
              new Object(),
              List.of(),
              List.of("a.b.c"),
              List.of(1),
              Arrays.asList("a.b.c", null),
              Map.of(),
              new byte[0]));

  private static final Schema ROW =
      SchemaBuilder.struct()
          .name("p.d.t.Value")
          .field("id", Schema.INT64_SCHEMA)
          .field("email", Schema.OPTIONAL_STRING_SCHEMA)
          .field("tags", SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).optional().build())
          .optional()
          .build();
  private static final Struct ADA = new Struct(ROW).put("id", 1L).put("email", "a".repeat(20_000));

  @Test
  void anOddValueOfAnyOptionIsAcceptedOrAConfigException() {
    for (Supplier<Transformation<SourceRecord>> maker : TRANSFORMS) {
      for (String option : maker.get().config().names()) {
        for (Object value : VALUES) {
          Map<String, Object> options = valid(maker.get());
          options.put(option, value);
          configured(maker, options);
        }
      }
    }
  }

  @Property(shrinking = ShrinkingMode.OFF, tries = 40)
  void oddRecordsGiveARecordOrADataException(@ForAll long seed) {
    Random random = new Random(seed);
    Supplier<Transformation<SourceRecord>> maker = any(random, TRANSFORMS);
    Map<String, Object> options = valid(maker.get());
    List<String> names = maker.get().config().names().stream().sorted().toList();
    for (int i = random.nextInt(3); i > 0; i--) {
      options.put(any(random, names), any(random, VALUES));
    }
    Transformation<SourceRecord> transform = configured(maker, options);
    for (int i = 0; i < 20 && transform != null; i++) {
      SourceRecord record = record(random);
      try {
        transform.apply(record);
      } catch (DataException e) {
        assertThat(e).isExactlyInstanceOf(DataException.class);
        assertThat(e.getMessage()).doesNotContain("secret-text");
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError(
            "%s with %s: %s"
                .formatted(transform.getClass().getSimpleName(), shown(options), record),
            e);
      }
    }
  }

  /** Returns the transform, or null if it rejects the options. */
  private static Transformation<SourceRecord> configured(
      Supplier<Transformation<SourceRecord>> maker, Map<String, Object> options) {
    Transformation<SourceRecord> transform = maker.get();
    try {
      transform.configure(options);
      return transform;
    } catch (ConfigException e) {
      assertThat(transform).isNotInstanceOf(Unwrap.class);
    } catch (ConnectException e) {
      assertThat(transform).isInstanceOf(Unwrap.class);
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError(transform.getClass() + " with " + shown(options), e);
    }
    return null;
  }

  private static String shown(Map<String, Object> options) {
    return options.toString().replaceAll("(.)\\1{50,}", "$1...");
  }

  private static Map<String, Object> valid(Transformation<SourceRecord> transform) {
    Map<String, Object> options = new HashMap<>();
    String mask = transform instanceof Mask ? "" : "mask.";
    String route = transform instanceof Route ? "" : "route.";
    if (transform instanceof Unwrap || transform instanceof UnwrapMaskRoute) {
      String unwrap = transform instanceof Unwrap ? "" : "unwrap.";
      options.put(unwrap + "drop.fields.header.name", "drops");
    }
    if (transform instanceof Mask || transform instanceof UnwrapMaskRoute) {
      for (MethodDefinition method : MaskMethods.ALL) {
        MethodSamples.options(method).forEach((name, value) -> options.put(mask + name, value));
      }
      options.put(mask + "redact.columns", "d.t.email,*.*.tags,*.*.x*");
      options.put(mask + "hmac.columns", "*.t.id,/d\\.t\\.(a|b)*/");
    }
    if (transform instanceof Route || transform instanceof UnwrapMaskRoute) {
      options.put(route + "rules", "topic:p\\.(a|b)* -> x, table:d.* -> rows.${field:id}");
      options.put(route + "key.field.name", "from");
      options.put(route + "rename.schemas", "true");
    }
    if (transform instanceof DmsToEnvelope) {
      options.put("key.columns", "d.t:id");
    }
    return options;
  }

  private static SourceRecord record(Random random) {
    String topic =
        any(
            random,
            List.of(
                "",
                "a",
                ".",
                "d.t",
                "p.d.t",
                "p." + "ab".repeat(5_000),
                "💥.💥.💥",
                "p.d.t.",
                "__debezium-heartbeat.p"));
    SchemaAndObject key = any(random, keys());
    SchemaAndObject value =
        any(random, any(random, List.of(events(random), values(), ofDms(random))));
    SourceRecord record =
        new SourceRecord(
            Map.of(),
            Map.of(),
            topic,
            null,
            key.schema,
            key.value,
            value.schema,
            value.value,
            null,
            new ConnectHeaders());
    for (int i = random.nextInt(3); i > 0; i--) {
      addHeader(random, record);
    }
    return record;
  }

  private static void addHeader(Random random, SourceRecord record) {
    String name =
        any(random, List.of("drops", "email", "query", "__debezium.newkey", "__before_email", "x"));
    Object value =
        any(
            random,
            Arrays.asList(
                null,
                "secret-text",
                7,
                Arrays.asList("id", null),
                List.of(7),
                List.of(),
                List.of("email", "tags", "__deleted"),
                Map.of("id", 1),
                ADA,
                new byte[1]));
    record.headers().add(name, value, null);
    if (value instanceof Struct struct) {
      record.headers().add(name, struct, struct.schema());
    }
  }

  private record SchemaAndObject(Schema schema, Object value) {}

  private static List<SchemaAndObject> keys() {
    Schema key = SchemaBuilder.struct().name("p.d.t.Key").field("id", Schema.INT64_SCHEMA).build();
    Struct one = new Struct(key).put("id", 1L);
    Map<Object, Object> nullKey = new HashMap<>();
    nullKey.put(null, null);
    return List.of(
        new SchemaAndObject(null, null),
        new SchemaAndObject(key, one),
        new SchemaAndObject(key, one),
        new SchemaAndObject(key, null),
        new SchemaAndObject(key, ADA),
        new SchemaAndObject(key, "secret-text"),
        new SchemaAndObject(null, one),
        new SchemaAndObject(null, Map.of("id", BigInteger.ONE)),
        new SchemaAndObject(null, nullKey),
        new SchemaAndObject(null, new Object()),
        new SchemaAndObject(Schema.STRING_SCHEMA, "secret-text"),
        new SchemaAndObject(Schema.BYTES_SCHEMA, ByteBuffer.allocate(1)),
        new SchemaAndObject(
            SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA).build(), Map.of("id", 1)),
        new SchemaAndObject(
            SchemaBuilder.array(Schema.STRING_SCHEMA).name("p.d.t.Key").build(), List.of("a")));
  }

  private static List<SchemaAndObject> values() {
    List<SchemaAndObject> values = new ArrayList<>();
    for (Object value :
        Arrays.asList(
            null,
            "secret-text",
            7,
            true,
            new byte[1],
            new Object(),
            BigInteger.TEN,
            new Date(0),
            List.of(List.of()),
            nested(500),
            Map.of(),
            ADA,
            map("op", "c"),
            map("op", 7, "after", 1),
            map("op", "c", "after", "secret-text", "source", map()),
            map("op", "d", "before", List.of(1), "after", null, "source", map("table", 7)),
            map("op", "c", "after", map("id", BigInteger.TEN, "tags", Arrays.asList(1, null))),
            map("op", "u", "after", map(null, null, 7, map(7, 8)), "source", map(null, null)),
            map("op", "c", "after", map("x", new Object()), "source", map("table", "t", "db", "d")),
            map("op", "c", "after", map("x".repeat(5_000), 1), "source", map("table", "t")),
            map("op", "t", "source", map()),
            map("x", nested(500), "email", new BigDecimal("1e9")),
            map("id", 1, "aggregate_type", 2, "type", 3, "timestamp", 4, "additional_data", 5))) {
      values.add(new SchemaAndObject(null, value));
    }
    values.add(new SchemaAndObject(ROW, ADA));
    values.add(new SchemaAndObject(ROW, null));
    values.add(new SchemaAndObject(ROW, "secret-text"));
    values.add(new SchemaAndObject(ROW, map("email", "secret-text")));
    values.add(new SchemaAndObject(Schema.STRING_SCHEMA, 7));
    values.add(
        new SchemaAndObject(
            SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA)
                .name("a.Envelope")
                .build(),
            Map.of("op", "c")));
    for (SourceRecord other :
        List.of(Events.heartbeat(), Events.schemaChange(), Events.transaction())) {
      values.add(new SchemaAndObject(other.valueSchema(), other.value()));
    }
    return values;
  }

  /** A record of DMS whose fields may be missing or have a wrong type. */
  private static List<SchemaAndObject> ofDms(Random random) {
    Map<Object, Object> metadata = map();
    for (Map.Entry<Object, Object> each :
        map(
                "timestamp", "2026-03-01T08:31:00.195247Z",
                "record-type", any(random, List.of("data", "control")),
                "operation", any(random, List.of("load", "update", "delete", "add-column")),
                "partition-key-type", "primary-key",
                "partition-key-value", any(random, List.of("d.u.7", "7.8")),
                "transaction-id", 7L,
                "stream-position", any(random, List.of("a.1:7:", "secret-text", ":")))
            .entrySet()) {
      metadata.put(each.getKey(), odd(random, each.getValue()));
    }
    // An error names the table, which is no value.
    metadata.put("schema-name", any(random, Arrays.asList("d", "d", "d", "", 7L, null)));
    metadata.put("table-name", any(random, Arrays.asList("t", "t", "u", "", 7L, null)));
    metadata.values().removeIf(each -> each == null && random.nextBoolean());
    Map<Object, Object> columns =
        map("id", odd(random, 7L), "email", "secret-text", "BI_email", odd(random, "secret-text"));
    Object control =
        map(
            "table-def",
            odd(random, map("columns", odd(random, columns), "primary-key", List.of("id"))));
    Map<Object, Object> value =
        map(
            "metadata",
            odd(random, metadata),
            "data",
            odd(random, columns),
            "before-image",
            odd(random, columns),
            "control",
            odd(random, control));
    if (random.nextBoolean()) {
      return List.of(new SchemaAndObject(null, value));
    }
    Struct struct = DmsRecords.struct(value);
    return List.of(new SchemaAndObject(struct.schema(), struct));
  }

  /** Events whose fields may be missing or have a wrong type. */
  private static List<SchemaAndObject> events(Random random) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("before", odd(random, random.nextBoolean() ? null : ADA));
    fields.put("after", odd(random, random.nextBoolean() ? null : ADA));
    fields.put(
        "source",
        odd(
            random,
            any(
                random,
                List.of(
                    Events.customers().source(),
                    new Struct(SchemaBuilder.struct().field("table", Schema.INT32_SCHEMA).build())
                        .put("table", 7)))));
    fields.put("op", odd(random, any(random, List.of("c", "u", "d", "t", "", "💥"))));
    fields.put("ts_ms", odd(random, 7L));
    SchemaBuilder builder =
        SchemaBuilder.struct().name(any(random, List.of("p.d.t.Envelope", "a.Envelope", "x")));
    fields.keySet().removeIf(name -> random.nextInt(20) == 0);
    fields.forEach((name, value) -> builder.field(name, schemaOf(name, value)));
    Schema schema = builder.build();
    Struct event = new Struct(schema);
    fields.forEach(event::put);
    return List.of(new SchemaAndObject(random.nextInt(20) == 0 ? null : schema, event));
  }

  private static Object odd(Random random, Object value) {
    return random.nextInt(12) == 0 ? any(random, Arrays.asList(null, "secret-text", 7L)) : value;
  }

  private static Schema schemaOf(String name, Object value) {
    if (value instanceof Struct struct) {
      return struct.schema();
    } else if (value instanceof Long) {
      return Schema.OPTIONAL_INT64_SCHEMA;
    }
    return value == null && (name.equals("before") || name.equals("after"))
        ? ROW
        : Schema.OPTIONAL_STRING_SCHEMA;
  }

  private static Object nested(int levels) {
    Object value = "secret-text";
    for (int i = 0; i < levels; i++) {
      value = i % 2 == 0 ? List.of(value) : Map.of("x", value);
    }
    return value;
  }

  private static Map<Object, Object> map(Object... pairs) {
    Map<Object, Object> map = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }

  private static <T> T any(Random random, List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  @Test
  void anExpressionThatOverflowsTheStackIsADataException() {
    Transformation<SourceRecord> route = new Route<>();
    route.configure(Map.of("regex", "(a|b)*", "replacement", "x"));
    SourceRecord record =
        new SourceRecord(Map.of(), Map.of(), "ab".repeat(50_000), null, null, Map.of());

    assertThatCode(() -> route.apply(record))
        .isExactlyInstanceOf(DataException.class)
        .hasMessageContaining("(a|b)*");
  }

  @Test
  void anExpressionThatTakesTooManyStepsIsADataException() {
    Transformation<SourceRecord> route = new Route<>();
    route.configure(Map.of("regex", ".*a.*a.*a.*a.*a.*b", "replacement", "x"));
    SourceRecord record =
        new SourceRecord(Map.of(), Map.of(), "a".repeat(200), null, null, Map.of());

    assertThatCode(() -> route.apply(record))
        .isExactlyInstanceOf(DataException.class)
        .hasMessageContaining(".*a.*a.*a.*a.*a.*b");
  }
}
