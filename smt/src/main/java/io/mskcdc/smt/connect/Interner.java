package io.mskcdc.smt.connect;

import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;

/**
 * What tables of one shape have in common, each part once for all tables of a transform.
 *
 * <p>Thousands of tables in one connector are mostly shards or tenants, alike but for their names.
 * What their rows need then stays in the processor's cache, whichever table comes next.
 */
public final class Interner {

  private static final int LARGEST = 10_000;
  private final Map<Object, Object> parts = new BoundedMap<>(LARGEST);

  /** Of equal parts, the one that was made first. */
  @SuppressWarnings("unchecked")
  public <T> T shared(T part) {
    T known = (T) parts.putIfAbsent(part, part);
    return known == null ? part : known;
  }

  /** The same schema, its fields shared: a new Struct asks for their number. */
  public Schema withSharedFields(Schema struct) {
    List<Field> fields = shared(struct.fields());
    return fields == struct.fields()
        ? struct
        : new ConnectSchema(
            Schema.Type.STRUCT,
            struct.isOptional(),
            struct.defaultValue(),
            struct.name(),
            struct.version(),
            struct.doc(),
            struct.parameters(),
            fields,
            null,
            null);
  }
}
