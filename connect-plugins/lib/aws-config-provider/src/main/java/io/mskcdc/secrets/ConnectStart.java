package io.mskcdc.secrets;

import java.util.Set;

/**
 * Tells whether a value is looked up because a connector or a task starts, as opposed to a
 * validation or the worker's housekeeping. Connect does not say so; its herders' method names do,
 * and they are the same in Connect 3.7 and 4.3. A worker that named them differently would get a
 * cached value, at most {@code cache.seconds} old.
 */
final class ConnectStart {
  private static final String RUNTIME = "org.apache.kafka.connect.runtime.";
  private static final Set<String> STARTS = Set.of("startConnector", "startTask");
  private static final StackWalker STACK = StackWalker.getInstance();

  private ConnectStart() {}

  /** Whether Connect starts something in this thread. */
  static boolean isUnderWay() {
    return STACK.walk(
        frames ->
            frames.anyMatch(
                frame ->
                    frame.getClassName().startsWith(RUNTIME)
                        && STARTS.contains(frame.getMethodName())));
  }
}
