package io.mskcdc.cli.option;

import io.mskcdc.config.BundlePaths;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option of every command that reads the bundle. */
public final class BundleOption {
  /** The launcher sets this property to the root of its repository. */
  private static final String ROOT_PROPERTY = "mskcdc.root";

  @Option(
      names = "--configs",
      paramLabel = "DIR",
      description = "The folder of the bundle (default: connector-configs of this repository).")
  private Path configs;

  /** Returns the paths of the bundle. */
  public BundlePaths paths() {
    return new BundlePaths(folder(configs));
  }

  /** Returns the given folder of the bundle, or else the one of this repository. */
  public static Path folder(Path given) {
    if (given != null) {
      return given;
    }
    String root = System.getProperty(ROOT_PROPERTY);
    return root == null ? Path.of("connector-configs") : Path.of(root, "connector-configs");
  }
}
