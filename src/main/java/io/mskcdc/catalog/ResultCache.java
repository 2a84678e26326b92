package io.mskcdc.catalog;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Caches the results of a function that depends on its argument alone and takes long. The
 * connectors of a bundle share most options, and environments share connectors.
 */
public final class ResultCache<K, V> {
  private static final int MOST = 10_000;

  private final Map<K, V> results = new ConcurrentHashMap<>();
  private final Function<K, V> function;

  public ResultCache(Function<K, V> function) {
    this.function = function;
  }

  /** Returns the function's result. An exception of the function is not cached. */
  public V of(K argument) {
    if (results.size() >= MOST) {
      results.clear();
    }
    return results.computeIfAbsent(argument, function);
  }
}
