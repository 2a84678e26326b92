package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.WORKER_PROPERTY_MISPLACED;
import static io.mskcdc.problem.ErrorCode.WORKER_PROPERTY_UNKNOWN;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.WorkerConfiguration;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.LintRule;
import io.mskcdc.lint.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds properties in a worker configuration that no worker reads: misspelt ones, and those of
 * connectors. A worker ignores them with a warning in its log.
 */
final class UnknownWorkerPropertyRule implements LintRule {

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            WORKER_PROPERTY_UNKNOWN,
            "worker.properties",
            "No worker and no provider reads this property. Workers ignore it; a provider of this bundle refuses its parameter when the worker starts.",
            "Use the suggested property, or remove it.",
            "Kafka, worker configuration"),
        Rule.error(
            WORKER_PROPERTY_MISPLACED,
            "worker.properties",
            "It is an option of connectors. A worker ignores it.",
            "Move it to `config` in the connector's file.",
            "Kafka, worker configuration"));
  }

  @Override
  public List<Finding> check(Bundle bundle) {
    List<Finding> findings = new ArrayList<>();
    for (WorkerConfiguration worker : bundle.workers().values()) {
      WorkerKeys known = new WorkerKeys(worker);
      boolean onMskConnect = bundle.environment().mskConnect().isPresent();
      for (String key : worker.properties().keySet()) {
        check(worker, key, known, onMskConnect).ifPresent(findings::add);
      }
    }
    return findings;
  }

  private static Optional<Finding> check(
      WorkerConfiguration worker, String key, WorkerKeys known, boolean onMskConnect) {
    if (known.isKnown(key)) {
      return Optional.empty();
    }
    if (known.isOfConnector(key)) {
      return Optional.of(
          Finding.error(
              WORKER_PROPERTY_MISPLACED,
              worker.keyAt(key),
              key,
              "this is an option of connectors, and a worker ignores it",
              "move it to config in the connector's file"));
    }
    Optional<String> meant = known.meant(key);
    boolean isReportedOtherwise =
        known.hasOwnReaders(key) || onMskConnect && RefusedWorkerPropertyRule.isRefused(key);
    if (meant.isEmpty() && isReportedOtherwise) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.error(
            WORKER_PROPERTY_UNKNOWN,
            worker.keyAt(key),
            key,
            "no worker reads this property"
                + meant.map(name -> ": did you mean " + name + "?").orElse(""),
            "correct the property, or remove it"));
  }
}
