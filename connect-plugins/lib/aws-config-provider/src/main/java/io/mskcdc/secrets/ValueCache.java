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
 * Values that were read not long ago. What could not be read is not remembered.
 *
 * @param <K> what names a value
 * @param <V> a value
 */
final class ValueCache<K, V> {
  private record Entry<V>(V value, long readAt) {
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
   * @param bypass whether the value must be read now, whatever its age
   */
  ValueCache(Duration life, LongSupplier nanoClock, BooleanSupplier bypass) {
    this.lifeNanos = life.toNanos();
    this.nanoClock = nanoClock;
    this.bypass = bypass;
  }

  /**
   * Returns the values of {@code keys}; those it does not have are read in one go. One reader at a
   * time, so that threads that want the same value make one call.
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
