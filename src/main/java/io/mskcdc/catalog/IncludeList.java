package io.mskcdc.catalog;

import java.util.Locale;

/**
 * An option whose regular expressions select the databases or tables to capture.
 *
 * @param key the option
 * @param level what its expressions match
 */
public record IncludeList(String key, Level level) {
  /** What an expression matches: a database's name, or {@code database.table}. */
  public enum Level {
    DATABASE,
    TABLE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
