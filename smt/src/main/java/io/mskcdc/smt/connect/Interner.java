package io.mskcdc.smt.connect;

import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;

/**
 * Replaces equal objects by one, so that tables with the same columns share what is compiled for
 * their rows.
 *
 * <p>A connector with thousands of tables mostly has shards or tenants, which differ in their names
 * only. Shared objects stay in the processor's cache, whichever table comes next.
 */
public final class Interner {

  private static final int MAX_SIZE = 10_000;
  private final Map<Object, Object> objects = new BoundedMap<>(MAX_SIZE);

  /** Returns the object that was passed in first among all that equal this one. */
  @SuppressWarnings("unchecked")
  public <T> T intern(T object) {
    T first = (T) objects.putIfAbsent(object, object);
    return first == null ? object : first;
  }

  /** Returns an equal schema whose list of fields is shared; each new Struct reads its size. */
  public Schema withSharedFields(Schema struct) {
    List<Field> fields = intern(struct.fields());
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
