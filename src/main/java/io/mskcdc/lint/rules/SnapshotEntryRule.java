package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.SNAPSHOT_ENTRY_UNUSED;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds tables in options of the snapshot that the snapshot does not use. */
final class SnapshotEntryRule implements ConnectorRule {
  private static final String OVERRIDES = "snapshot.select.statement.overrides";
  private static final String INCLUDED = "snapshot.include.collection.list";

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            SNAPSHOT_ENTRY_UNUSED,
            "`snapshot.select.statement.overrides` with its statements, and `snapshot.include.collection.list`",
            "A table in `snapshot.select.statement.overrides` without a statement is read as a whole, with the rows that the statement should leave out. A statement of a table that is not listed, and a table that the include and exclude lists leave out, have no effect: both are warnings.",
            "Write `snapshot.select.statement.overrides.<database>.<table>` for each table of the list, and list each table that has a statement.",
            "Debezium 3.6.1, RelationalDatabaseConnectorConfig"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    ConnectorOptions options = new ConnectorOptions(connector);
    if (!ConnectorKind.isRelational(connector)) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    Optional<CapturedNames> captured = CapturedNames.of(options);
    addUncaptured(options, OVERRIDES, captured, findings);
    addUncaptured(options, INCLUDED, captured, findings);
    if (!options.isSet(OVERRIDES) || options.value(OVERRIDES).isPresent()) {
      List<String> listed = options.names(OVERRIDES);
      addMissing(options, listed, findings);
      addUnlisted(options, listed, findings);
    }
    return findings;
  }

  private static void addUncaptured(
      ConnectorOptions options,
      String key,
      Optional<CapturedNames> captured,
      List<Finding> findings) {
    options.expressions(key).stream()
        .flatMap(entry -> LiteralName.of(entry).stream())
        .filter(name -> name.parts().size() == 2)
        .filter(name -> captured.filter(lists -> lists.leavesOut(name)).isPresent())
        .forEach(
            name ->
                findings.add(
                    options.warning(
                        SNAPSHOT_ENTRY_UNUSED,
                        key,
                        "the include and exclude lists leave out the table " + name.table(),
                        "correct the name, or remove it")));
  }

  private static void addMissing(
      ConnectorOptions options, List<String> listed, List<Finding> findings) {
    for (String table : listed) {
      if (LiteralName.of(table).isPresent() && !options.isSet(OVERRIDES + "." + table)) {
        findings.add(
            options.error(
                SNAPSHOT_ENTRY_UNUSED,
                OVERRIDES,
                "the snapshot reads all of " + table + ", because it has no statement",
                "write " + OVERRIDES + "." + table + ", or remove the table"));
      }
    }
  }

  private static void addUnlisted(
      ConnectorOptions options, List<String> listed, List<Finding> findings) {
    for (Map.Entry<String, String> entry : options.config().entrySet()) {
      if (entry.getKey().startsWith(OVERRIDES + ".")) {
        String table = entry.getKey().substring(OVERRIDES.length() + 1);
        if (!listed.contains(table)) {
          findings.add(
              options.warning(
                  SNAPSHOT_ENTRY_UNUSED,
                  entry.getKey(),
                  "the statement has no effect, because " + OVERRIDES + " does not list " + table,
                  "list the table, or remove the statement"));
        }
      }
    }
  }
}
