package io.mskcdc.lint;

import static io.mskcdc.problem.ErrorCode.ARN_NOT_ENCODED;

import io.mskcdc.catalog.ProviderReference;
import io.mskcdc.catalog.SecretKeys;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import java.util.List;

/**
 * Finds references that contain an ARN with its colons. Connect would read a secret of the name
 * {@code arn}.
 */
final class RawArnRule implements ConnectorRule {

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    return connector.config().entrySet().stream()
        // Do not repeat a part of a secret.
        .filter(entry -> !SecretKeys.isClear(entry.getKey(), entry.getValue()))
        .flatMap(
            entry ->
                ProviderReference.in(entry.getValue()).stream()
                    .flatMap(reference -> reference.withEncodedArn().stream())
                    .map(encoded -> finding(connector, entry.getKey(), encoded)))
        .toList();
  }

  private static Finding finding(RenderedConnector connector, String key, String encoded) {
    return Finding.error(
        ARN_NOT_ENCODED,
        connector.valueAt(key),
        key,
        "Connect splits a reference at its first two colons, and this one contains an ARN with"
            + " colons",
        "write " + encoded + "; if the ARN comes from a variable, encode it there");
  }
}
