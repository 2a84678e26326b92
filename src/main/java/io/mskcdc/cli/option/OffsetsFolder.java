package io.mskcdc.cli.option;

import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** The option of every command that saves offsets, or reads what an earlier command left there. */
public final class OffsetsFolder {
  private static final String NAME = "--offsets-dir";

  @Option(
      names = NAME,
      paramLabel = "DIR",
      description =
          "The folder for the offsets of deleted connectors, and for what marks changes that are not"
              + " finished (default: offsets/ENV).")
  private Path folder;

  /** Returns the folder that was given to a command; null if none was. */
  static Path given(CommandSpec command) {
    OptionSpec option = command.findOption(NAME);
    return option == null ? null : option.getValue();
  }

  /** Returns the folder for an environment. */
  public Path of(String env) {
    return folder == null ? Path.of("offsets", env) : folder;
  }
}
