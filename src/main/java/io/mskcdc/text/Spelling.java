package io.mskcdc.text;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds the name that a misspelt one is most similar to. */
public final class Spelling {
  /** The highest number of slips: a suggestion with more would mislead. */
  private static final int FURTHEST = 3;

  /** One slip is permitted for this many letters. */
  private static final int LETTERS_PER_SLIP = 4;

  private Spelling() {}

  /** Returns the most similar name; empty if none is similar enough. */
  public static Optional<String> closest(String written, Collection<String> names) {
    return onlyLonger(written, names).or(() -> fewestSlips(written, names));
  }

  /** Returns the name that continues the written one, if there is exactly one. */
  private static Optional<String> onlyLonger(String written, Collection<String> names) {
    String longer = null;
    for (String name : names) {
      if (name.startsWith(written)
          && name.length() < 2 * written.length()
          && !name.equals(longer)) {
        if (longer != null) {
          return Optional.empty();
        }
        longer = name;
      }
    }
    return Optional.ofNullable(longer);
  }

  private static Optional<String> fewestSlips(String written, Collection<String> names) {
    int least = Math.min(FURTHEST, written.length() / LETTERS_PER_SLIP) + 1;
    // Sorted, so that the result does not depend on the order of the names.
    Set<String> near = new TreeSet<>();
    for (String name : names) {
      if (Math.abs(name.length() - written.length()) < least) {
        near.add(name);
      }
    }
    Optional<String> closest = Optional.empty();
    for (String name : near) {
      int slips = slips(written.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
      if (slips < least) {
        least = slips;
        closest = Optional.of(name);
      }
    }
    return closest;
  }

  /** Counts the letters that are missing, added, exchanged, or swapped with their neighbour. */
  private static int slips(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int exchange = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        cost[i][j] =
            Math.min(cost[i - 1][j - 1] + exchange, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
