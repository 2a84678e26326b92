package io.mskcdc.lint;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import java.util.List;

/** A rule about one connector at a time. The connector's file may accept its findings. */
public interface ConnectorRule extends LintRule {

  /** Returns the findings about a connector, in the order of its configuration. */
  List<Finding> check(RenderedConnector connector, Bundle bundle);

  @Override
  default List<Finding> check(Bundle bundle) {
    return bundle.connectors().stream()
        .flatMap(
            connector ->
                check(connector, bundle).stream()
                    .map(finding -> finding.acceptableBy(connector.name())))
        .toList();
  }
}
