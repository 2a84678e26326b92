package io.mskcdc.secrets;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * Reads values from AWS Secrets Manager.
 *
 * <p>{@code ${secretsmanager:cdc/mysql:password}} returns the value of a key in a secret that is a
 * JSON object, as the secrets that RDS manages are. {@code ${secretsmanager:cdc/token}} returns the
 * whole secret. Percent-encode an ARN. {@code ?stage=AWSPREVIOUS} or {@code ?version=ID} after the
 * name selects a version.
 */
public final class SecretsManagerConfigProvider extends AwsConfigProvider<SecretsManagerClient> {
  private static final Set<String> OPTIONS = Set.of(SecretReader.STAGE, SecretReader.VERSION);

  private SecretReader reader;

  @Override
  void onConfigured(ProviderConfig settings) {
    reader = new SecretReader(settings, this::client);
  }

  @Override
  SecretsManagerClient open(ProviderConfig settings, ProviderSession connections) {
    return connections.configure(SecretsManagerClient.builder()).build();
  }

  @Override
  Map<String, String> values(String path) {
    return reader.read(SecretPath.parse(path, OPTIONS)).values();
  }

  @Override
  Map<String, String> values(String path, Set<String> keys) {
    if (!path.isEmpty()) {
      return reader.read(SecretPath.parse(path, OPTIONS)).values(keys);
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (String name : keys) {
      values.put(name, reader.read(SecretPath.parse(name, OPTIONS)).text());
    }
    return values;
  }
}
