package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.LISTS_CONFLICT;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds an include list beside the exclude list of the same kind. */
final class ConflictingListsRule implements ConnectorRule {
  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            LISTS_CONFLICT,
            "`{database,schema,table,column,collection}.include.list` beside `….exclude.list`, and `gtid.source.includes` beside `gtid.source.excludes`",
            "The connector refuses to start with both lists of a kind. Lists of different kinds fit together.",
            "Keep the include list, and write what is excluded as a part of its expressions.",
            "Debezium 3.6.1, RelationalDatabaseConnectorConfig"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    List<Finding> findings = new ArrayList<>();
    ConnectorKind.debezium(connector.config())
        .ifPresent(
            database -> {
              kinds(database)
                  .forEach(
                      kind ->
                          check(
                              connector, kind + ".include.list", kind + ".exclude.list", findings));
              if (ConnectorKind.readsBinlog(connector)) {
                check(connector, "gtid.source.includes", "gtid.source.excludes", findings);
              }
            });
    return findings;
  }

  /** Returns whether a connector has both lists of a kind, like {@code table}. */
  static boolean conflict(Map<String, String> config, String kind) {
    return !config.getOrDefault(kind + ".include.list", "").isBlank()
        && !config.getOrDefault(kind + ".exclude.list", "").isBlank();
  }

  private static List<String> kinds(String database) {
    return database.equals("mongodb")
        ? List.of("database", "collection")
        : List.of("database", "schema", "table", "column");
  }

  private static void check(
      RenderedConnector connector, String include, String exclude, List<Finding> findings) {
    ConnectorOptions options = new ConnectorOptions(connector);
    if (options.isSet(include) && options.isSet(exclude)) {
      findings.add(
          options.error(
              LISTS_CONFLICT,
              exclude,
              "the connector refuses this list beside " + include,
              "remove one of the two"));
    }
  }
}
