package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.NULLS_REPLACED;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.Location;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.WorkerSettings;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds converters and transforms that write a column's default in place of its null. */
final class ReplacedNullRule implements ConnectorRule {
  private static final String OPTION = "replace.null.with.default";

  /** The release of MSK Connect whose JsonConverter does not have the option. */
  private static final String WITHOUT_OPTION = "2.7.1";

  /** An option that is not false, and where it is to be written. */
  private record Unset(String key, Location location, Optional<Location> worker) {}

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.warning(
            NULLS_REPLACED,
            "`replace.null.with.default` of JsonConverter and of unwrapping transforms, in Debezium connectors for relational databases",
            "If a column has a default, a null in it leaves as the default, and no consumer can see the difference. Both the converter and the transform do so unless the option is `false`. Connectors of an outbox are not reported.",
            "Write `false` for each key in the message.",
            "Kafka, KIP-581; Debezium, ExtractNewRecordState"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    if (!ConnectorKind.isRelational(connector) || ActiveTransform.hasOutbox(connector)) {
      return List.of();
    }
    List<Unset> unset = new ArrayList<>();
    converter("value.converter", connector, bundle).ifPresent(unset::add);
    if (connector.config().containsKey("message.key.columns")) {
      // The columns of a primary key are never null.
      converter("key.converter", connector, bundle).ifPresent(unset::add);
    }
    ActiveTransform.of(connector).stream()
        .flatMap(transform -> transform.unwrapping(OPTION).stream())
        .filter(option -> replaces(option.effective("true")))
        .map(option -> new Unset(option.key(), option.location(), Optional.empty()))
        .forEach(unset::add);
    return unset.stream().limit(1).map(first -> finding(first, unset, bundle)).toList();
  }

  private static Optional<Unset> converter(String key, RenderedConnector connector, Bundle bundle) {
    boolean hasOption =
        connector
            .settings()
            .map(WorkerSettings::connectVersion)
            .filter(WITHOUT_OPTION::equals)
            .isEmpty();
    return EffectiveConverter.of(key, connector, bundle)
        .filter(converter -> hasOption && converter.isJson())
        .filter(converter -> replaces(converter.option(OPTION).or(() -> Optional.of("true"))))
        .map(
            converter ->
                new Unset(
                    key + "." + OPTION,
                    location(converter, connector, bundle),
                    converter.ofConnector()
                        ? Optional.empty()
                        : Optional.of(converter.location())));
  }

  private static Location location(
      EffectiveConverter converter, RenderedConnector connector, Bundle bundle) {
    String key = converter.key() + "." + OPTION;
    if (!converter.options().containsKey(key)) {
      return converter.location();
    }
    return converter.ofConnector()
        ? connector.valueAt(key)
        : bundle.workerOf(connector).orElseThrow().valueAt(key);
  }

  private static boolean replaces(Optional<String> value) {
    return value
        .filter(text -> !text.contains("${") && !text.equalsIgnoreCase("false"))
        .isPresent();
  }

  private static Finding finding(Unset first, List<Unset> unset, Bundle bundle) {
    return Finding.warning(
        NULLS_REPLACED,
        first.location(),
        first.key(),
        "a null in a column with a default leaves as the default",
        "write false for "
            + unset.stream()
                .map(
                    option ->
                        option.key()
                            + option
                                .worker()
                                .map(place -> " in " + bundle.paths().shown(place.file()))
                                .orElse(""))
                .collect(Collectors.joining(" and ")));
  }
}
