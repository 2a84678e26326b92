package io.mskcdc.local.dynamodb;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A range of hashes, which are unsigned numbers of 64 bits.
 *
 * @param last inclusive
 */
record HashRange(long first, long last) {
  private static final BigInteger COUNT = BigInteger.ONE.shiftLeft(Long.SIZE);

  /** Returns one of several equal parts of all hashes. */
  static HashRange part(int index, int count) {
    return new HashRange(start(index, count), start(index + 1, count) - 1);
  }

  private static long start(int index, int count) {
    return COUNT.multiply(BigInteger.valueOf(index)).divide(BigInteger.valueOf(count)).longValue();
  }

  /** Returns equal parts that together are all hashes. */
  static List<HashRange> parts(int count) {
    return IntStream.range(0, count).mapToObj(index -> part(index, count)).toList();
  }

  boolean contains(long hash) {
    return Long.compareUnsigned(hash, first) >= 0 && Long.compareUnsigned(hash, last) <= 0;
  }

  /** Returns the two halves of the range. */
  List<HashRange> halves() {
    // The difference is correct modulo 2^64, also across the sign.
    long middle = first + Long.divideUnsigned(last - first, 2);
    return List.of(new HashRange(first, middle), new HashRange(middle + 1, last));
  }
}
