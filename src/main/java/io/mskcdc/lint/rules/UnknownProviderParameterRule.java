package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.WORKER_PROPERTY_UNKNOWN;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.WorkerConfiguration;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.LintRule;
import io.mskcdc.lint.Rule;
import io.mskcdc.text.Spelling;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds parameters that this project's config providers do not have. A provider refuses them when
 * the worker starts.
 */
final class UnknownProviderParameterRule implements LintRule {
  private static final String OURS = "io.mskcdc.secrets.";

  /** The options of ProviderConfig in aws-config-provider. */
  static final Set<String> PARAMETERS =
      Set.of(
          "attempts",
          "cache.seconds",
          "endpoint",
          "region",
          "role.arn",
          "role.session.name",
          "sts.endpoint",
          "timeout.seconds",
          "ttl.restart",
          "ttl.seconds");

  @Override
  public List<Rule> rules() {
    return List.of();
  }

  @Override
  public List<Finding> check(Bundle bundle) {
    return bundle.workers().values().stream()
        .flatMap(
            worker -> worker.providers().stream().flatMap(provider -> unknown(worker, provider)))
        .toList();
  }

  private static Stream<Finding> unknown(WorkerConfiguration worker, String provider) {
    String prefix = "config.providers." + provider + ".";
    if (!worker.properties().getOrDefault(prefix + "class", "").startsWith(OURS)) {
      return Stream.empty();
    }
    String parameters = prefix + "param.";
    return worker.properties().keySet().stream()
        .filter(key -> key.startsWith(parameters))
        .filter(key -> !PARAMETERS.contains(key.substring(parameters.length())))
        .map(key -> finding(worker, key, key.substring(parameters.length())));
  }

  private static Finding finding(WorkerConfiguration worker, String key, String parameter) {
    return Finding.error(
        WORKER_PROPERTY_UNKNOWN,
        worker.keyAt(key),
        key,
        "the provider has no parameter "
            + parameter
            + ", and refuses it when the worker starts"
            + Spelling.closest(parameter, PARAMETERS)
                .map(meant -> ": did you mean " + meant + "?")
                .orElse(""),
        "use one of its parameters, " + String.join(", ", new TreeSet<>(PARAMETERS)));
  }
}
