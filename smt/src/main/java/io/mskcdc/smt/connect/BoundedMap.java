package io.mskcdc.smt.connect;

import java.util.LinkedHashMap;
import java.util.Map;

/** A cache that evicts its oldest entry; needed where keys come from record data. */
public final class BoundedMap<K, V> extends LinkedHashMap<K, V> {

  /** A limit above the number of tables of any connector. */
  public static final int TABLES = 20_000;

  private static final long serialVersionUID = 1;
  private final int maxSize;

  public BoundedMap(int maxSize) {
    this.maxSize = maxSize;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > maxSize;
  }
}
