package io.mskcdc.smt.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;

class SchemaCacheTest {

  // The cache keeps two generations of this size.
  private static final int GENERATION = 16_384;

  @Test
  void anUnknownSchemaHasNoValue() {
    SchemaCache<Integer> cache = new SchemaCache<>();
    cache.put(schema(1), 1);

    assertThat(cache.get(schema(2))).isNull();
  }

  @Test
  void thousandsOfSchemasAreFoundByIdentityAndByEquality() {
    SchemaCache<Integer> cache = new SchemaCache<>();
    List<Schema> schemas = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      schemas.add(schema(i));
      cache.put(schemas.get(i), i);
    }

    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < schemas.size(); i++) {
        assertThat(cache.get(schemas.get(i))).isEqualTo(i);
        assertThat(cache.get(schema(i))).isEqualTo(i);
      }
    }
  }

  @Test
  void equalSchemasThatAreNewObjectsEachTimeAreFound() {
    SchemaCache<Integer> cache = new SchemaCache<>();
    cache.put(schema(1), 1);
    cache.put(schema(2), 2);

    for (int i = 0; i < 1_000; i++) {
      assertThat(cache.get(schema(1))).isEqualTo(1);
      assertThat(cache.get(schema(2))).isEqualTo(2);
    }
  }

  @Test
  void unusedSchemasAreEvictedFirst() {
    SchemaCache<Integer> cache = new SchemaCache<>();
    for (int i = 0; i < 3 * GENERATION; i++) {
      cache.put(schema(i), i);
      if (i % 1_000 == 0) {
        assertThat(cache.get(schema(0))).as("a schema in constant use").isZero();
      }
    }

    for (int i = 2 * GENERATION; i < 3 * GENERATION; i += 7) {
      assertThat(cache.get(schema(i))).isEqualTo(i);
    }
    assertThat(cache.get(schema(1))).as("a schema that was not used again").isNull();
    assertThat(cache.get(schema(0))).isZero();
  }

  @Test
  void putReplacesAValue() {
    SchemaCache<Integer> cache = new SchemaCache<>();
    cache.put(schema(1), 1);
    cache.put(schema(1), 2);

    assertThat(cache.get(schema(1))).isEqualTo(2);
  }

  private static Schema schema(int number) {
    return SchemaBuilder.struct().name("s" + number).build();
  }
}
