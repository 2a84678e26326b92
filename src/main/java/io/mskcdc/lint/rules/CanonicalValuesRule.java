package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.VALUES_NOT_CANONICAL;

import io.mskcdc.catalog.CommaList;
import io.mskcdc.catalog.Expression;
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
import java.util.TreeMap;

/**
 * Finds {@code values.canonical} without the options of Debezium that it needs: without them,
 * values are lost before the transform gets them.
 */
final class CanonicalValuesRule implements ConnectorRule {
  private static final String PROPAGATED = "datatype.propagate.source.type";

  private static final Map<String, String> NEEDED =
      new TreeMap<>(
          Map.of(
              "time.precision.mode", "adaptive_time_microseconds",
              "enable.time.adjuster", "false",
              "bigint.unsigned.handling.mode", "precise"));

  /** The types whose precision the transform reads from the schema. */
  private static final List<String> TYPES =
      List.of("TIME", "TIMESTAMP", "DATETIME", "FLOAT", "BOOL", "BOOLEAN");

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
    NEEDED.forEach(
        (key, value) -> {
          if (!value.equals(config.get(key))) {
            findings.add(finding(connector, canonical.get(), key, "write " + value));
          }
        });
    if (!TYPES.stream().allMatch(type -> isPropagated(config.get(PROPAGATED), type))) {
      findings.add(
          finding(
              connector,
              canonical.get(),
              PROPAGATED,
              "write .+\\.(" + String.join("|", TYPES) + ")( .+)?"));
    }
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

  private static boolean isPropagated(String expressions, String type) {
    return CommaList.ofExpressions(expressions).stream()
        .anyMatch(
            expression -> Expression.matches(expression, "database.table." + type).orElse(true));
  }
}
