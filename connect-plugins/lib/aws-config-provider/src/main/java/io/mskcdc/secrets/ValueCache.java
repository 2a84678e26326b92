package io.mskcdc.secrets;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Caches values for a limited time. Failed reads are not cached.
 *
 * @param <K> the name of a value
 * @param <V> the type of a value
 */
final class ValueCache<K, V> {
  private record Entry<V>(V value, long readAt) {
    // The value may be a secret.
    @Override
    public String toString() {
      return "Entry";
    }
  }

  private final long lifeNanos;
  private final LongSupplier nanoClock;
  private final BooleanSupplier bypass;
  private final Map<K, Entry<V>> entries = new HashMap<>();

  ValueCache(Duration life) {
    this(life, System::nanoTime, ConnectStart::isUnderWay);
  }

  /**
   * @param bypass whether a value must be read again even if it is cached
   */
  ValueCache(Duration life, LongSupplier nanoClock, BooleanSupplier bypass) {
    this.lifeNanos = life.toNanos();
    this.nanoClock = nanoClock;
    this.bypass = bypass;
  }

  /**
   * Returns the values of {@code keys}. All keys that are not cached are read with one call of
   * {@code read}. Synchronized, so that threads that need the same value read it once.
   */
  synchronized Map<K, V> get(Set<K> keys, Function<Set<K>, Map<K, V>> read) {
    Set<K> missing = new LinkedHashSet<>(keys);
    if (!bypass.getAsBoolean()) {
      long now = nanoClock.getAsLong();
      missing.removeIf(
          key -> entries.containsKey(key) && now - entries.get(key).readAt() < lifeNanos);
    }
    if (!missing.isEmpty()) {
      Map<K, V> fresh = read.apply(missing);
      long now = nanoClock.getAsLong();
      fresh.forEach((key, value) -> entries.put(key, new Entry<>(value, now)));
    }
    Map<K, V> values = new HashMap<>();
    keys.forEach(key -> values.put(key, entries.get(key).value()));
    return values;
  }
}
