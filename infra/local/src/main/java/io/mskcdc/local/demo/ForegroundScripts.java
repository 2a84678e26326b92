package io.mskcdc.local.demo;

import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.process.Subprocess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs scripts with the output of this process.
 *
 * @param environment variables added to the environment of this process
 * @param work holds the process ids of running scripts
 */
record ForegroundScripts(Checkout checkout, Map<String, String> environment, Path work)
    implements Scripts {
  private static final Duration TIMEOUT = Duration.ofMinutes(8);

  @Override
  public void run(int expectedExitCode, String script, List<String> arguments) {
    try (Subprocess process = start(script, arguments)) {
      process.awaitExit(TIMEOUT, expectedExitCode);
    }
  }

  /** Starts a script without waiting for its end. */
  Subprocess start(String script, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(checkout.script(script).toString()));
    command.addAll(arguments);
    return Subprocess.startInForeground(script, command, environment, work);
  }
}
