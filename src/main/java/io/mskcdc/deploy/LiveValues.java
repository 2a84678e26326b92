package io.mskcdc.deploy;

import static io.mskcdc.problem.ErrorCode.VALUE_SHARED;

import io.mskcdc.catalog.ExclusiveValue;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.runtime.LiveConnector;
import io.mskcdc.runtime.RunState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The exclusive values of live connectors, which need not be in the bundle that lint has checked. A
 * stopped connector has released its values.
 */
final class LiveValues {
  private final Bundle bundle;
  private final Map<ExclusiveValue, LiveConnector> others = new HashMap<>();

  /**
   * @param compared the connectors that are compared with the others, by name
   */
  LiveValues(Bundle bundle, List<LiveConnector> live, Set<String> compared) {
    this.bundle = bundle;
    live.stream()
        .filter(other -> !compared.contains(other.name()))
        .filter(other -> other.status().state() != RunState.STOPPED)
        .forEach(
            other ->
                ExclusiveValue.of(other.name(), other.config())
                    .forEach(value -> others.putIfAbsent(value, other)));
  }

  /**
   * Checks that connectors share no value with a live one.
   *
   * @throws ProblemException with a problem for each shared value
   */
  void requireOwn(Stream<RenderedConnector> connectors) {
    List<Problem> shared = connectors.flatMap(this::shared).toList();
    if (!shared.isEmpty()) {
      throw new ProblemException(shared);
    }
  }

  private Stream<Problem> shared(RenderedConnector wanted) {
    return ExclusiveValue.of(wanted.name(), wanted.config()).stream()
        .filter(others::containsKey)
        .filter(value -> !isAccepted(wanted, value, others.get(value)))
        .map(
            value ->
                new Problem(
                    VALUE_SHARED,
                    bundle.paths().shown(wanted.valueAt(value.key())),
                    value.key(),
                    "the live connector %s has the same value %s"
                        .formatted(others.get(value).name(), value.value()),
                    "give each connector a value of its own, or stop the other one first"));
  }

  /** The accept in the file is about connectors of the bundle. */
  private boolean isAccepted(RenderedConnector wanted, ExclusiveValue value, LiveConnector other) {
    return bundle.environment().listed().contains(other.name())
        && wanted.accept().stream().anyMatch(accept -> accept.covers(VALUE_SHARED, value.key()));
  }
}
