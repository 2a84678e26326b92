package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.RELOAD_RESTARTS;

import io.mskcdc.catalog.ProviderReference;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.WorkerConfiguration;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import io.mskcdc.lint.Severity;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds connectors that Connect restarts each time the time to live of a secret ends. */
final class RestartingProviderRule implements ConnectorRule {
  private static final String OURS = "io.mskcdc.secrets.";

  /** Providers whose values may have a time to live. Those of Kafka and Strimzi have none. */
  private static final List<String> OTHERS =
      List.of("io.lenses.connect.secrets.providers.", "com.amazonaws.kafka.config.providers.");

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.warning(
            RELOAD_RESTARTS,
            "`config.action.reload` of connectors with references to a config provider whose values have a time to live",
            "After each time to live Connect restarts the connector, even if the value is the same. Providers of this project return one only with `ttl.restart=true`.",
            "Write `none`, and restart the connector after a secret has changed.",
            "Kafka, KIP-297 and KAFKA-17627"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    OptionValue reload = new OptionValue(connector, "config.action.reload");
    if (reload.effective("restart").filter("restart"::equals).isEmpty()) {
      return List.of();
    }
    return bundle.workerOf(connector).flatMap(worker -> restarting(connector, worker)).stream()
        .flatMap(
            provider ->
                reload.finding(
                    RELOAD_RESTARTS,
                    Severity.WARNING,
                    "Connect restarts the connector whenever the time to live of a value of the"
                        + " provider "
                        + provider
                        + " ends",
                    "write none, and restart the connector after a secret has changed"))
        .toList();
  }

  private static Optional<String> restarting(
      RenderedConnector connector, WorkerConfiguration worker) {
    return connector.config().values().stream()
        .flatMap(value -> ProviderReference.in(value).stream())
        .map(ProviderReference::provider)
        .filter(worker.providers()::contains)
        .filter(name -> hasTimeToLive("config.providers." + name + ".", worker.properties()))
        .findFirst();
  }

  private static boolean hasTimeToLive(String prefix, Map<String, String> properties) {
    String type = properties.getOrDefault(prefix + "class", "").strip();
    return type.startsWith(OURS)
        ? Boolean.parseBoolean(properties.getOrDefault(prefix + "param.ttl.restart", "").strip())
        : OTHERS.stream().anyMatch(type::startsWith);
  }
}
