package io.mskcdc.secrets;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Files from Amazon S3: {@code ${s3file:bucket/certificates/rds.p12}} fetches an object, such as a
 * truststore, into a private temporary file and is its path. {@code ?version=ID} after the key
 * chooses a version.
 */
public final class S3FileConfigProvider extends AwsConfigProvider<S3Client> {
  private static final Logger LOG = LoggerFactory.getLogger(S3FileConfigProvider.class);
  private static final String VERSION = "version";
  private static final Set<String> OPTIONS = Set.of(VERSION);
  private static final String PERMISSIONS =
      "s3:GetObject on the object (s3:GetObjectVersion for a version), and kms:Decrypt where the"
          + " bucket encrypts with a key of its own";
  private static final int MAX_BYTES = 10 * 1024 * 1024;

  private final PrivateFiles files = new PrivateFiles();
  private ValueCache<SecretPath, String> cache;

  @Override
  void configured(ProviderConfig settings) {
    cache = new ValueCache<>(settings.cache());
  }

  @Override
  S3Client open(ProviderConfig settings, ProviderSession connections) {
    // An address of one's own has no host name for each bucket.
    return connections
        .configure(S3Client.builder())
        .forcePathStyle(settings.endpoint().isPresent())
        .build();
  }

  @Override
  Map<String, String> values(String path) {
    return values("", Set.of(path));
  }

  @Override
  Map<String, String> values(String path, Set<String> keys) {
    Map<String, String> written = new LinkedHashMap<>();
    for (String key : keys) {
      SecretPath object = SecretPath.parse(path.isEmpty() ? key : path + "/" + key, OPTIONS);
      written.put(
          key, cache.get(Set.of(object), missing -> Map.of(object, fetch(object))).get(object));
    }
    return written;
  }

  private String fetch(SecretPath object) {
    int slash = object.name().indexOf('/');
    if (slash <= 0 || slash == object.name().length() - 1) {
      throw new ConfigException("'" + object.name() + "' is not of the form bucket/key");
    }
    String what = "object s3://" + object.name();
    try (ResponseInputStream<GetObjectResponse> content =
        client()
            .getObject(
                request ->
                    request
                        .bucket(object.name().substring(0, slash))
                        .key(object.name().substring(slash + 1))
                        .versionId(object.options().get(VERSION)))) {
      byte[] bytes = content.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        content.abort();
        throw new ConfigException(what + ": it is larger than 10 MiB, so it is not a truststore");
      }
      LOG.info("Fetched {}, {} bytes", what, bytes.length);
      return files.write(object.name(), bytes).toString();
    } catch (SdkException e) {
      throw ProviderErrors.of(what, PERMISSIONS, e);
    } catch (IOException e) {
      throw new ConfigException(what + ": the transfer broke off");
    }
  }
}
