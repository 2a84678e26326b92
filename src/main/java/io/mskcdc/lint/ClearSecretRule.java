package io.mskcdc.lint;

import static io.mskcdc.problem.ErrorCode.CLEAR_SECRET;
import static io.mskcdc.problem.ErrorCode.SECRET_FROM_VARIABLE;

import io.mskcdc.catalog.SecretKeys;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import java.util.List;

/**
 * Finds secrets in clear, written in a file or taken from a variable. Connect stores them in its
 * topics and returns them to every client.
 */
final class ClearSecretRule implements ConnectorRule {
  private static final String NEXT =
      "store the secret where a config provider of the worker reads it, and write the reference,"
          + " like ${secretsmanager:NAME:KEY} or ${file:{{ secrets_file }}:KEY}";

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    return connector.config().entrySet().stream()
        .filter(entry -> SecretKeys.isClear(entry.getKey(), entry.getValue()))
        .map(entry -> finding(connector, entry.getKey()))
        .toList();
  }

  private static Finding finding(RenderedConnector connector, String key) {
    boolean isWritten = SecretKeys.isClear(key, connector.literal(key));
    return Finding.error(
        isWritten ? CLEAR_SECRET : SECRET_FROM_VARIABLE,
        connector.valueAt(key),
        key,
        isWritten ? "the value contains a secret in clear" : "a variable feeds a secret",
        NEXT);
  }
}
