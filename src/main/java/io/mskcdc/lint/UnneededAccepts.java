package io.mskcdc.lint;

import static io.mskcdc.problem.ErrorCode.ACCEPT_UNNEEDED;
import static io.mskcdc.problem.ErrorCode.CLASS_NOT_IN_PLUGIN;
import static io.mskcdc.problem.ErrorCode.PERSONAL_COLUMN_CLEAR;

import io.mskcdc.config.Accept;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.DmsFile;
import io.mskcdc.config.Document;
import io.mskcdc.config.Location;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.problem.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds accepts of rules' findings that no environment needs. Environments share connectors' files,
 * so an accept that one of them needs stays.
 */
public final class UnneededAccepts {
  public static final Rule RULE =
      Rule.hint(
          ACCEPT_UNNEEDED,
          "`accept` of connectors' files and overlays",
          "No environment that was checked has the finding. An accept that stays hides the same mistake later. Accepts of dangerous changes are not reported here, and `plan` reports them. Nor are those of `class-not-in-plugin` and `personal-column-clear`, which only a built plugin or a database may reveal.",
          "Remove the entry, unless an environment that was not checked needs it.",
          "this bundle");

  /** Lint does not find all of these at each run. */
  private static final Set<ErrorCode> NOT_ALWAYS_FOUND =
      Set.of(CLASS_NOT_IN_PLUGIN, PERSONAL_COLUMN_CLEAR);

  private final Set<ErrorCode> codes;
  private final Set<Location> needed = new HashSet<>();
  private final Map<String, List<Finding>> unneeded = new HashMap<>();

  UnneededAccepts(List<LintRule> rules) {
    codes =
        rules.stream()
            .flatMap(rule -> rule.rules().stream())
            .map(Rule::code)
            .filter(code -> !NOT_ALWAYS_FOUND.contains(code))
            .collect(Collectors.toSet());
  }

  /**
   * Adds an environment.
   *
   * @param bundle the bundle before lint
   * @param result what lint found in it
   */
  void add(Bundle bundle, LintResult result) {
    Map<String, List<Accept>> left =
        result.bundle().connectors().stream()
            .collect(Collectors.toMap(RenderedConnector::name, RenderedConnector::accept));
    result.bundle().dmsTasks().forEach(task -> left.put(task.qualifiedName(), task.accept()));
    List<Finding> findings = new ArrayList<>();
    for (RenderedConnector connector : bundle.connectors()) {
      add(connector.accept(), connector.document(), left.get(connector.name()), findings);
    }
    for (DmsFile task : bundle.dmsTasks()) {
      add(task.accept(), task.document(), left.get(task.qualifiedName()), findings);
    }
    unneeded.put(
        bundle.environment().name(),
        findings.stream()
            .flatMap(
                finding -> Linter.withPolicy(finding, bundle.environment().policies()).stream())
            .toList());
  }

  private void add(
      List<Accept> accepts, Document document, List<Accept> left, List<Finding> findings) {
    for (int i = 0; i < accepts.size(); i++) {
      Accept accept = accepts.get(i);
      Location at = document.valueAt("accept", String.valueOf(i));
      if (!left.contains(accept)) {
        needed.add(at);
      } else if (codes.stream().anyMatch(code -> code.isNamed(accept.rule()))) {
        findings.add(
            RULE.finding(
                at,
                "accept",
                "nothing needs the accept of "
                    + accept.rule()
                    + (accept.key() == null ? "" : " for " + accept.key()),
                "remove the entry, unless an environment that was not checked needs it"));
      }
    }
  }

  /** Returns the findings about an environment, after all environments were added. */
  List<Finding> in(String environment) {
    return unneeded.getOrDefault(environment, List.of()).stream()
        .filter(finding -> !needed.contains(finding.location()))
        .toList();
  }
}
