package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** Thousands of tables whose envelopes have one schema: shards that were merged into one topic. */
class ManyTablesTest {

  private static final int SHARDS = 20_000;
  private static final int ROUNDS = 3;

  private final Events customers = Events.customers();
  private final Struct ada = Events.customer(customers);

  @Test
  void aRecordCostsAboutTheSameHoweverManyShardsThereAre() {
    long one = cost(1);
    long many = cost(SHARDS);

    // A search through all of them costs more than twelve times as much.
    assertThat(many).isLessThan(6 * one);
  }

  /** The processor's time for records that take turns in coming from so many shards. */
  private long cost(int shards) {
    Mask<SourceRecord> mask = Masks.hmac("production_db.*.email");
    List<SourceRecord> records = new ArrayList<>();
    for (int i = 0; i < SHARDS; i++) {
      Struct envelope = customers.envelope("c", null, ada);
      envelope.put("source", customers.source().put("table", "customers" + i % shards));
      records.add(customers.record(null, customers.envelope, envelope));
    }
    long start = 0;
    for (int i = 0; i < 2 * ROUNDS; i++) {
      if (i == ROUNDS) {
        start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      }
      records.forEach(mask::apply);
    }
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
  }
}
