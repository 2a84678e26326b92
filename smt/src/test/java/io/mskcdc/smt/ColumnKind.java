package io.mskcdc.smt;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/** A type of column: a builder of its schema, and random values that rarely repeat. */
record ColumnKind(Supplier<SchemaBuilder> schema, Function<Random, Object> value) {

  static final Schema POINT =
      SchemaBuilder.struct()
          .name("io.debezium.data.geometry.Point")
          .version(1)
          .field("x", Schema.FLOAT64_SCHEMA)
          .field("y", Schema.FLOAT64_SCHEMA)
          .field("wkb", Schema.OPTIONAL_BYTES_SCHEMA)
          .field("srid", Schema.OPTIONAL_INT32_SCHEMA)
          .build();

  static final Map<String, ColumnKind> ALL =
      Map.ofEntries(
          Map.entry("text", new ColumnKind(SchemaBuilder::string, ColumnKind::text)),
          Map.entry("int8", new ColumnKind(SchemaBuilder::int8, r -> (byte) r.nextInt())),
          Map.entry("int16", new ColumnKind(SchemaBuilder::int16, r -> (short) r.nextInt())),
          Map.entry("int32", new ColumnKind(SchemaBuilder::int32, r -> r.nextInt())),
          Map.entry("int64", new ColumnKind(SchemaBuilder::int64, r -> r.nextLong())),
          Map.entry("float32", new ColumnKind(SchemaBuilder::float32, r -> r.nextFloat() * 1e6f)),
          Map.entry("float64", new ColumnKind(SchemaBuilder::float64, r -> r.nextGaussian() * 1e6)),
          Map.entry("boolean", new ColumnKind(SchemaBuilder::bool, r -> r.nextBoolean())),
          Map.entry("bytes", new ColumnKind(SchemaBuilder::bytes, r -> bytes(r, 12))),
          Map.entry(
              "decimal",
              new ColumnKind(
                  () -> Decimal.builder(2), r -> new BigDecimal(new BigInteger(60, r), 2))),
          Map.entry(
              "connectDate",
              new ColumnKind(
                  org.apache.kafka.connect.data.Date::builder,
                  r -> new Date(TimeUnit.DAYS.toMillis(days(r))))),
          Map.entry(
              "connectTime", new ColumnKind(Time::builder, r -> new Date(r.nextInt(86_400_000)))),
          Map.entry(
              "connectTimestamp",
              new ColumnKind(
                  Timestamp::builder, r -> new Date(days(r) * 86_400_000L + r.nextInt(1000)))),
          Map.entry("days", named("int32", "io.debezium.time.Date", ColumnKind::days)),
          Map.entry("millis", named("int64", "io.debezium.time.Timestamp", r -> instant(r) / 1000)),
          Map.entry("micros", named("int64", "io.debezium.time.MicroTimestamp", r -> instant(r))),
          Map.entry(
              "nanos", named("int64", "io.debezium.time.NanoTimestamp", r -> instant(r) * 1000)),
          Map.entry(
              "time",
              named("int64", "io.debezium.time.MicroTime", r -> r.nextLong(86_400_000_000L))),
          Map.entry("year", named("int32", "io.debezium.time.Year", r -> 1901 + r.nextInt(250))),
          Map.entry(
              "zoned",
              named(
                  "string",
                  "io.debezium.time.ZonedTimestamp",
                  r -> date(r) + "T%02d:11:12.345678Z".formatted(r.nextInt(24)))),
          Map.entry("isoDate", named("string", "io.debezium.time.IsoDate", r -> date(r) + "Z")),
          Map.entry(
              "isoTimestamp",
              named(
                  "string",
                  "io.debezium.time.IsoTimestamp",
                  r -> date(r) + "T%02d:11:12Z".formatted(r.nextInt(24)))),
          Map.entry(
              "isoTime",
              named(
                  "string",
                  "io.debezium.time.IsoTime",
                  r -> "%02d:%02d:%02dZ".formatted(r.nextInt(24), r.nextInt(60), r.nextInt(60)))),
          Map.entry(
              "timeMillis", named("int32", "io.debezium.time.Time", r -> r.nextInt(86_400_000))),
          Map.entry(
              "nanoTime",
              named("int64", "io.debezium.time.NanoTime", r -> r.nextLong(86_400_000_000_000L))),
          Map.entry("duration", named("int64", "io.debezium.time.MicroDuration", r -> instant(r))),
          Map.entry(
              "nanoDuration", named("int64", "io.debezium.time.NanoDuration", r -> instant(r))),
          Map.entry(
              "interval",
              named("string", "io.debezium.time.Interval", r -> "P%dDT1H".formatted(r.nextInt()))),
          Map.entry(
              "zonedTime",
              named(
                  "string",
                  "io.debezium.time.ZonedTime",
                  r -> "%02d:%02d:12.345+02:00".formatted(r.nextInt(24), r.nextInt(60)))),
          Map.entry("xml", named("string", "io.debezium.data.Xml", r -> "<a>" + text(r) + "</a>")),
          Map.entry("tsvector", named("string", "io.debezium.data.Tsvector", r -> text(r) + ":1")),
          Map.entry(
              "bits",
              new ColumnKind(
                  () ->
                      SchemaBuilder.bytes().name("io.debezium.data.Bits").parameter("length", "96"),
                  r -> bytes(r, 12))),
          Map.entry(
              "vector",
              new ColumnKind(
                  () ->
                      SchemaBuilder.array(Schema.FLOAT64_SCHEMA)
                          .name("io.debezium.data.DoubleVector"),
                  r -> List.of(r.nextDouble(), r.nextDouble()))),
          Map.entry(
              "set",
              new ColumnKind(
                  () ->
                      SchemaBuilder.string()
                          .name("io.debezium.data.EnumSet")
                          .parameter("allowed", "reading,writing"),
                  r -> List.of("reading", "writing", "reading,writing").get(r.nextInt(3)))),
          Map.entry(
              "enum",
              new ColumnKind(
                  () ->
                      SchemaBuilder.string()
                          .name("io.debezium.data.Enum")
                          .version(1)
                          .parameter("allowed", "small,medium-sized,large"),
                  r -> List.of("small", "medium-sized", "large").get(r.nextInt(3)))),
          Map.entry(
              "json", named("string", "io.debezium.data.Json", r -> "{\"a\":\"" + text(r) + "\"}")),
          Map.entry(
              "uuid",
              named(
                  "string",
                  "io.debezium.data.Uuid",
                  r -> new UUID(r.nextLong(), r.nextLong()).toString())),
          Map.entry(
              "variable",
              new ColumnKind(
                  () ->
                      SchemaBuilder.struct()
                          .name("io.debezium.data.VariableScaleDecimal")
                          .version(1)
                          .field("scale", Schema.INT32_SCHEMA)
                          .field("value", Schema.BYTES_SCHEMA),
                  r -> new BigDecimal(new BigInteger(60, r), r.nextInt(5)))),
          Map.entry(
              "point",
              new ColumnKind(
                  () -> SchemaBuilder.struct().name(POINT.name()).version(1),
                  r -> new double[] {r.nextDouble(), r.nextDouble()})),
          Map.entry(
              "array",
              new ColumnKind(
                  () -> SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA),
                  r -> List.of(text(r), text(r)))),
          Map.entry(
              "map",
              new ColumnKind(
                  () -> SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA),
                  r -> Map.of(text(r), r.nextInt()))));

  static Object structured(Object value, Schema schema) {
    if (value instanceof BigDecimal decimal && schema.type() == Schema.Type.STRUCT) {
      return new Struct(schema)
          .put("scale", decimal.scale())
          .put("value", decimal.unscaledValue().toByteArray());
    }
    if (value instanceof double[] xy) {
      return new Struct(schema).put("x", xy[0]).put("y", xy[1]).put("wkb", new byte[] {1});
    }
    return value;
  }

  private static ColumnKind named(String type, String name, Function<Random, Object> value) {
    return new ColumnKind(
        () ->
            new SchemaBuilder(Schema.Type.valueOf(type.toUpperCase(java.util.Locale.ROOT)))
                .name(name)
                .version(1),
        value);
  }

  static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 16; i++) {
      text.append((char) ((random.nextBoolean() ? 'a' : 'A') + random.nextInt(26)));
    }
    return text.append(random.nextInt(5) == 0 ? "-é " : "").toString();
  }

  private static byte[] bytes(Random random, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  private static int days(Random random) {
    return random.nextInt(40_000) - 10_000;
  }

  private static long instant(Random random) {
    return days(random) * 86_400_000_000L + random.nextLong(86_400_000_000L);
  }

  private static String date(Random random) {
    return java.time.LocalDate.ofEpochDay(days(random)).toString();
  }
}
