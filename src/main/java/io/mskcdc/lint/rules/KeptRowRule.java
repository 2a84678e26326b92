package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.TOMBSTONES_OFF;

import io.mskcdc.catalog.CommaList;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import io.mskcdc.lint.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds compacted topics that keep the rows of deleted keys, because no tombstone is written. */
final class KeptRowRule implements ConnectorRule {
  private static final String CREATION = "topic.creation.";
  private static final String DELETES = "delete.tombstone.handling.mode";
  private static final Set<String> WITHOUT_TOMBSTONE = Set.of("drop", "rewrite");

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.warning(
            TOMBSTONES_OFF,
            "`tombstones.on.delete` of Debezium connectors and `delete.tombstone.handling.mode` of unwrapping transforms, where `topic.creation.*.cleanup.policy` is `compact`",
            "Compaction removes a key only after a tombstone, a record without a value. Without tombstones, the last record of each deleted row stays in the topic for ever. Connectors of an outbox are not reported.",
            "Write `tombstones.on.delete=true` and `delete.tombstone.handling.mode=rewrite-with-tombstone` or `tombstone`. Without compaction, tombstones are not needed.",
            "Debezium, `tombstones.on.delete`; Kafka, log compaction"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    Optional<String> compacted = compacted(connector);
    if (compacted.isEmpty()
        || !ConnectorKind.isDebezium(connector)
        || ActiveTransform.hasOutbox(connector)) {
      return List.of();
    }
    List<OptionValue> deletes =
        ActiveTransform.of(connector).stream()
            .flatMap(transform -> transform.unwrapping(DELETES).stream())
            .toList();
    // This mode makes a tombstone of the delete itself.
    boolean needsTombstones = deletes.stream().noneMatch(mode -> mode.is("delete-to-tombstone"));
    OptionValue tombstones = new OptionValue(connector, "tombstones.on.delete");
    List<Finding> findings = new ArrayList<>();
    if (needsTombstones && tombstones.is("false")) {
      finding(tombstones, compacted.get(), "write true").forEach(findings::add);
    }
    deletes.stream()
        .filter(mode -> mode.effective("").filter(WITHOUT_TOMBSTONE::contains).isPresent())
        .flatMap(
            mode ->
                finding(
                    mode,
                    compacted.get(),
                    mode.is("drop") ? "write tombstone" : "write rewrite-with-tombstone"))
        .forEach(findings::add);
    return findings;
  }

  private static Stream<Finding> finding(OptionValue option, String compacted, String next) {
    return option.finding(
        TOMBSTONES_OFF,
        Severity.WARNING,
        "without tombstones, topics with "
            + compacted
            + "=compact keep the last record of each deleted row for ever",
        next + ", or do not compact these topics");
  }

  /** Returns the key with which topics are created as compacted ones; empty if none are. */
  private static Optional<String> compacted(RenderedConnector connector) {
    return Stream.concat(
            Stream.of("default"),
            CommaList.of(connector.config().get(CREATION + "groups")).stream())
        .map(group -> new OptionValue(connector, CREATION + group + ".cleanup.policy"))
        .filter(policy -> CommaList.of(policy.effective("").orElse("")).contains("compact"))
        .map(OptionValue::key)
        .findFirst();
  }
}
