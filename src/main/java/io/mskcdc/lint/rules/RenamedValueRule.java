package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.VALUE_RENAMED;

import io.mskcdc.catalog.RenamedKeys;
import io.mskcdc.catalog.RenamedValue;
import io.mskcdc.catalog.RenamedValues;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds values of older releases, which the connector refuses or replaces by its default. */
final class RenamedValueRule implements ConnectorRule {

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            VALUE_RENAMED,
            "values of Debezium connectors",
            "The connector refuses a value of an older release, or replaces it by its default.",
            "Write the value in the message.",
            "Debezium, release notes 2.0 to 3.6"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    return connector.config().entrySet().stream()
        .flatMap(entry -> check(connector, entry))
        .toList();
  }

  private static Stream<Finding> check(
      RenderedConnector connector, Map.Entry<String, String> entry) {
    // A renamed key is a finding that contains the value too.
    if (RenamedKeys.of(entry.getKey(), connector.config()).isPresent()) {
      return Stream.empty();
    }
    return RenamedValues.of(entry.getKey(), entry.getValue(), connector.config()).stream()
        .map(now -> finding(connector, entry, now));
  }

  private static Finding finding(
      RenderedConnector connector, Map.Entry<String, String> entry, RenamedValue now) {
    return Finding.error(
        VALUE_RENAMED,
        connector.valueAt(entry.getKey()),
        entry.getKey(),
        "'"
            + entry.getValue().strip()
            + "' is a value of an older Debezium, which has "
            + now.value()
            + " now",
        "write \""
            + entry.getKey()
            + "\": \""
            + now.value()
            + "\""
            + now.difference().map(difference -> "; " + difference).orElse(""));
  }
}
