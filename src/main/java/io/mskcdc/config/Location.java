package io.mskcdc.config;

import java.nio.file.Path;

/**
 * A place in a file of the bundle.
 *
 * @param line the line, from 1; 0 stands for the file as a whole
 * @param column the column, from 1; 0 where the line is 0
 */
public record Location(Path file, int line, int column) {

  /** Returns a file as a whole. */
  public static Location of(Path file) {
    return new Location(file, 0, 0);
  }
}
