package io.mskcdc.secrets;

import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;

/**
 * Reads secrets from Secrets Manager, one call each. A path's options are {@code stage}, a version
 * stage like {@code AWSPREVIOUS}, and {@code version}, a version's id; without them it is the
 * current version.
 */
final class SecretReader {
  static final String STAGE = "stage";
  static final String VERSION = "version";

  private static final Logger LOG = LoggerFactory.getLogger(SecretReader.class);
  private static final String PERMISSIONS =
      "secretsmanager:GetSecretValue on the secret, and kms:Decrypt on its key where that is not"
          + " the account's default key";

  private final ValueCache<SecretPath, Secret> cache;
  private final Supplier<SecretsManagerClient> client;

  SecretReader(ProviderConfig config, Supplier<SecretsManagerClient> client) {
    this.cache = new ValueCache<>(config.cache());
    this.client = client;
  }

  Secret read(SecretPath path) {
    return cache.get(Set.of(path), missing -> Map.of(path, call(path))).get(path);
  }

  private Secret call(SecretPath path) {
    try {
      GetSecretValueResponse answer =
          client
              .get()
              .getSecretValue(
                  request ->
                      request
                          .secretId(path.name())
                          .versionStage(path.options().get(STAGE))
                          .versionId(path.options().get(VERSION)));
      LOG.info("Read version {} of secret {}", answer.versionId(), path.name());
      return new Secret(path.name(), answer);
    } catch (SdkException e) {
      throw ProviderErrors.of("secret " + path.name(), PERMISSIONS, e);
    }
  }
}
