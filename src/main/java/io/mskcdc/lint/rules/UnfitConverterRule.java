package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.CONVERTER_UNFIT;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.Location;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Finds converters that cannot write the records of a change data capture connector, in the
 * connector's configuration or in that of its worker.
 */
final class UnfitConverterRule implements ConnectorRule {
  private static final String STORAGE = "org.apache.kafka.connect.storage.";
  private static final String CONVERTERS = "org.apache.kafka.connect.converters.";

  /** Make a text of the value, which these converters write. */
  private static final List<String> OUTBOX =
      List.of(
          "io.debezium.transforms.outbox.EventRouter",
          "io.debezium.connector.mongodb.transforms.outbox.MongoEventRouter");

  /** Each converter, and the transform that leaves it one column in place of the structure. */
  private static final Map<String, String> CONVERTERS_AND_EXTRACTORS =
      new TreeMap<>(
          Map.of(
              "key.converter", "org.apache.kafka.connect.transforms.ExtractField$Key",
              "value.converter", "org.apache.kafka.connect.transforms.ExtractField$Value"));

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
            "Use JsonConverter or another converter of structures. StringConverter fits a key of which the transform ExtractField leaves one column, and the texts of the outbox.",
            "Kafka, Connect converters; tried"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    List<String> transforms =
        ActiveTransform.of(connector).stream().map(ActiveTransform::type).toList();
    if (!ConnectorKind.isDebezium(connector)
        || OUTBOX.stream().anyMatch(transforms::contains)
        || !transforms.stream().allMatch(UnfitConverterRule::isKnown)) {
      return List.of();
    }
    return CONVERTERS_AND_EXTRACTORS.entrySet().stream()
        .filter(converter -> !transforms.contains(converter.getValue()))
        .flatMap(converter -> check(connector, converter.getKey(), bundle).stream())
        .toList();
  }

  /** Another transform may make a text of the structure. */
  private static boolean isKnown(String transform) {
    return Stream.of("org.apache.kafka.", "io.debezium.", "io.mskcdc.")
        .anyMatch(transform::startsWith);
  }

  private static Optional<Finding> check(RenderedConnector connector, String key, Bundle bundle) {
    return EffectiveConverter.of(key, connector, bundle)
        .flatMap(
            converter ->
                finding(
                    key,
                    converter.type(),
                    converter.location(),
                    converter.ofConnector()
                        ? ""
                        : ", here or in the file of the connector " + connector.name()));
  }

  private static Optional<Finding> finding(
      String key, String converter, Location location, String where) {
    String name = converter.replace(STORAGE, "").replace(CONVERTERS, "");
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
