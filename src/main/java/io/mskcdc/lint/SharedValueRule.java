package io.mskcdc.lint;

import static io.mskcdc.problem.ErrorCode.VALUE_SHARED;

import io.mskcdc.catalog.SharedValue;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import java.util.List;
import java.util.stream.Stream;

/**
 * Two connectors of an environment must not have the same server id, topic prefix or topic of the
 * schema history. The finding is about the second one.
 */
final class SharedValueRule implements ConnectorRule {

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    return bundle.connectors().stream()
        .takeWhile(earlier -> !earlier.name().equals(connector.name()))
        .flatMap(earlier -> findings(connector, earlier, bundle))
        .toList();
  }

  private static Stream<Finding> findings(
      RenderedConnector connector, RenderedConnector earlier, Bundle bundle) {
    return SharedValue.between(connector.config(), earlier.config()).stream()
        .map(
            shared ->
                Finding.error(
                    VALUE_SHARED,
                    connector.valueAt(shared.key()),
                    shared.key(),
                    "the connector %s has the same value %s (%s)"
                        .formatted(
                            earlier.name(),
                            shared.value(),
                            bundle.paths().shown(earlier.valueAt(shared.key()))),
                    "give each connector a value of its own"));
  }
}
