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
 * Reads secrets from Secrets Manager, with one call for each. The option {@code stage} of a path
 * selects a version by its stage, such as {@code AWSPREVIOUS}, and {@code version} by its id.
 * Without them it reads the current version.
 */
final class SecretReader {
  static final String STAGE = "stage";
  static final String VERSION = "version";

  private static final Logger LOG = LoggerFactory.getLogger(SecretReader.class);
  private static final String PERMISSIONS =
      "secretsmanager:GetSecretValue on the secret, and kms:Decrypt on its key unless it is the"
          + " account's default key";

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
      GetSecretValueResponse response =
          client
              .get()
              .getSecretValue(
                  request ->
                      request
                          .secretId(path.name())
                          .versionStage(path.options().get(STAGE))
                          .versionId(path.options().get(VERSION)));
      LOG.info("Read version {} of secret {}", response.versionId(), path.name());
      return new Secret(path.name(), response);
    } catch (SdkException e) {
      throw ProviderErrors.of("secret " + path.name(), PERMISSIONS, e);
    }
  }
}
