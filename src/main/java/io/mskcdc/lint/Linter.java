package io.mskcdc.lint;

import io.mskcdc.config.Accept;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.DmsFile;
import io.mskcdc.config.Policies;
import io.mskcdc.config.RenderedConnector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Applies rules to a bundle as read. */
public final class Linter {
  private Linter() {}

  /**
   * Applies the rules and then the accepts in the files of connectors and DMS tasks. All cores
   * apply rules; the findings keep the rules' order.
   */
  public static LintResult lint(Bundle bundle, List<LintRule> rules) {
    Policies policies = bundle.environment().policies();
    List<Finding> findings =
        rules.parallelStream()
            .flatMap(rule -> rule.check(bundle).stream())
            .flatMap(finding -> withPolicy(finding, policies).stream())
            .toList();
    Map<String, List<Accept>> accepts =
        bundle.connectors().stream()
            .collect(Collectors.toMap(RenderedConnector::name, RenderedConnector::accept));
    bundle.dmsTasks().forEach(task -> accepts.put(task.qualifiedName(), task.accept()));
    List<RenderedConnector> connectors =
        bundle.connectors().stream()
            .map(
                connector ->
                    connector.withAccept(unneeded(connector.name(), connector.accept(), findings)))
            .toList();
    List<DmsFile> dmsTasks =
        bundle.dmsTasks().stream()
            .map(task -> task.withAccept(unneeded(task.qualifiedName(), task.accept(), findings)))
            .toList();
    return new LintResult(
        bundle.withConnectors(connectors).withDmsTasks(dmsTasks),
        findings.stream().filter(finding -> !isAccepted(finding, accepts)).toList());
  }

  /** Returns the finding with the severity of an environment's policies; empty for {@code off}. */
  static Optional<Finding> withPolicy(Finding finding, Policies policies) {
    Optional<String> severity = policies.severityOf(finding.code());
    return severity.isEmpty()
        ? Optional.of(finding)
        : Severity.of(severity.get()).map(finding::withSeverity);
  }

  private static List<Accept> unneeded(String name, List<Accept> all, List<Finding> findings) {
    return all.stream()
        .filter(accept -> findings.stream().noneMatch(f -> covers(accept, name, f)))
        .toList();
  }

  private static boolean isAccepted(Finding finding, Map<String, List<Accept>> accepts) {
    return finding.connector().map(accepts::get).stream()
        .flatMap(List::stream)
        .anyMatch(accept -> accept.covers(finding.code(), finding.key()));
  }

  private static boolean covers(Accept accept, String name, Finding finding) {
    return finding.connector().filter(name::equals).isPresent()
        && accept.covers(finding.code(), finding.key());
  }
}
