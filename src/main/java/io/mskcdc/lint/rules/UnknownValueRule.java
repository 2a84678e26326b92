package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.VALUE_UNKNOWN;

import io.mskcdc.catalog.RenamedValues;
import io.mskcdc.catalog.SecretKeys;
import io.mskcdc.catalog.ValidValues;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.Location;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.WorkerConfiguration;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import io.mskcdc.text.Spelling;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Finds values that an option does not accept: unknown modes, and texts in place of numbers. */
final class UnknownValueRule implements ConnectorRule {
  private static final List<String> CONVERTERS =
      List.of("key.converter", "value.converter", "header.converter");

  /** Another rule reports each value of these that is not valid. */
  private static final Set<String> REPORTED_OTHERWISE = Set.of("database.server.id");

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            VALUE_UNKNOWN,
            "options with a fixed set of values, numbers, and `true` or `false`: those of workers, Connect, Debezium MySQL, JsonConverter and the transforms of Debezium and of this bundle",
            "The connector or the worker refuses to start, or uses its default in place of the value.",
            "Write one of the values in the message.",
            "Debezium 3.6.1, Kafka: their option lists"));
  }

  @Override
  public List<Finding> check(Bundle bundle) {
    return Stream.concat(
            bundle.workers().values().stream().flatMap(worker -> ofWorker(worker, bundle)),
            ConnectorRule.super.check(bundle).stream())
        .toList();
  }

  private static Stream<Finding> ofWorker(WorkerConfiguration worker, Bundle bundle) {
    boolean onMskConnect = bundle.environment().mskConnect().isPresent();
    Parts parts = Parts.of(worker.properties(), ValidValues.OF_WORKERS);
    return worker.properties().entrySet().stream()
        // The property is a finding of its own.
        .filter(entry -> !onMskConnect || !RefusedWorkerPropertyRule.isRefused(entry.getKey()))
        .flatMap(
            entry ->
                parts
                    .valid(entry.getKey())
                    .flatMap(valid -> finding(entry, valid, Map.of(), worker::valueAt))
                    .stream());
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    Parts parts = Parts.of(connector.config(), ValidValues.OF_CONNECT);
    return connector.config().entrySet().stream()
        .flatMap(entry -> unknown(connector, parts, entry).stream())
        .toList();
  }

  /** Returns whether an option of a connector has a value that it does not accept. */
  static boolean isUnknown(RenderedConnector connector, String key) {
    return connector.config().containsKey(key)
        && unknown(
                connector,
                Parts.of(connector.config(), ValidValues.OF_CONNECT),
                Map.entry(key, connector.config().get(key)))
            .isPresent();
  }

  private static Optional<Finding> unknown(
      RenderedConnector connector, Parts parts, Map.Entry<String, String> entry) {
    return parts
        .valid(entry.getKey())
        .flatMap(valid -> finding(entry, valid, connector.config(), connector::valueAt));
  }

  /**
   * The parts that read the keys of a configuration.
   *
   * @param owner the part that reads keys without a prefix, beside the connector
   * @param transforms what the keys of each transform begin with
   */
  private record Parts(Map<String, String> config, String owner, List<String> transforms) {
    static Parts of(Map<String, String> config, String owner) {
      return new Parts(config, owner, AliasedKeys.ofTransforms(config).prefixes());
    }

    /**
     * Returns what a key accepts; empty if it accepts any text, or if the part that reads it is not
     * known.
     */
    Optional<ValidValues> valid(String key) {
      for (String prefix : CONVERTERS) {
        if (key.startsWith(prefix + ".")) {
          return ValidValues.of(config.get(prefix), key.substring(prefix.length() + 1));
        }
      }
      if (key.startsWith("transforms.")) {
        return transforms.stream()
            .filter(key::startsWith)
            .findFirst()
            .flatMap(
                prefix ->
                    ValidValues.of(config.get(prefix + "type"), key.substring(prefix.length())));
      }
      return ValidValues.of(config.get("connector.class"), key)
          .or(() -> ValidValues.of(owner, key));
    }
  }

  private static Optional<Finding> finding(
      Map.Entry<String, String> entry,
      ValidValues valid,
      Map<String, String> config,
      Function<String, Location> at) {
    String key = entry.getKey();
    String value = entry.getValue();
    if (value.isBlank()
        || value.contains("${")
        || valid.contains(value)
        || REPORTED_OTHERWISE.contains(key)
        || PlaceholderRule.isPlaceholder(key, value)
        || RenamedValues.of(key, value, config).isPresent()) {
      return Optional.empty();
    }
    List<String> current =
        valid.listed().stream()
            .filter(listed -> RenamedValues.of(key, listed, config).isEmpty())
            .toList();
    return Optional.of(
        Finding.error(
            VALUE_UNKNOWN,
            at.apply(key),
            key,
            "'"
                + SecretKeys.shown(key, value.strip())
                + "' is not a value of this option"
                + Spelling.closest(value.strip(), current)
                    .map(meant -> ": did you mean " + meant + "?")
                    .orElse(""),
            "write " + valid.text() + String.join(", ", current)));
  }
}
