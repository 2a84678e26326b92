package io.mskcdc.apply;

import io.mskcdc.catalog.ExclusiveValue;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.runtime.ConnectRuntime;
import io.mskcdc.runtime.LiveConnector;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** MySQL tells a client that its server id is in use, but not whose it is. */
public final class SharedServerId {
  private SharedServerId() {}

  /**
   * Returns a sentence for each other connector that has the same exclusive value.
   *
   * @param name the connector that failed
   * @param trace its trace or its task's; null if there is none
   * @return no sentences for another failure, or if the connectors cannot be read
   */
  public static List<String> sentences(ConnectRuntime runtime, String name, String trace) {
    if (trace == null || !trace.contains("same server_uuid/server_id")) {
      return List.of();
    }
    List<LiveConnector> live;
    try {
      live = runtime.connectors();
    } catch (ProblemException e) {
      // The failure itself must still be reported.
      return List.of();
    }
    Set<ExclusiveValue> own =
        live.stream()
            .filter(connector -> connector.name().equals(name))
            .flatMap(failed -> ExclusiveValue.of(name, failed.config()).stream())
            .collect(Collectors.toSet());
    return live.stream()
        .filter(other -> !other.name().equals(name))
        .flatMap(
            other ->
                ExclusiveValue.of(other.name(), other.config()).stream()
                    .filter(own::contains)
                    .map(
                        value ->
                            "the connector %s has the same %s"
                                .formatted(other.name(), value.key())))
        .toList();
  }
}
