package io.mskcdc.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ValueCacheTest {
  private final AtomicLong clock = new AtomicLong();
  private final AtomicBoolean starting = new AtomicBoolean();
  private final List<Set<String>> reads = new ArrayList<>();
  private final ValueCache<String, String> cache =
      new ValueCache<>(Duration.ofSeconds(60), clock::get, starting::get);

  @Test
  void aValueIsReadAgainAfterItExpired() {
    get("a");
    clock.addAndGet(Duration.ofSeconds(59).toNanos());
    get("a");
    assertThat(reads).hasSize(1);

    clock.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(get("a")).containsEntry("a", "a2");
  }

  @Test
  void aStartingTaskReadsAgainAndTheValueIsCachedForOthers() {
    get("a");
    starting.set(true);
    assertThat(get("a")).containsEntry("a", "a2");
    starting.set(false);
    assertThat(get("a")).containsEntry("a", "a2");
  }

  @Test
  void onlyKeysThatAreNotCachedAreRead() {
    get("a");
    get("a", "b");
    assertThat(reads).containsExactly(Set.of("a"), Set.of("b"));
  }

  @Test
  void aFailedReadIsNotCached() {
    assertThatThrownBy(
            () ->
                cache.get(
                    Set.of("a"),
                    missing -> {
                      throw new IllegalStateException("unreachable");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(get("a")).containsEntry("a", "a1");
  }

  private Map<String, String> get(String... keys) {
    return cache.get(
        Set.of(keys),
        missing -> {
          reads.add(Set.copyOf(missing));
          Map<String, String> values = new HashMap<>();
          missing.forEach(key -> values.put(key, key + reads.size()));
          return values;
        });
  }
}
