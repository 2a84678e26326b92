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
 * Copies files from Amazon S3, such as truststores.
 *
 * <p>{@code ${s3file:bucket/certificates/rds.p12}} downloads the object to a private temporary file
 * and returns the file's path. {@code ?version=ID} after the key selects a version.
 */
public final class S3FileConfigProvider extends AwsConfigProvider<S3Client> {
  private static final Logger LOG = LoggerFactory.getLogger(S3FileConfigProvider.class);
  private static final String VERSION = "version";
  private static final Set<String> OPTIONS = Set.of(VERSION);
  private static final String PERMISSIONS =
      "s3:GetObject on the object (s3:GetObjectVersion for a version), and kms:Decrypt if the"
          + " bucket encrypts with a customer managed key";
  private static final int MAX_BYTES = 10 * 1024 * 1024;

  private final PrivateFiles files = new PrivateFiles();
  private ValueCache<SecretPath, String> cache;

  @Override
  void onConfigured(ProviderConfig settings) {
    cache = new ValueCache<>(settings.cache());
  }

  @Override
  S3Client open(ProviderConfig settings, ProviderSession connections) {
    // A custom endpoint has no host name for each bucket.
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
          key, cache.get(Set.of(object), missing -> Map.of(object, download(object))).get(object));
    }
    return written;
  }

  private String download(SecretPath object) {
    int slash = object.name().indexOf('/');
    if (slash <= 0 || slash == object.name().length() - 1) {
      throw new ConfigException("'" + object.name() + "' must have the form bucket/key");
    }
    String item = "object s3://" + object.name();
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
        throw new ConfigException(item + ": it is larger than 10 MiB, which no truststore is");
      }
      LOG.info("Downloaded {}, {} bytes", item, bytes.length);
      return files.write(object.name(), bytes).toString();
    } catch (SdkException e) {
      throw ProviderErrors.of(item, PERMISSIONS, e);
    } catch (IOException e) {
      throw new ConfigException(
          item + ": the download was interrupted (" + ProviderErrors.text(e) + ")");
    }
  }
}
