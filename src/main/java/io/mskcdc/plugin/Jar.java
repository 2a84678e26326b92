package io.mskcdc.plugin;

import io.mskcdc.text.Sha256;
import java.util.Map;

/**
 * A JAR of a plugin.
 *
 * @param name its path in the ZIP
 * @param content the file itself
 * @param classes its class files by internal name, like {@code io/mskcdc/smt/Mask}; without those
 *     for newer Java versions (META-INF/versions) and module descriptors
 * @param texts its service files and Maven coordinates by path
 * @param usesKafka whether a class refers to Kafka's packages; the references of other JARs are not
 *     checked
 */
record Jar(
    String name,
    byte[] content,
    Map<String, byte[]> classes,
    Map<String, String> texts,
    boolean usesKafka) {

  /** Returns its size in bytes. */
  int size() {
    return content.length;
  }

  /** Computes its SHA-256. It is not stored, since only a manifest contains it. */
  String sha256() {
    return Sha256.of(content);
  }

  /** Returns the file's own name. */
  String fileName() {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
