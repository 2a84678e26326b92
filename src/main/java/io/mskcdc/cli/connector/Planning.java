package io.mskcdc.cli.connector;

import static io.mskcdc.problem.ErrorCode.PRUNE_IMPOSSIBLE;

import io.mskcdc.cli.option.Selection;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.Environment;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.plan.Action;
import io.mskcdc.plan.Change;
import io.mskcdc.plan.Plan;
import io.mskcdc.plan.Planner;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.runtime.ConnectRuntime;
import io.mskcdc.runtime.LiveConnector;
import java.util.ArrayList;
import java.util.List;

/**
 * A plan and what it was made from.
 *
 * @param bundle the bundle
 * @param wanted the connectors planned for
 * @param live every live connector
 * @param plan what is to be done
 */
record Planning(
    Bundle bundle, List<RenderedConnector> wanted, List<LiveConnector> live, Plan plan) {

  /** Reads the live state, in one request, and plans. */
  static Planning of(Bundle bundle, ConnectRuntime runtime, List<String> names, boolean prune) {
    List<RenderedConnector> wanted = Selection.of(bundle, names);
    Environment environment = bundle.environment();
    if (prune) {
      requirePrunable(bundle);
    }
    List<LiveConnector> live = runtime.connectors();
    Plan plan = Planner.plan(wanted, environment.listed(), live);
    requireComplete(plan, wanted, runtime);
    return new Planning(
        bundle,
        wanted,
        live,
        prune
            ? plan.and(
                Planner.deletions(environment.label().orElseThrow(), environment.listed(), live))
            : plan);
  }

  /** What a change needs and is not there is known before anything is written. */
  private static void requireComplete(
      Plan plan, List<RenderedConnector> wanted, ConnectRuntime runtime) {
    List<Problem> missing = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      Change change = plan.changes().get(i);
      if (!change.settings().isEmpty() || change.action() == Action.REPLACE) {
        RenderedConnector connector = wanted.get(i);
        runtime
            .dedicatedWorkers()
            .ifPresent(
                workers ->
                    connector
                        .settings()
                        .ifPresent(
                            settings ->
                                missing.addAll(workers.missing(connector.name(), settings))));
      }
    }
    if (!missing.isEmpty()) {
      throw new ProblemException(missing);
    }
  }

  private static void requirePrunable(Bundle bundle) {
    Environment environment = bundle.environment();
    if (environment.label().isEmpty()) {
      throw impossible(
          bundle,
          "bundle",
          "without a name of the bundle nobody knows which connectors are its own",
          "write bundle: with a name; connectors carry it from their next change on");
    }
    if (environment.connectors().isEmpty()) {
      throw impossible(
          bundle,
          "connectors",
          "the list is empty, and pruning would delete everything",
          "use mskcdc delete with each name");
    }
  }

  private static ProblemException impossible(
      Bundle bundle, String key, String message, String next) {
    return new ProblemException(
        new Problem(
            PRUNE_IMPOSSIBLE,
            bundle.paths().shown(bundle.environment().file()),
            key,
            message,
            next));
  }
}
