package io.mskcdc.plugin;

import io.mskcdc.text.Sha256;
import java.util.Map;

/**
 * A JAR of a plugin.
 *
 * @param name its path in the ZIP
 * @param content the file itself
 * @param classes its class files by internal name, like {@code io/mskcdc/smt/Mask}; those for newer
 *     Java versions only (META-INF/versions) and module descriptors are not among them
 * @param texts its service files and Maven coordinates by path
 * @param usesKafka whether any class mentions Kafka's packages; most libraries' do not, and need
 *     not be followed
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

  /** Computes its SHA-256; not kept, because only a manifest asks for it. */
  String sha256() {
    return Sha256.of(content);
  }

  /** Returns the file's own name. */
  String fileName() {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
