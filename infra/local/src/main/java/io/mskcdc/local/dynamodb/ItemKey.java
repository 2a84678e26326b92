package io.mskcdc.local.dynamodb;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;

/**
 * A key of an item. Keys are ordered as a Scan returns them: by the hash of the partition key, then
 * by the sort key.
 *
 * @param hash the hash of the partition key, as unsigned
 * @param partition null for the position before all keys with this hash
 * @param sort null in a table without sort key, and for the position before all sort keys
 */
record ItemKey(long hash, AttributeValue partition, AttributeValue sort)
    implements Comparable<ItemKey> {
  private static final Comparator<AttributeValue> VALUES =
      Comparator.nullsFirst(AttributeValue::compare);
  private static final Comparator<ItemKey> ORDER =
      ((Comparator<ItemKey>) (left, right) -> Long.compareUnsigned(left.hash, right.hash))
          .thenComparing(ItemKey::partition, VALUES)
          .thenComparing(ItemKey::sort, VALUES);

  static ItemKey of(AttributeValue partition, AttributeValue sort) {
    return new ItemKey(hash(partition), partition, sort);
  }

  /** Returns the position before all keys whose hash is at least {@code hash}. */
  static ItemKey before(long hash) {
    return new ItemKey(hash, null, null);
  }

  private static long hash(AttributeValue partition) {
    byte[] bytes =
        partition instanceof AttributeValue.Decimal number
            ? number.text().getBytes(StandardCharsets.UTF_8)
            : partition.bytesToCompare();
    try {
      return ByteBuffer.wrap(MessageDigest.getInstance("MD5").digest(bytes)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int compareTo(ItemKey other) {
    return ORDER.compare(this, other);
  }
}
