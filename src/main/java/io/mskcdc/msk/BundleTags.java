package io.mskcdc.msk;

import io.mskcdc.config.Environment;
import io.mskcdc.config.MskConnectTarget;
import io.mskcdc.config.RenderedConnector;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The tags of what the bundle makes on AWS: those of the environment, the bundle's name, by which
 * it knows its own, and the SHA-256 of the content.
 */
public final class BundleTags {
  /** The key that has the bundle's name. */
  public static final String BUNDLE = RenderedConnector.LABEL_KEY;

  private static final String SHA_256 = "mskcdc.sha256";

  private BundleTags() {}

  /**
   * Returns the tags of something whose content never changes.
   *
   * @param sha256 of the content, in hexadecimal
   */
  public static Map<String, String> of(Environment environment, String sha256) {
    Map<String, String> tags =
        new LinkedHashMap<>(environment.mskConnect().map(MskConnectTarget::tags).orElse(Map.of()));
    environment.bundle().ifPresent(bundle -> tags.put(BUNDLE, bundle));
    tags.put(SHA_256, sha256);
    return tags;
  }
}
