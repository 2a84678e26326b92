package io.mskcdc.cli.option;

import io.mskcdc.config.BundlePaths;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option of every command that reads the bundle. */
public final class BundleOption {
  @Option(
      names = "--configs",
      paramLabel = "DIR",
      description = "The folder of the bundle (default: connector-configs of this repository).")
  private Path configs;

  /** Returns the folder that was given; null if none was. */
  Path given() {
    return configs;
  }

  /** Returns the paths of the bundle. */
  public BundlePaths paths() {
    return BundlePaths.of(folder(configs), Installation.home());
  }

  /** Returns the given folder of the bundle, or else the one of this repository. */
  public static Path folder(Path given) {
    return given != null ? given : Installation.root().resolve("connector-configs");
  }
}
