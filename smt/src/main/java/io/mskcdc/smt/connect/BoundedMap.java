package io.mskcdc.smt.connect;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was found out, of which the oldest is forgotten when there is more than there should be.
 * Where what it is keyed by comes from data, nothing else bounds it.
 */
public final class BoundedMap<K, V> extends LinkedHashMap<K, V> {

  /** More than the tables of any connector. */
  public static final int TABLES = 20_000;

  private static final long serialVersionUID = 1;
  private final int most;

  public BoundedMap(int most) {
    this.most = most;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > most;
  }
}
