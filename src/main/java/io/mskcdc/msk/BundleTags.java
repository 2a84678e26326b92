package io.mskcdc.msk;

import io.mskcdc.config.Environment;
import io.mskcdc.config.MskConnectTarget;
import io.mskcdc.config.RenderedConnector;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The tags of resources that the bundle creates on AWS: the environment's tags, the bundle's name
 * and the SHA-256 of the content.
 */
final class BundleTags {
  /** The key of the tag with the bundle's name. */
  static final String BUNDLE = RenderedConnector.LABEL_KEY;

  private static final String SHA_256 = "mskcdc.sha256";

  private BundleTags() {}

  /**
   * Returns the tags of an immutable resource.
   *
   * @param sha256 of the content, in hexadecimal
   */
  static Map<String, String> of(Environment environment, String sha256) {
    Map<String, String> tags =
        new LinkedHashMap<>(environment.mskConnect().map(MskConnectTarget::tags).orElse(Map.of()));
    environment.bundle().ifPresent(bundle -> tags.put(BUNDLE, bundle));
    tags.put(SHA_256, sha256);
    return tags;
  }
}
