package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** Each tenth record may be a tombstone: its table is looked up, and its name not taken apart. */
class TombstonesCostNothingTest {

  private static final int RECORDS = 1_000;

  @Test
  void aTombstoneOfATableWithoutRulesMakesNoObjects() {
    Events customers = Events.customers();
    SourceRecord tombstone = customers.tombstone(Events.customer(customers));
    Mask<SourceRecord> mask = Masks.hmac("production_db.users.email");
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    mask.apply(tombstone);

    long before = thread.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < RECORDS; i++) {
      mask.apply(tombstone);
    }
    long bytes = thread.getCurrentThreadAllocatedBytes() - before;

    assertThat(bytes / RECORDS).isLessThan(16);
  }
}
