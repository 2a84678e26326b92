package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.OPERATIONS_SKIPPED;

import io.mskcdc.catalog.CommaList;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import io.mskcdc.lint.Severity;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds connectors that leave out inserts, updates or deletes. */
final class SkippedOperationRule implements ConnectorRule {
  private static final Map<String, String> OPERATIONS =
      new TreeMap<>(Map.of("c", "inserts", "d", "deletes", "u", "updates"));

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            OPERATIONS_SKIPPED,
            "`skipped.operations` of Debezium connectors",
            "Without deletes, consumers keep rows that the table no longer has. Without inserts they never get new rows, and without updates they keep old values: both are warnings. `t`, the default, leaves out TRUNCATE. Connectors of an outbox are not reported.",
            "Write `t` or `none`, and filter in the consumer.",
            "Debezium, `skipped.operations`"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    OptionValue option = new OptionValue(connector, "skipped.operations");
    List<String> letters = CommaList.of(option.effective("t").orElse(""));
    List<String> skipped =
        OPERATIONS.entrySet().stream()
            .filter(operation -> letters.contains(operation.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    if (skipped.isEmpty()
        || !ConnectorKind.isDebezium(connector)
        || ActiveTransform.hasOutbox(connector)) {
      return List.of();
    }
    return option
        .finding(
            OPERATIONS_SKIPPED,
            letters.contains("d") ? Severity.ERROR : Severity.WARNING,
            String.join(" and ", skipped)
                + " never reach the topics: consumers do not have the rows of the table",
            "write t, which leaves out TRUNCATE alone")
        .toList();
  }
}
