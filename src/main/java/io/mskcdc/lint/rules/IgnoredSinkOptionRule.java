package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.SINK_OPTION_IGNORED;

import io.mskcdc.catalog.IcebergSink;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import java.util.List;
import java.util.regex.Pattern;

/** Finds options of Tabular's Iceberg sink that Apache's does not read. */
final class IgnoredSinkOptionRule implements ConnectorRule {
  private static final Pattern IGNORED =
      Pattern.compile("iceberg\\.(?:tables|table\\..+)\\.(?:cdc-field|upsert-mode-enabled)");

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            SINK_OPTION_IGNORED,
            "`iceberg.tables.cdc-field` and `iceberg.tables.upsert-mode-enabled` of Apache's Iceberg sink",
            "Only Tabular's connector reads them. Apache's ignores them without an error and appends each change as a row: updated rows appear twice, and deleted rows stay.",
            "Remove the options. Merge the appended changes in the lake, or use a sink that updates rows.",
            "apache/iceberg#17542"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    ConnectorOptions options = new ConnectorOptions(connector);
    if (!connector.connectorClass().strip().equals(IcebergSink.CLASS)) {
      return List.of();
    }
    return connector.config().keySet().stream()
        .filter(key -> IGNORED.matcher(key).matches())
        .filter(key -> options.isSet(key) && !options.is(key, "false"))
        .map(
            key ->
                options.error(
                    SINK_OPTION_IGNORED,
                    key,
                    "this sink does not read it, and appends each change as a row",
                    "remove it, and merge the changes in the lake or use a sink that updates rows"))
        .toList();
  }
}
