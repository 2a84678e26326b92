package io.mskcdc.smt.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BoundedMapTest {

  @Test
  void aFullMapKeepsTheEntryThatWasPutLast() {
    Map<Integer, String> map = new BoundedMap<>(100);

    for (int i = 0; i < 1_000; i++) {
      map.put(i, "v" + i);

      assertThat(map).hasSizeLessThanOrEqualTo(100).containsEntry(i, "v" + i);
    }
  }

  @Test
  void aFullMapRemovesNothingWhenAnEntryIsReplaced() {
    Map<Integer, String> map = new BoundedMap<>(2);
    map.put(1, "a");
    map.put(2, "b");

    map.put(2, "c");

    assertThat(map).containsOnly(Map.entry(1, "a"), Map.entry(2, "c"));
  }
}
