package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.PROVIDER_INCOMPLETE;

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
 * Finds config providers that have no class, and classes of providers that are not listed. A worker
 * ends at its start for the first, and ignores the second.
 */
final class IncompleteProviderRule implements LintRule {
  private static final String LIST = "config.providers";
  private static final String CLASS = ".class";

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            PROVIDER_INCOMPLETE,
            "`config.providers` of worker.properties",
            "A worker does not start with a listed provider without a class, and ignores the properties of one that is not listed.",
            "Write the class, list the provider, or remove the properties.",
            "Kafka, `AbstractConfig`"));
  }

  @Override
  public List<Finding> check(Bundle bundle) {
    return bundle.workers().values().stream()
        .flatMap(worker -> Stream.concat(withoutClass(worker), unlisted(worker)))
        .toList();
  }

  private static Stream<Finding> withoutClass(WorkerConfiguration worker) {
    return worker.providers().stream()
        .filter(name -> worker.properties().getOrDefault(classKey(name), "").isBlank())
        .map(
            name ->
                Finding.error(
                    PROVIDER_INCOMPLETE,
                    worker.valueAt(LIST),
                    LIST,
                    "the provider '" + name + "' has no class, and a worker does not start",
                    "write " + classKey(name) + "=<its class>, or remove '" + name + "'"));
  }

  private static Stream<Finding> unlisted(WorkerConfiguration worker) {
    Set<String> listed = worker.providers();
    Set<String> reported = new TreeSet<>();
    return worker.properties().keySet().stream()
        .filter(key -> key.startsWith(LIST + "."))
        .filter(key -> listed.stream().noneMatch(name -> key.startsWith(LIST + "." + name + ".")))
        .filter(key -> reported.add(name(key)))
        .map(
            key ->
                Finding.error(
                    PROVIDER_INCOMPLETE,
                    worker.keyAt(key),
                    key,
                    LIST
                        + " does not list '"
                        + name(key)
                        + "', and a worker ignores this property"
                        + Spelling.closest(name(key), listed)
                            .map(meant -> ": did you mean " + meant + "?")
                            .orElse(""),
                    "add '" + name(key) + "' to " + LIST + ", or remove its properties"));
  }

  private static String classKey(String name) {
    return LIST + "." + name + CLASS;
  }

  /** Returns the first part behind the prefix. */
  private static String name(String key) {
    return key.substring(LIST.length() + 1).split("\\.", 2)[0];
  }
}
