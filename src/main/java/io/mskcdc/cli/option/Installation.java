package io.mskcdc.cli.option;

import java.nio.file.Path;

/** The folders that the launcher names. */
public final class Installation {
  private Installation() {}

  /** Returns the folder of the repository that the deployer works for. */
  public static Path root() {
    return Path.of(System.getProperty("mskcdc.root", ""));
  }

  /** Returns the folder of the deployer: a built checkout, or an unpacked release. */
  public static Path home() {
    String home = System.getProperty("mskcdc.home");
    return home == null ? root() : Path.of(home);
  }
}
