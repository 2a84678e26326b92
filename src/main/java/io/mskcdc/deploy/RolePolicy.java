package io.mskcdc.deploy;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.iam.LeastPolicy;
import io.mskcdc.iam.PolicyDocument;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.report.PolicyReport;
import java.util.List;
import java.util.function.Consumer;

/** Derives the least IAM policy for the workers' role. Reads the bundle only. */
public final class RolePolicy {
  private final Bundle bundle;
  private final Consumer<String> progress;

  /**
   * @param progress receives warnings, one line each
   */
  public RolePolicy(Bundle bundle, Consumer<String> progress) {
    this.bundle = bundle;
    this.progress = progress;
  }

  /**
   * Returns the policy of connectors that share a role.
   *
   * @param names the connectors; empty for all that the environment lists
   * @throws ProblemException when the policy of one of them cannot be derived
   */
  public PolicyReport derive(List<String> names) {
    PolicyDocument document = new PolicyDocument(List.of());
    for (RenderedConnector connector : ConnectorSelection.of(bundle, names)) {
      LeastPolicy policy = LeastPolicy.of(bundle, connector);
      policy
          .warnings()
          .forEach(warning -> progress.accept("warning " + connector.name() + ": " + warning));
      document = document.and(policy.document());
    }
    return new PolicyReport(document);
  }
}
