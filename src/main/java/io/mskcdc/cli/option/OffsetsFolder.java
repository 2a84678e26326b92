package io.mskcdc.cli.option;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option of every command that saves offsets, or reads what an earlier command left there. */
public final class OffsetsFolder {
  @Option(
      names = "--offsets-dir",
      paramLabel = "DIR",
      description =
          "The folder for the offsets of deleted connectors, and for what marks changes that are not"
              + " finished (default: offsets/ENV).")
  private Path folder;

  /** Returns the folder for an environment. */
  public Path of(String env) {
    return folder == null ? Path.of("offsets", env) : folder;
  }
}
