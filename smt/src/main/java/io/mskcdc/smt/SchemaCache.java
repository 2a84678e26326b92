package io.mskcdc.smt;

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
final class SchemaCache<V> {

  private static final int GENERATION = 16_384;
  private static final int OBJECTS_PER_SCHEMA = 4;
  private static final int SMALLEST_TABLE = 64;

  private Map<Schema, V> young = new HashMap<>();
  private Map<Schema, V> old = new HashMap<>();

  // Open addressing, a power of two in length, at most half full.
  private Schema[] schemas = new Schema[SMALLEST_TABLE];
  private Object[] values = new Object[SMALLEST_TABLE];
  private int objects;

  /** Returns what was put for this schema or for an equal one, or null. */
  @SuppressWarnings("unchecked")
  V get(Schema schema) {
    int mask = schemas.length - 1;
    int slot = System.identityHashCode(schema) & mask;
    Schema found;
    while ((found = schemas[slot]) != null) {
      if (found == schema) {
        return (V) values[slot];
      }
      slot = (slot + 1) & mask;
    }
    return getEqual(schema);
  }

  void put(Schema schema, V value) {
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
    if (2 * (objects + 1) > schemas.length) {
      grow();
    }
    insert(schema, value);
    objects++;
  }

  private void insert(Schema schema, Object value) {
    int mask = schemas.length - 1;
    int slot = System.identityHashCode(schema) & mask;
    while (schemas[slot] != null) {
      slot = (slot + 1) & mask;
    }
    schemas[slot] = schema;
    values[slot] = value;
  }

  private void grow() {
    Schema[] formerSchemas = schemas;
    Object[] formerValues = values;
    schemas = new Schema[formerSchemas.length * 2];
    values = new Object[formerValues.length * 2];
    for (int i = 0; i < formerSchemas.length; i++) {
      if (formerSchemas[i] != null) {
        insert(formerSchemas[i], formerValues[i]);
      }
    }
  }

  private void forgetObjects() {
    schemas = new Schema[SMALLEST_TABLE];
    values = new Object[SMALLEST_TABLE];
    objects = 0;
  }
}
