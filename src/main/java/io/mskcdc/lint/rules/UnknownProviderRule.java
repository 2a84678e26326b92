package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.PROVIDER_UNKNOWN;

import io.mskcdc.catalog.ProviderReference;
import io.mskcdc.catalog.SecretKeys;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.WorkerConfiguration;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds references to config providers that the worker does not have. Connect keeps the text of
 * such a reference as the value, without an error.
 */
final class UnknownProviderRule implements ConnectorRule {

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            PROVIDER_UNKNOWN,
            "references to config providers in connectors",
            "If the worker does not have the provider, Connect uses the text of the reference as the value.",
            "Add the provider to `config.providers` of the worker, or use one of its own.",
            "Kafka, KIP-297"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    return bundle
        .workerOf(connector)
        .map(worker -> check(connector, worker, bundle))
        .orElse(List.of());
  }

  private static List<Finding> check(
      RenderedConnector connector, WorkerConfiguration worker, Bundle bundle) {
    Set<String> providers = worker.providers();
    List<Finding> findings = new ArrayList<>();
    connector
        .config()
        .forEach(
            (key, value) ->
                ProviderReference.in(value).stream()
                    .map(ProviderReference::provider)
                    .filter(name -> !providers.contains(name))
                    .distinct()
                    .sorted()
                    .forEach(name -> findings.add(finding(connector, key, name, worker, bundle))));
    return findings;
  }

  private static Finding finding(
      RenderedConnector connector,
      String key,
      String name,
      WorkerConfiguration worker,
      Bundle bundle) {
    // A secret in clear may contain "${name:". The name is then a part of the secret.
    String value = connector.config().get(key);
    String shown =
        SecretKeys.shown(key, value).equals(value) ? "'" + name + "'" : "of a name in this secret";
    return Finding.error(
        PROVIDER_UNKNOWN,
        connector.valueAt(key),
        key,
        "the worker has no config provider " + shown + ", and uses the reference's text as value",
        "add the provider to config.providers in "
            + bundle.paths().shown(worker.file())
            + " ("
            + (worker.providers().isEmpty()
                ? "it names none"
                : "it has " + String.join(", ", worker.providers()))
            + "), or use one of its own");
  }
}
