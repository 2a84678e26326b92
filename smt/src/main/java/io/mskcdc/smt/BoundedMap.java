package io.mskcdc.smt;

import java.util.HashMap;

/**
 * What was found out, which can be found out again: rather than to hold more than it should, it
 * forgets all. Where what it is keyed by comes from data, nothing else bounds it.
 *
 * <p>Entries are made by {@link #put} alone.
 */
final class BoundedMap<K, V> extends HashMap<K, V> {

  /** More than the tables of any connector. */
  static final int TABLES = 20_000;

  private static final long serialVersionUID = 1;
  private final int most;

  BoundedMap(int most) {
    this.most = most;
  }

  @Override
  public V put(K key, V value) {
    if (size() >= most && !containsKey(key)) {
      clear();
    }
    return super.put(key, value);
  }
}
