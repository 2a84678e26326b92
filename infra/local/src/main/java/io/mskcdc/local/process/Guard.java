package io.mskcdc.local.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a command under {@code guard.sh}, which ends the command when this process ends. */
final class Guard {
  private Guard() {}

  /**
   * Returns the command line of the guard.
   *
   * @param pidFile the guard writes the process id of {@code command} to it
   */
  static List<String> around(List<String> command, Path pidFile) throws IOException {
    List<String> guarded = new ArrayList<>(List.of("sh", "-c", script(), "msk-cdc-guard"));
    guarded.add(pidFile.toString());
    guarded.addAll(command);
    return guarded;
  }

  private static String script() throws IOException {
    try (InputStream script = Guard.class.getResourceAsStream("guard.sh")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
