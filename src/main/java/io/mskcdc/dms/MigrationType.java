package io.mskcdc.dms;

import java.util.Locale;
import java.util.stream.Stream;

/** What a task replicates. */
public enum MigrationType {
  FULL_LOAD,
  FULL_LOAD_AND_CDC,
  CDC;

  /** Returns the type with this text. A file without a valid one is read only for an import. */
  static MigrationType of(String text) {
    return Stream.of(values())
        .filter(type -> type.text().equals(text))
        .findFirst()
        .orElse(FULL_LOAD_AND_CDC);
  }

  /** Returns its text in the API, like {@code full-load-and-cdc}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns whether the task copies the rows that exist. */
  public boolean hasFullLoad() {
    return this != CDC;
  }

  /** Returns whether the task replicates changes. */
  public boolean hasChanges() {
    return this != FULL_LOAD;
  }
}
