package io.mskcdc;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The programs that only some machines have. */
public final class InstalledProgram {
  private InstalledProgram() {}

  /** Returns whether a program is on the PATH. */
  public static boolean exists(String program) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
