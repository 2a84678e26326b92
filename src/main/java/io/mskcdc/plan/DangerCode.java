package io.mskcdc.plan;

import java.util.Locale;

/** The stable codes of dangers. A code is never renamed; docs/errors.md explains each one. */
public enum DangerCode {
  TOPIC_PREFIX_CHANGED,
  CONNECTOR_RENAMED,
  BUNDLE_CHANGED,
  SERVER_ID_CHANGED,
  HISTORY_TOPIC_CHANGED,
  SNAPSHOT_MODE_CHANGED,
  SNAPSHOT_ROWS_CHANGED,
  OFFSETS_LEFT_BEHIND,
  POSITION_UNCHECKED,
  HISTORY_NARROWED,
  TABLE_LEAVES,
  TOPIC_LEAVES,
  MASK_REMOVED,
  MASK_WEAKENED,
  MASK_OPENED,
  COLUMN_CLEARED,
  VALUES_EXPOSED,
  TRANSFORM_REMOVED,
  TRANSFORM_ADDED,
  CLASS_CHANGED,
  DATABASE_CHANGED,
  TOPICS_MOVED,
  KEYS_CHANGED,
  EVENTS_DROPPED,
  EVENTS_DELAYED,
  RETENTION_CHANGED,
  ERRORS_TOLERATED,
  COLUMN_LEAVES,
  VALUES_TRUNCATED,
  FORMAT_CHANGED,
  MASK_KEY_CHANGED;

  /** Returns the code as it is printed, looked up and accepted, like {@code mask-removed}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
