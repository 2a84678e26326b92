package io.mskcdc.plan;

import io.mskcdc.config.RenderedConnector;
import io.mskcdc.runtime.LiveConnector;
import java.util.Optional;

/**
 * A change of one connector, and the two states that it was computed from.
 *
 * @param wanted the connector as the environment wants it; empty for a deletion
 * @param live the connector as it runs; empty for a creation
 * @param change the difference
 */
public record PlannedChange(
    Optional<RenderedConnector> wanted, Optional<LiveConnector> live, Change change) {

  /** The deletion of a live connector. */
  static PlannedChange deletion(LiveConnector live) {
    return new PlannedChange(Optional.empty(), Optional.of(live), Change.deletion(live.name()));
  }

  /** The deletion of a connector whose live state was not read. */
  public static PlannedChange deletion(String name) {
    return new PlannedChange(Optional.empty(), Optional.empty(), Change.deletion(name));
  }

  /** Returns the connector's name. */
  public String name() {
    return change.name();
  }

  /** Returns the kind of the change. */
  public Action action() {
    return change.action();
  }
}
