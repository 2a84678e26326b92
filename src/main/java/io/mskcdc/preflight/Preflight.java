package io.mskcdc.preflight;

import io.mskcdc.config.RenderedConnector;
import io.mskcdc.problem.Problem;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Checks before a deployment what the runtime's own validation does not check. */
@FunctionalInterface
public interface Preflight {
  /**
   * Checks a connector that the runtime finds valid.
   *
   * @param note receives a sentence for each check that was not possible, with the reason
   * @return the problems, none if the connector can be deployed
   */
  List<Problem> check(RenderedConnector connector, Consumer<String> note);

  /** Returns a check that runs others in their order. */
  static Preflight all(Preflight... checks) {
    return (connector, note) ->
        Stream.of(checks).flatMap(check -> check.check(connector, note).stream()).toList();
  }
}
