package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.SINK_OPTION_IGNORED;

import io.mskcdc.catalog.IcebergSink;
import io.mskcdc.catalog.SinkTopics;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds options that Apache's Iceberg sink does not follow. */
final class IgnoredSinkOptionRule implements ConnectorRule {
  private static final Pattern IGNORED =
      Pattern.compile("iceberg\\.(?:tables|table\\..+)\\.(?:cdc-field|upsert-mode-enabled)");

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            SINK_OPTION_IGNORED,
            "`iceberg.tables.cdc-field` and `iceberg.tables.upsert-mode-enabled` of Apache's Iceberg sink, and `consumer.override.group.id` and `iceberg.connect.group-id` that differ",
            "Only Tabular's connector reads the former. Apache's ignores them without an error and appends each change as a row: updated rows appear twice, and deleted rows stay. It elects its coordinator among the members of the group `iceberg.connect.group-id`, `connect-NAME` by default: without members, no row is ever committed, and its tasks stay RUNNING.",
            "Remove the options. Merge the appended changes in the lake, or use a sink that updates rows. Write the group into both options.",
            "apache/iceberg#17542; Iceberg 1.12.0: CommitterImpl; IcebergSinkIT shows the latter"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    ConnectorOptions options = new ConnectorOptions(connector);
    if (!connector.connectorClass().strip().equals(IcebergSink.CLASS)) {
      return List.of();
    }
    Stream<Finding> ignored =
        connector.config().keySet().stream()
            .filter(key -> IGNORED.matcher(key).matches())
            .filter(key -> options.isSet(key) && !options.is(key, "false"))
            .map(
                key ->
                    options.error(
                        SINK_OPTION_IGNORED,
                        key,
                        "this sink does not read it, and appends each change as a row",
                        "remove it, and merge the changes in the lake or use a sink that updates rows"));
    return Stream.concat(ignored, otherGroup(connector, options).stream()).toList();
  }

  private static Optional<Finding> otherGroup(
      RenderedConnector connector, ConnectorOptions options) {
    IcebergSink sink = new IcebergSink(connector.name(), connector.config());
    return Stream.of(SinkTopics.GROUP, IcebergSink.COORDINATED)
        .filter(options::isSet)
        .findFirst()
        .filter(key -> !sink.readingGroup().equals(sink.coordinatedGroup()))
        .map(
            key ->
                options.error(
                    SINK_OPTION_IGNORED,
                    key,
                    "the sink looks for its coordinator in another group than its own, and never"
                        + " commits a row",
                    "write the same group into "
                        + SinkTopics.GROUP
                        + " and "
                        + IcebergSink.COORDINATED
                        + ", or into neither"));
  }
}
