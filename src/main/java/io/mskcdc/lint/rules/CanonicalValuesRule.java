package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.VALUES_NOT_CANONICAL;

import io.mskcdc.catalog.CanonicalValues;
import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds {@code values.canonical} without the options of Debezium that it needs: without them,
 * values are lost before the transform gets them.
 */
final class CanonicalValuesRule implements ConnectorRule {
  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            VALUES_NOT_CANONICAL,
            "connectors with `values.canonical` of UnwrapMaskRoute",
            "Without four options of Debezium, values are lost before the transform gets them.",
            "Set the [four options](transforms.md#valuescanonical).",
            "Debezium, MySQL connector, data type mappings"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    Map<String, String> config = connector.config();
    Optional<String> canonical = ActiveTransform.canonical(connector).map(OptionValue::key);
    if (canonical.isEmpty() || SourceConnectors.of(config).isEmpty()) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    CanonicalValues.missing(config)
        .forEach(
            (key, value) ->
                findings.add(finding(connector, canonical.get(), key, "write " + value)));
    return findings;
  }

  private static Finding finding(
      RenderedConnector connector, String canonical, String key, String next) {
    boolean isSet = connector.config().containsKey(key);
    return Finding.error(
            VALUES_NOT_CANONICAL,
            connector.valueAt(isSet ? key : canonical),
            key,
            (isSet ? "this value" : "the default")
                + " loses values before "
                + canonical
                + " can convert them",
            next)
        .acceptableBy(connector.name());
  }
}
