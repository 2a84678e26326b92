package io.mskcdc.smt.connect;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;

/**
 * What has been compiled for a schema: found by identity, which costs a few nanoseconds, and by
 * equality where a converter makes a new, equal Schema object.
 *
 * <p>Bounded in two ways. Of equal schemas, the two youngest generations of {@value #GENERATION}
 * are kept, so that a connector's tables all stay however many they are, and old versions of their
 * schemas go. Of the objects, at most four are kept for each of them.
 *
 * <p>Not safe for use by several threads: Connect calls a transform from one.
 */
public final class SchemaCache<V> {

  private static final int GENERATION = 16_384;
  private static final int OBJECTS_PER_SCHEMA = 4;
  private static final int SMALLEST_TABLE = 64;

  private Map<Schema, V> young = new HashMap<>();
  private Map<Schema, V> old = new HashMap<>();

  // Open addressing, a power of two in length, at most half full: each schema, then its value, so
  // that one line of the processor's cache holds both.
  private Object[] table = new Object[2 * SMALLEST_TABLE];
  private int objects;

  /** Returns what was put for this schema or for an equal one, or null. */
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
      forgetObjects();
    }
    young.put(schema, value);
    remember(schema, value);
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
    remember(schema, value);
    return value;
  }

  private void remember(Schema schema, V value) {
    if (objects >= OBJECTS_PER_SCHEMA * (young.size() + old.size()) + SMALLEST_TABLE) {
      forgetObjects();
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

  private void forgetObjects() {
    table = new Object[2 * SMALLEST_TABLE];
    objects = 0;
  }
}
