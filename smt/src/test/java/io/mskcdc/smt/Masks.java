package io.mskcdc.smt;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.source.SourceRecord;

/** Configured masks, and records other than change events. */
public final class Masks {

  public static final String EMAIL = "ada@example.org";
  static final String TOPIC = "production.production_db.customers";

  private Masks() {}

  /** A mask with a key and these options: name, value, name, value, ... */
  public static Mask<SourceRecord> of(String... options) {
    Map<String, String> all = new HashMap<>(Map.of("key.secret", TestKey.BASE64, "key.id", "k1"));
    for (int i = 0; i < options.length; i += 2) {
      all.put(options[i], options[i + 1]);
    }
    Mask<SourceRecord> mask = new Mask<>();
    mask.configure(all);
    return mask;
  }

  public static Mask<SourceRecord> hmac(String columns) {
    return of("hmac.columns", columns);
  }

  /** The schema of a flat row of this table. */
  public static SchemaBuilder row(String table) {
    return SchemaBuilder.struct().name(table + ".Value");
  }

  public static SourceRecord flat(Schema schema, Object value) {
    return record(TOPIC, null, null, schema, value);
  }

  public static SourceRecord record(
      String topic, Schema keySchema, Object key, Schema schema, Object value) {
    return new SourceRecord(Map.of(), Map.of(), topic, null, keySchema, key, schema, value);
  }
}
