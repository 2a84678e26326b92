package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.CLEAR_SECRET;
import static io.mskcdc.problem.ErrorCode.SECRET_FROM_VARIABLE;

import io.mskcdc.catalog.SecretKeys;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.Location;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.WorkerConfiguration;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import io.mskcdc.text.SaltedKey;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds secrets in clear, written in a file or taken from a variable. Connect stores those of
 * connectors in its topics and returns them to every client. MSK Connect returns those of workers.
 */
final class ClearSecretRule implements ConnectorRule {
  private static final String NEXT =
      "store the secret where a config provider of the worker reads it, and write the reference,"
          + " like ${secretsmanager:NAME:KEY}";

  /** No reference may stand in the parameters of a provider. */
  private static final String OF_PROVIDERS = "config.providers.";

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            CLEAR_SECRET,
            "keys and values of connectors, overlays and worker.properties",
            "Connect stores a connector's configuration in its topics and returns it to every client; MSK Connect returns that of workers. The salt in a key of `column.mask.hash` is a warning, because Debezium reads it from nowhere else. An `accept` names such a key as lint prints it, with `(sensitive)` in place of the salt.",
            "Store the secret where a config provider of the worker reads it, and write the reference: `${secretsmanager:NAME:KEY}`. Instead of a hash with a salt, use `hmac` of UnwrapMaskRoute or Mask.",
            "Kafka, KIP-297"),
        Rule.error(
            SECRET_FROM_VARIABLE,
            "secrets whose value comes from a deploy-time variable",
            "A variable is stored in files, and its value in Connect's topics.",
            "Write a reference to a config provider. A variable may be part of it: `${file:{{ secrets_file }}:KEY}`.",
            "Kafka, KIP-297"));
  }

  @Override
  public List<Finding> check(Bundle bundle) {
    return Stream.concat(
            bundle.workers().values().stream().flatMap(ClearSecretRule::ofWorker),
            ConnectorRule.super.check(bundle).stream())
        .toList();
  }

  private static Stream<Finding> ofWorker(WorkerConfiguration worker) {
    return worker.properties().entrySet().stream()
        .filter(entry -> !entry.getKey().startsWith(OF_PROVIDERS))
        .filter(entry -> SecretKeys.isClear(entry.getKey(), entry.getValue()))
        .map(entry -> clear(worker.valueAt(entry.getKey()), entry.getKey()));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    Stream<Finding> values =
        connector.config().entrySet().stream()
            .filter(entry -> SecretKeys.isClear(entry.getKey(), entry.getValue()))
            .map(entry -> finding(connector, entry.getKey()));
    Stream<Finding> salts =
        connector.config().keySet().stream()
            .filter(SaltedKey::isIn)
            .map(key -> salt(connector.keyAt(key), key));
    return Stream.concat(values, salts).toList();
  }

  /** Connect resolves references in values only, so there is no way to hide it. */
  private static Finding salt(Location location, String key) {
    return Finding.warning(
        CLEAR_SECRET,
        location,
        key,
        "the key contains the salt in clear; who has it can try out values until a hash fits",
        "mask the columns with hmac of UnwrapMaskRoute or Mask, whose key a config provider supplies");
  }

  private static Finding finding(RenderedConnector connector, String key) {
    return SecretKeys.isClear(key, connector.literal(key))
        ? clear(connector.valueAt(key), key)
        : Finding.error(
            SECRET_FROM_VARIABLE,
            connector.valueAt(key),
            key,
            "a variable feeds a secret",
            NEXT + " or ${file:{{ secrets_file }}:KEY}");
  }

  private static Finding clear(Location location, String key) {
    return Finding.error(CLEAR_SECRET, location, key, "the value contains a secret in clear", NEXT);
  }
}
