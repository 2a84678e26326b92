package io.mskcdc.secrets;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * Values from AWS Secrets Manager: {@code ${secretsmanager:cdc/mysql:password}} is a key of a
 * secret that holds a JSON object (those that RDS manages do), {@code ${secretsmanager:cdc/token}}
 * a whole secret. An ARN is written percent-encoded; {@code ?stage=AWSPREVIOUS} and {@code
 * ?version=ID} after the name choose a version.
 */
public final class SecretsManagerConfigProvider extends AwsConfigProvider<SecretsManagerClient> {
  private static final Set<String> OPTIONS = Set.of(SecretReader.STAGE, SecretReader.VERSION);

  private SecretReader reader;

  @Override
  void configured(ProviderConfig settings) {
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
