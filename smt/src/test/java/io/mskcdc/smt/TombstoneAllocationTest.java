package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** One record in ten may be a tombstone, so Mask must not parse its table's name each time. */
class TombstoneAllocationTest {

  private static final int RECORDS = 1_000;

  @Test
  void aTombstoneOfATableWithoutRulesAllocatesNothing() {
    Events customers = Events.customers();
    SourceRecord tombstone = customers.tombstone(Events.customer(customers));
    Mask<SourceRecord> mask = Masks.hmac("production_db.users.email");
    mask.apply(tombstone);

    long bytes =
        AllocatedBytes.of(
            () -> {
              for (int i = 0; i < RECORDS; i++) {
                mask.apply(tombstone);
              }
            });

    assertThat(bytes / RECORDS).isLessThan(16);
  }
}
