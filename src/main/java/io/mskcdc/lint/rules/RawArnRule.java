package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.ARN_NOT_ENCODED;

import io.mskcdc.catalog.ProviderReference;
import io.mskcdc.catalog.SecretKeys;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.Location;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Finds references that contain an ARN with its colons. Connect would read a secret of the name
 * {@code arn}.
 */
final class RawArnRule implements ConnectorRule {

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            ARN_NOT_ENCODED,
            "references to config providers in connectors and workers",
            "Connect splits a reference at its first two colons. An ARN contains six, so the provider looks for a secret named `arn`.",
            "Write each colon of the ARN as `%3A`: `${secretsmanager:arn%3Aaws%3A…:KEY}`.",
            "Kafka, `ConfigTransformer`"));
  }

  @Override
  public List<Finding> check(Bundle bundle) {
    return Stream.concat(
            bundle.workers().values().stream()
                .flatMap(worker -> find(worker.properties(), worker::valueAt)),
            ConnectorRule.super.check(bundle).stream())
        .toList();
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    return find(connector.config(), connector::valueAt).toList();
  }

  private static Stream<Finding> find(Map<String, String> values, Function<String, Location> at) {
    return values.entrySet().stream()
        .flatMap(
            entry ->
                ProviderReference.in(entry.getValue()).stream()
                    .flatMap(reference -> reference.withEncodedArn().stream())
                    // Do not repeat a part of a secret.
                    .filter(encoded -> !SecretKeys.isClear(entry.getKey(), entry.getValue()))
                    .map(encoded -> finding(at.apply(entry.getKey()), entry.getKey(), encoded)));
  }

  private static Finding finding(Location location, String key, String encoded) {
    return Finding.error(
        ARN_NOT_ENCODED,
        location,
        key,
        "Connect splits a reference at its first two colons, and this one contains an ARN with"
            + " colons",
        "write " + encoded + "; if the ARN comes from a variable, encode it there");
  }
}
