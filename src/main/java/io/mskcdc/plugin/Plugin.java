package io.mskcdc.plugin;

import java.nio.file.Path;
import java.util.List;

/**
 * A plugin as a file: a ZIP of JARs, or one JAR.
 *
 * @param sha256 of the file, in hexadecimal
 * @param jars in the order of their names
 */
public record Plugin(Path file, long size, String sha256, List<Jar> jars) {
  /** Returns how many JARs it holds. */
  public int jarCount() {
    return jars.size();
  }
}
