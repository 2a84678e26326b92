package io.mskcdc.smt;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;

/** Records as AWS DMS writes them to Kafka, read from resources by Connect's JsonConverter. */
final class DmsRecords {

  static final String TOPIC = "dms";

  private DmsRecords() {}

  /** Reads the value of a record without schema. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> value(String name) {
    try (InputStream in = DmsRecords.class.getResourceAsStream("/dms/" + name + ".json");
        JsonConverter converter = new JsonConverter()) {
      converter.configure(Map.of("schemas.enable", "false"), false);
      return (Map<String, Object>) converter.toConnectData(TOPIC, in.readAllBytes()).value();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a value and replaces a part of its metadata; null removes it. */
  static Map<String, Object> value(String name, String metadata, Object replaced) {
    Map<String, Object> value = value(name);
    put(part(value, "metadata"), metadata, replaced);
    return value;
  }

  static void put(Map<String, Object> map, String name, Object value) {
    if (value == null) {
      map.remove(name);
    } else {
      map.put(name, value);
    }
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> part(Object value, String name) {
    return (Map<String, Object>) ((Map<String, Object>) value).get(name);
  }

  /** The record as a sink reads it, with the key of DMS. */
  static SinkRecord sink(Object value) {
    return sink(null, value);
  }

  /** The same record as a struct, with a schema that has the types of its values. */
  static SinkRecord withSchema(Map<String, Object> value) {
    Struct struct = struct(value);
    return sink(struct.schema(), struct);
  }

  /** The same record as bytes, which MirrorMaker reads. */
  static SinkRecord bytes(Map<String, Object> value) {
    try (JsonConverter converter = new JsonConverter()) {
      converter.configure(Map.of("schemas.enable", "false"), false);
      return sink(Schema.BYTES_SCHEMA, converter.fromConnectData(TOPIC, null, value));
    }
  }

  private static SinkRecord sink(Schema schema, Object value) {
    return new SinkRecord(
        TOPIC,
        2,
        Schema.STRING_SCHEMA,
        "production.customers",
        schema,
        value,
        41,
        1_700_000_000_000L,
        TimestampType.CREATE_TIME);
  }

  static Struct struct(Map<?, ?> map) {
    SchemaBuilder builder = SchemaBuilder.struct().optional();
    Map<String, Object> values = new LinkedHashMap<>();
    map.forEach(
        (name, value) ->
            values.put((String) name, value instanceof Map<?, ?> part ? struct(part) : value));
    values.forEach((name, value) -> builder.field(name, schemaOf(value)));
    Struct struct = new Struct(builder.build());
    values.forEach(struct::put);
    return struct;
  }

  private static Schema schemaOf(Object value) {
    if (value instanceof Struct struct) {
      return struct.schema();
    } else if (value instanceof List<?>) {
      return SchemaBuilder.array(Schema.STRING_SCHEMA).build();
    } else if (value instanceof Long) {
      return Schema.INT64_SCHEMA;
    } else if (value instanceof Double) {
      return Schema.FLOAT64_SCHEMA;
    }
    return value instanceof Boolean ? Schema.BOOLEAN_SCHEMA : Schema.OPTIONAL_STRING_SCHEMA;
  }

  /** A value as maps, whether it is made of structs or of maps already. */
  static Object maps(Object value) {
    Map<String, Object> maps = new LinkedHashMap<>();
    if (value instanceof Struct struct) {
      for (Field field : struct.schema().fields()) {
        maps.put(field.name(), maps(struct.get(field)));
      }
      return maps;
    } else if (value instanceof Map<?, ?> map) {
      map.forEach((name, each) -> maps.put((String) name, maps(each)));
      return maps;
    }
    return value;
  }
}
