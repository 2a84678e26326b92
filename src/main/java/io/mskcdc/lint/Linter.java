package io.mskcdc.lint;

import io.mskcdc.config.Accept;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.Policies;
import io.mskcdc.config.RenderedConnector;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Applies rules to a bundle as read. */
public final class Linter {
  private Linter() {}

  /** Applies the rules and then the accepts in the connectors' files. */
  public static LintResult lint(Bundle bundle, List<LintRule> rules) {
    Policies policies = bundle.environment().policies();
    List<Finding> findings =
        rules.stream()
            .flatMap(rule -> rule.check(bundle).stream())
            .flatMap(finding -> withPolicy(finding, policies).stream())
            .toList();
    List<RenderedConnector> connectors =
        bundle.connectors().stream()
            .map(connector -> connector.withAccept(unneeded(connector, findings)))
            .toList();
    return new LintResult(
        bundle.withConnectors(connectors),
        findings.stream().filter(Predicate.not(finding -> isAccepted(finding, bundle))).toList());
  }

  private static Optional<Finding> withPolicy(Finding finding, Policies policies) {
    Optional<String> severity = policies.severityOf(finding.code());
    return severity.isEmpty()
        ? Optional.of(finding)
        : Severity.of(severity.get()).map(finding::withSeverity);
  }

  private static List<Accept> unneeded(RenderedConnector connector, List<Finding> findings) {
    return connector.accept().stream()
        .filter(accept -> findings.stream().noneMatch(f -> covers(accept, connector, f)))
        .toList();
  }

  private static boolean isAccepted(Finding finding, Bundle bundle) {
    return bundle.connectors().stream()
        .anyMatch(
            connector -> connector.accept().stream().anyMatch(a -> covers(a, connector, finding)));
  }

  private static boolean covers(Accept accept, RenderedConnector connector, Finding finding) {
    return finding.connector().filter(connector.name()::equals).isPresent()
        && accept.covers(finding.code(), finding.key());
  }
}
