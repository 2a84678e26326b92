package io.mskcdc.local.dynamodb;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A table with its items, in the order in which a Scan returns them. */
final class Table {
  private static final Duration OLDEST_EXPIRY = Duration.ofDays(5 * 365);

  private final String name;
  private final String arn;
  private final KeySchema schema;
  private final Instant created;
  private final NavigableMap<ItemKey, Item> items = new TreeMap<>();
  private Billing billing;
  private ChangeStream stream;
  private String expiryAttribute;
  private long size;

  Table(String name, String arn, KeySchema schema, Billing billing, Instant created) {
    this.name = name;
    this.arn = arn;
    this.schema = schema;
    this.billing = billing;
    this.created = created;
  }

  /**
   * How a table's throughput is paid for. It limits nothing here.
   *
   * @param onDemand whether the mode is PAY_PER_REQUEST, in which both units are 0
   */
  record Billing(boolean onDemand, long readUnits, long writeUnits) {}

  String name() {
    return name;
  }

  String arn() {
    return arn;
  }

  KeySchema schema() {
    return schema;
  }

  Instant created() {
    return created;
  }

  Billing billing() {
    return billing;
  }

  void setBilling(Billing changed) {
    billing = changed;
  }

  /** Returns the newest stream, which may be disabled. */
  Optional<ChangeStream> latestStream() {
    return Optional.ofNullable(stream);
  }

  /** Returns the stream that receives the changes of this table. */
  Optional<ChangeStream> enabledStream() {
    return latestStream().filter(ChangeStream::isEnabled);
  }

  void setStream(ChangeStream enabled) {
    stream = enabled;
  }

  /** Returns the attribute that holds the time at which an item expires. */
  Optional<String> expiryAttribute() {
    return Optional.ofNullable(expiryAttribute);
  }

  /**
   * @param attribute null to disable Time to Live
   */
  void setExpiryAttribute(String attribute) {
    expiryAttribute = attribute;
  }

  int itemCount() {
    return items.size();
  }

  /** Returns the size of all items, in bytes. */
  long size() {
    return size;
  }

  /** Returns an item, or null. */
  Item get(ItemKey key) {
    return items.get(key);
  }

  /** Returns the items from a position on, which may be the key of an item. */
  NavigableMap<ItemKey, Item> itemsFrom(ItemKey position, boolean inclusive) {
    return items.tailMap(position, inclusive);
  }

  /**
   * Writes an item and the record of the change. A write that changes nothing has no record.
   *
   * @param item null to delete it
   */
  void write(ItemKey key, Item item, Instant now) {
    write(key, item, now, false);
  }

  private void write(ItemKey key, Item item, Instant now, boolean expired) {
    Item before = item == null ? items.remove(key) : items.put(key, item);
    size += (item == null ? 0 : item.size()) - (before == null ? 0 : before.size());
    boolean changed = before == null ? item != null : !before.equals(item);
    if (changed) {
      enabledStream().ifPresent(it -> it.append(now, key, before, item, expired));
    }
  }

  /**
   * Deletes the items whose time has come, as Time to Live does.
   *
   * @return whether there were any
   */
  boolean expire(Instant now) {
    if (expiryAttribute == null) {
      return false;
    }
    List<ItemKey> expired =
        items.entrySet().stream()
            .filter(entry -> isExpired(entry.getValue(), now))
            .map(Map.Entry::getKey)
            .toList();
    expired.forEach(key -> write(key, null, now, true));
    return !expired.isEmpty();
  }

  // Items that expired years ago are kept: their attribute is probably no time in seconds.
  private boolean isExpired(Item item, Instant now) {
    if (item.attributes().get(expiryAttribute) instanceof AttributeValue.Decimal time) {
      double seconds = time.value().doubleValue();
      return seconds <= now.getEpochSecond() && seconds > now.minus(OLDEST_EXPIRY).getEpochSecond();
    }
    return false;
  }
}
