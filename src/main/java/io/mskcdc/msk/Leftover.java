package io.mskcdc.msk;

import java.time.Instant;

/**
 * A custom plugin or worker configuration that the bundle made, and what becomes of it.
 *
 * @param group what it is a version of, like {@code debezium-mysql}
 * @param state as the service says it
 * @param kept why it stays, or null
 */
public record Leftover(
    Kind kind, String group, String name, String arn, Instant created, String state, String kept) {

  /** What it is. */
  public enum Kind {
    CUSTOM_PLUGIN("plugin"),
    WORKER_CONFIGURATION("worker configuration");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** Returns what people call it. */
    public String text() {
      return text;
    }
  }

  Leftover keptFor(String reason) {
    return new Leftover(kind, group, name, arn, created, state, reason);
  }

  /** Returns whether it is to be removed. */
  public boolean isRemovable() {
    return kept == null;
  }
}
