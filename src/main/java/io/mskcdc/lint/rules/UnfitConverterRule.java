package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.CONVERTER_UNFIT;

import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.Location;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.WorkerConfiguration;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds converters that cannot write the records of a change data capture connector, in the
 * connector's configuration or in that of its worker.
 */
final class UnfitConverterRule implements ConnectorRule {
  private static final String STORAGE = "org.apache.kafka.connect.storage.";
  private static final String CONVERTERS = "org.apache.kafka.connect.converters.";

  /** Makes a text of the value, which these converters write. */
  private static final String OUTBOX = "io.debezium.transforms.outbox.EventRouter";

  private static final Map<String, String> UNFIT =
      Map.of(
          "StringConverter",
          "it writes rows as text like Struct{id=1}, which no consumer can read",
          "ByteArrayConverter",
          "it fails at the first row, because it writes bytes only");

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            CONVERTER_UNFIT,
            "converters of Debezium connectors and of their workers",
            "StringConverter writes `Struct{id=1}`; ByteArrayConverter fails at the first row.",
            "Use JsonConverter or another converter of structures.",
            "Kafka, Connect converters; tried"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    boolean isOutbox =
        connector.config().entrySet().stream()
            .anyMatch(
                entry ->
                    entry.getKey().startsWith("transforms.") && entry.getValue().equals(OUTBOX));
    if (SourceConnectors.of(connector.config()).isEmpty() || isOutbox) {
      return List.of();
    }
    return Stream.of("key.converter", "value.converter")
        .flatMap(key -> check(connector, key, bundle.workerOf(connector)).stream())
        .toList();
  }

  private static Optional<Finding> check(
      RenderedConnector connector, String key, Optional<WorkerConfiguration> worker) {
    String own = connector.config().get(key);
    if (own != null) {
      return finding(key, own, connector.valueAt(key), "");
    }
    return worker.flatMap(
        configuration ->
            finding(
                key,
                configuration.properties().getOrDefault(key, ""),
                configuration.valueAt(key),
                ", here or in the file of the connector " + connector.name()));
  }

  private static Optional<Finding> finding(
      String key, String converter, Location location, String where) {
    String name = converter.strip().replace(STORAGE, "").replace(CONVERTERS, "");
    return Optional.ofNullable(UNFIT.get(name))
        .map(
            fault ->
                Finding.error(
                    CONVERTER_UNFIT,
                    location,
                    key,
                    name + " does not fit the records of Debezium: " + fault,
                    "write org.apache.kafka.connect.json.JsonConverter or another converter of"
                        + " structures"
                        + where));
  }
}
