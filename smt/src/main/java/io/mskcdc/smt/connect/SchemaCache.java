package io.mskcdc.smt.connect;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;

/**
 * A cache by schema. A lookup compares identity first, which takes a few nanoseconds, and then
 * equality, because converters may make a new, equal Schema object for each record.
 *
 * <p>Its size is limited in two ways. It keeps two generations of {@value #GENERATION} different
 * schemas each, so that all tables of a connector stay and old versions of their schemas are
 * evicted. For each schema it keeps four objects on average.
 *
 * <p>It is not thread-safe, because Connect calls a transform from a single thread.
 */
public final class SchemaCache<V> {

  private static final int GENERATION = 16_384;
  private static final int OBJECTS_PER_SCHEMA = 4;
  private static final int SMALLEST_TABLE = 64;

  private Map<Schema, V> young = new HashMap<>();
  private Map<Schema, V> old = new HashMap<>();

  // A hash table with open addressing, at most half full. Its length is a power of two. A schema is
  // followed by its value, so that both are in one line of the processor's cache.
  private Object[] table = new Object[2 * SMALLEST_TABLE];
  private int objects;

  /** Returns the value for this schema or for an equal one, or null. */
  @SuppressWarnings("unchecked")
  public V get(Schema schema) {
    Object[] slots = table;
    int mask = slots.length - 2;
    int slot = System.identityHashCode(schema) << 1 & mask;
    Object found;
    while ((found = slots[slot]) != null) {
      if (found == schema) {
        return (V) slots[slot + 1];
      }
      slot = slot + 2 & mask;
    }
    return getEqual(schema);
  }

  public void put(Schema schema, V value) {
    if (young.size() >= GENERATION) {
      old = young;
      young = new HashMap<>();
      evictObjects();
    }
    young.put(schema, value);
    addObject(schema, value);
  }

  private V getEqual(Schema schema) {
    V value = young.get(schema);
    if (value == null) {
      value = old.remove(schema);
      if (value == null) {
        return null;
      }
      put(schema, value);
      return value;
    }
    addObject(schema, value);
    return value;
  }

  private void addObject(Schema schema, V value) {
    if (objects >= OBJECTS_PER_SCHEMA * (young.size() + old.size()) + SMALLEST_TABLE) {
      evictObjects();
    }
    if (4 * (objects + 1) > table.length) {
      grow();
    }
    insert(schema, value);
    objects++;
  }

  private void insert(Object schema, Object value) {
    int mask = table.length - 2;
    int slot = System.identityHashCode(schema) << 1 & mask;
    while (table[slot] != null) {
      slot = slot + 2 & mask;
    }
    table[slot] = schema;
    table[slot + 1] = value;
  }

  private void grow() {
    Object[] former = table;
    table = new Object[former.length * 2];
    for (int i = 0; i < former.length; i += 2) {
      if (former[i] != null) {
        insert(former[i], former[i + 1]);
      }
    }
  }

  private void evictObjects() {
    table = new Object[2 * SMALLEST_TABLE];
    objects = 0;
  }
}
