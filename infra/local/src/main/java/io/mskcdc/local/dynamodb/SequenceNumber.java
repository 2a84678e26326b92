package io.mskcdc.local.dynamodb;

import java.math.BigInteger;

/**
 * The sequence numbers of a stream. Within the emulator they are 0, 1, 2 and so on. For clients
 * they have gaps and begin just below 22 digits, so that a client that expects successive numbers,
 * or compares them as texts, fails.
 */
final class SequenceNumber {
  private static final BigInteger FIRST = new BigInteger("999999999999999999000");
  private static final BigInteger GAP = BigInteger.valueOf(7);

  private SequenceNumber() {}

  static String text(long number) {
    return BigInteger.valueOf(number).multiply(GAP).add(FIRST).toString();
  }

  /** Returns the first number that is not below the one that a client names. */
  static long atOrAfter(BigInteger named) {
    BigInteger[] parts = named.subtract(FIRST).max(BigInteger.ZERO).divideAndRemainder(GAP);
    long number = parts[0].min(BigInteger.valueOf(Long.MAX_VALUE - 1)).longValue();
    return parts[1].signum() == 0 ? number : number + 1;
  }

  /** Returns the first number above the one that a client names. */
  static long after(BigInteger named) {
    return atOrAfter(named.add(BigInteger.ONE));
  }
}
