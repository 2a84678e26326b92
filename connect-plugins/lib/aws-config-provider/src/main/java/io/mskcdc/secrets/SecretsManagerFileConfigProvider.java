package io.mskcdc.secrets;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * Copies secrets from AWS Secrets Manager to files, such as truststores.
 *
 * <p>{@code ${secretsfile:cdc/truststore}} writes the secret to a private temporary file and
 * returns the file's path. {@code ${secretsfile:cdc/tls:ca.pem}} writes the value of a key in a
 * secret that is a JSON object. {@code ?encoding=base64} after the name decodes the text first. The
 * other options are those of {@link SecretsManagerConfigProvider}.
 */
public final class SecretsManagerFileConfigProvider
    extends AwsConfigProvider<SecretsManagerClient> {
  private static final String ENCODING = "encoding";
  private static final String BASE64 = "base64";
  private static final Set<String> OPTIONS =
      Set.of(SecretReader.STAGE, SecretReader.VERSION, ENCODING);

  private final PrivateFiles files = new PrivateFiles();
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
    return values("", Set.of(path));
  }

  @Override
  Map<String, String> values(String path, Set<String> keys) {
    Map<String, String> written = new LinkedHashMap<>();
    for (String key : keys) {
      SecretPath parsed = SecretPath.parse(path.isEmpty() ? key : path, OPTIONS);
      Secret secret = reader.read(parsed);
      byte[] content =
          path.isEmpty() || key.isEmpty()
              ? secret.bytes()
              : secret.values(Set.of(key)).get(key).getBytes(StandardCharsets.UTF_8);
      String name = path.isEmpty() || key.isEmpty() ? parsed.name() : key;
      written.put(key, files.write(name, decoded(parsed, content)).toString());
    }
    return written;
  }

  private static byte[] decoded(SecretPath path, byte[] content) {
    String encoding = path.options().get(ENCODING);
    if (encoding == null) {
      return content;
    }
    if (!encoding.equals(BASE64)) {
      throw new ConfigException(
          "secret " + path.name() + ": the only supported encoding is " + BASE64);
    }
    try {
      return Base64.getMimeDecoder().decode(content);
    } catch (IllegalArgumentException e) {
      // Omit the cause: its message quotes a character of the content.
      throw new ConfigException("secret " + path.name() + ": it is not Base64");
    }
  }
}
