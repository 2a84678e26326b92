package io.mskcdc.plugin;

import java.nio.file.Path;
import java.util.List;

/**
 * A plugin as a file: a ZIP of JARs, or one JAR.
 *
 * @param file the file
 * @param size its size in bytes
 * @param sha256 its SHA-256 in hexadecimal
 * @param jars its JARs, sorted by name
 */
public record Plugin(Path file, long size, String sha256, List<Jar> jars) {
  /** Returns the number of JARs. */
  public int jarCount() {
    return jars.size();
  }
}
