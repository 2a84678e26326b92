package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/**
 * Thousands of shards that were merged into one topic share one envelope schema. Mask finds a
 * record's table among them by its name, at a cost that does not grow with their number.
 */
class MergedShardsLookupTest {

  private static final int SHARDS = 20_000;

  private static final Schema SOURCE =
      SchemaBuilder.struct()
          .field("db", Schema.STRING_SCHEMA)
          .field("table", Schema.STRING_SCHEMA)
          .build();
  private static final Schema ROW =
      Masks.row(Masks.TOPIC).optional().field("email", Schema.STRING_SCHEMA).build();
  private static final Schema ENVELOPE =
      SchemaBuilder.struct()
          .name(Masks.TOPIC + ".Envelope")
          .field("before", ROW)
          .field("after", ROW)
          .field("source", SOURCE)
          .field("op", Schema.STRING_SCHEMA)
          .build();

  @Test
  void aTableIsFoundAmongManyWithAtMostTwoComparisons() {
    Mask<SourceRecord> mask = Masks.hmac("production_db.users.email");
    records(SHARDS).forEach(mask::apply);
    List<SourceRecord> sameTables = records(SHARDS);
    List<CountedName> names = sameTables.stream().map(CountedName::in).toList();

    sameTables.forEach(mask::apply);

    assertThat(names)
        .extracting(name -> name.comparisons)
        .allMatch(comparisons -> comparisons >= 1 && comparisons <= 2);
  }

  @Test
  void aRecordAllocatesTheSameWithManyShardsAsWithOne() {
    long one = bytesToMask(records(1));
    long many = bytesToMask(records(SHARDS));

    // A table that is not found is compiled again, which allocates forty times as much.
    assertThat(many).isLessThan(3 * one);
  }

  /** Returns the memory it takes to mask these records for the second time. */
  private static long bytesToMask(List<SourceRecord> records) {
    Mask<SourceRecord> mask = Masks.hmac("production_db.*.email");
    records.forEach(mask::apply);
    return AllocatedBytes.of(() -> records.forEach(mask::apply));
  }

  /** Records whose tables take turns. */
  private static List<SourceRecord> records(int shards) {
    List<SourceRecord> records = new ArrayList<>();
    for (int i = 0; i < SHARDS; i++) {
      Struct source = new Struct(SOURCE).put("db", "production_db");
      source.put("table", "customers" + i % shards);
      Struct event = new Struct(ENVELOPE).put("op", "c").put("source", source);
      event.put("after", new Struct(ROW).put("email", Masks.EMAIL));
      records.add(Masks.flat(ENVELOPE, event));
    }
    return records;
  }

  /** The table's name in a record, which counts how often it is compared. */
  private static final class CountedName {
    private final String name;
    private int comparisons;

    private CountedName(String name) {
      this.name = name;
    }

    static CountedName in(SourceRecord record) {
      Struct source = ((Struct) record.value()).getStruct("source");
      CountedName counted = new CountedName(source.getString("table"));
      StructValues.set(source, "table", counted);
      return counted;
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }

    @Override
    public boolean equals(Object other) {
      comparisons++;
      return name.equals(other);
    }
  }
}
