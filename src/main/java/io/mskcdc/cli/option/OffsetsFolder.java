package io.mskcdc.cli.option;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option of every command that saves offsets before it deletes. */
public final class OffsetsFolder {
  @Option(
      names = "--offsets-dir",
      paramLabel = "DIR",
      description = "Where to save the offsets of what is deleted (default: offsets/ENV).")
  private Path folder;

  public Path of(String env) {
    return folder == null ? Path.of("offsets", env) : folder;
  }
}
