package io.mskcdc.local.demo;

import java.util.List;

/** Runs the scripts in {@code scripts/}. */
public interface Scripts {
  /**
   * Runs a script and waits for its end.
   *
   * @param expectedExitCode the run fails with an exception for any other exit code
   * @param script the name of the script, such as {@code deploy-connector.sh}
   */
  void run(int expectedExitCode, String script, List<String> arguments);
}
