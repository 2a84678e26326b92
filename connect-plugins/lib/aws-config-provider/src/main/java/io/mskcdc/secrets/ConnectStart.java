package io.mskcdc.secrets;

import java.util.Set;

/**
 * Detects whether a value is looked up because a connector or a task starts. Other look-ups are
 * validations of a configuration and the worker's periodic ones.
 *
 * <p>Connect does not pass the reason of a look-up, so this class searches the call stack for the
 * herder's methods {@code startConnector} and {@code startTask}. Connect 3.7 and 4.3 have the same
 * names. If a later release renames them, a starting task gets a cached value that is at most
 * {@code cache.seconds} old.
 */
final class ConnectStart {
  private static final String RUNTIME = "org.apache.kafka.connect.runtime.";
  private static final Set<String> STARTS = Set.of("startConnector", "startTask");
  private static final StackWalker STACK = StackWalker.getInstance();

  private ConnectStart() {}

  /** Whether this thread starts a connector or a task. */
  static boolean isUnderWay() {
    return STACK.walk(
        frames ->
            frames.anyMatch(
                frame ->
                    frame.getClassName().startsWith(RUNTIME)
                        && STARTS.contains(frame.getMethodName())));
  }
}
