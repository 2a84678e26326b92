package io.mskcdc.deploy;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.runtime.ConnectRuntime;
import io.mskcdc.runtime.LiveConnector;
import java.util.Optional;

/** Recognises connectors on the same workers that another bundle or environment deploys. */
final class OtherBundle {
  private OtherBundle() {}

  /**
   * Returns a warning before a command changes a live connector of another bundle or environment.
   *
   * @param effect what the other bundle's next apply does
   * @return empty if the connector carries no label, or this bundle's
   */
  static Optional<String> warning(
      Bundle bundle, ConnectRuntime runtime, String name, String effect) {
    return runtime.connector(name).flatMap(live -> warning(bundle, live, effect));
  }

  /**
   * Like {@link #warning(Bundle, ConnectRuntime, String, String)}, of a connector that was read.
   */
  static Optional<String> warning(Bundle bundle, LiveConnector live, String effect) {
    return Optional.ofNullable(live.config().get(RenderedConnector.LABEL_KEY))
        .filter(label -> !bundle.environment().label().equals(Optional.of(label)))
        .map(
            label ->
                "warning %s belongs to the bundle and environment %s, whose next apply %s"
                    .formatted(live.name(), label, effect));
  }
}
