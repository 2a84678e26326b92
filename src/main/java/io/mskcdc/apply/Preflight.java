package io.mskcdc.apply;

import io.mskcdc.config.RenderedConnector;
import io.mskcdc.problem.Problem;
import java.util.List;
import java.util.function.Consumer;

/** Looks for what the runtime's own validation does not see, before anything is written. */
@FunctionalInterface
public interface Preflight {
  /**
   * Checks a connector that the runtime finds valid.
   *
   * @param note told what could not be checked, and why
   * @return what would go wrong
   */
  List<Problem> check(RenderedConnector connector, Consumer<String> note);
}
