package io.mskcdc.smt;

import static io.mskcdc.smt.DmsRecords.maps;
import static io.mskcdc.smt.DmsRecords.part;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.kafka.connect.sink.SinkRecord;

/** Random records of DMS, of all operations, with schemas, without, and as bytes. */
class DmsToEnvelopePropertiesTest {

  private static final List<String> OPERATIONS = List.of("load", "insert", "update", "delete");
  private static final List<String> METHODS = List.of("drop", "null", "redact", "hmac");

  /** A record of a table whose columns are partly masked, and the options for it. */
  private static final class Given {
    final Random random;
    final String operation;
    final Map<String, Object> columns = new LinkedHashMap<>();
    final Map<String, Object> former = new LinkedHashMap<>();
    final Set<String> clear = new TreeSet<>(Set.of("production.customers.*_clear"));
    final Set<String> secrets = new TreeSet<>();
    final Map<String, Object> value = new LinkedHashMap<>();

    Given(long seed) {
      random = new Random(seed);
      operation = OPERATIONS.get(random.nextInt(OPERATIONS.size()));
      addColumn("id", true);
      for (int i = random.nextInt(12); i > 0; i--) {
        addColumn("c" + i, random.nextBoolean());
      }
      Map<String, Object> data = new LinkedHashMap<>(columns);
      Map<String, Object> metadata = part(DmsRecords.value("insert"), "metadata");
      metadata.put("operation", operation);
      if (operation.equals("update") && random.nextBoolean()) {
        former.forEach((name, each) -> data.put("BI_" + name, each));
      } else if (operation.equals("update")) {
        value.put("before-image", new LinkedHashMap<>(former));
      }
      for (String optional : List.of("stream-position", "transaction-id", "commit-timestamp")) {
        if (random.nextBoolean()) {
          metadata.remove(optional);
        }
      }
      value.put("data", data);
      value.put("metadata", metadata);
      // A value of the key, which must not leave in clear either.
      metadata.put("partition-key-type", "primary-key");
      metadata.put("partition-key-value", "production.customers." + columns.get("id"));
    }

    private void addColumn(String name, boolean masked) {
      boolean number = !masked && random.nextBoolean();
      for (Map<String, Object> image : List.of(columns, former)) {
        if (name.equals("id") || random.nextInt(4) > 0) {
          Object each = number ? (Object) random.nextLong() : "secret-" + random.nextLong();
          image.put(name, each);
          if (masked) {
            secrets.add((String) each);
          }
        } else if (!number && random.nextBoolean()) {
          image.put(name, null);
        }
      }
      if (!masked) {
        clear.add("production.customers." + name);
      }
    }

    SinkRecord record() {
      return switch (random.nextInt(3)) {
        case 0 -> DmsRecords.sink(value);
        case 1 -> DmsRecords.withSchema(value);
        default -> DmsRecords.bytes(value);
      };
    }
  }

  private static SinkRecord event(Given given) {
    try (DmsToEnvelope<SinkRecord> transform = new DmsToEnvelope<>()) {
      transform.configure(Map.of("key.columns", "production.customers:id"));
      return transform.apply(given.record());
    }
  }

  @Property(shrinking = ShrinkingMode.OFF, tries = 300)
  void noColumnIsLostOrChanged(@ForAll long seed) {
    Given given = new Given(seed);
    boolean delete = given.operation.equals("delete");

    SinkRecord event = event(given);

    Map<String, Object> row = part(maps(event.value()), delete ? "before" : "after");
    assertThat(row).containsAllEntriesOf(given.columns);
    assertThat(maps(event.key())).isEqualTo(Map.of("id", given.columns.get("id")));
    Map<String, Object> other = part(maps(event.value()), delete ? "after" : "before");
    if (given.operation.equals("update")) {
      assertThat(other).containsAllEntriesOf(given.former);
    } else {
      assertThat(other).isNull();
    }
  }

  @Property(shrinking = ShrinkingMode.OFF, tries = 300)
  void noMaskedValueIsInARow(@ForAll long seed) {
    Given given = new Given(seed);
    SinkRecord event = event(given);
    Map<String, String> options = new LinkedHashMap<>();
    options.put("unlisted", METHODS.get(given.random.nextInt(METHODS.size())));
    options.put("clear.columns", String.join(",", given.clear));
    options.put("key.secret", TestKey.BASE64);
    options.put("key.id", "k1");
    Map<String, String> onePass = new LinkedHashMap<>();
    options.forEach((name, value) -> onePass.put("mask." + name, value));
    onePass.put("unwrap.delete.tombstone.handling.mode", "rewrite");
    try (Mask<SinkRecord> mask = new Mask<>();
        UnwrapMaskRoute<SinkRecord> row = new UnwrapMaskRoute<>()) {
      mask.configure(options);
      row.configure(onePass);
      for (SinkRecord out : List.of(mask.apply(event), row.apply(event))) {
        String text = RecordText.of(out);
        assertThat(given.secrets).noneMatch(text::contains);
      }
    }
  }
}
