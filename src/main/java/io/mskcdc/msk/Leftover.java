package io.mskcdc.msk;

import java.time.Instant;

/**
 * A custom plugin or worker configuration that the bundle created.
 *
 * @param group its name without the version, like {@code debezium-mysql}
 * @param state the service's name of its state
 * @param kept why it is not removed, or null
 */
public record Leftover(
    Kind kind, String group, String name, String arn, Instant created, String state, String kept) {

  /** The kinds of resources. */
  public enum Kind {
    CUSTOM_PLUGIN("plugin"),
    WORKER_CONFIGURATION("worker configuration");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** Returns its name for messages. */
    public String text() {
      return text;
    }
  }

  Leftover keptFor(String reason) {
    return new Leftover(kind, group, name, arn, created, state, reason);
  }

  /** Returns whether to remove it. */
  public boolean isRemovable() {
    return kept == null;
  }
}
