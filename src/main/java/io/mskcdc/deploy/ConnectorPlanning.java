package io.mskcdc.deploy;

import static io.mskcdc.problem.ErrorCode.PRUNE_IMPOSSIBLE;

import io.mskcdc.apply.UnfinishedChanges;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.Environment;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.plan.Action;
import io.mskcdc.plan.Plan;
import io.mskcdc.plan.PlannedChange;
import io.mskcdc.plan.Planner;
import io.mskcdc.plan.SavedPlan;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.runtime.ConnectRuntime;
import io.mskcdc.runtime.DedicatedWorkers;
import io.mskcdc.runtime.LiveConnector;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Plans the changes that turn the live connectors of an environment into the wanted ones. Writes
 * nothing.
 */
public final class ConnectorPlanning {
  private final Bundle bundle;
  private final ConnectRuntime runtime;
  private final UnfinishedChanges unfinished;
  private final Consumer<String> progress;

  /**
   * @param runtime where the connectors run
   * @param unfinished the changes that earlier runs left on this machine
   * @param progress receives warnings, one line each
   */
  public ConnectorPlanning(
      Bundle bundle,
      ConnectRuntime runtime,
      UnfinishedChanges unfinished,
      Consumer<String> progress) {
    this.bundle = bundle;
    this.runtime = runtime;
    this.unfinished = unfinished;
    this.progress = progress;
  }

  /**
   * Plans as if no connector were deployed, without a connection to any server.
   *
   * @param names the connectors; empty for all that the environment lists
   * @throws ProblemException when a name is not listed
   */
  public static DeploymentPlan offline(Bundle bundle, List<String> names) {
    return new DeploymentPlan(
        bundle,
        Planner.plan(
            ConnectorSelection.of(bundle, names), bundle.environment().listed(), List.of()),
        Map.of(),
        List.of());
  }

  /**
   * Reads the live connectors, as {@link ConnectRuntime#connectors} does, and plans.
   *
   * @param names the connectors; empty for all that the environment lists
   * @param prune whether to delete the connectors that this bundle created here and no longer lists
   * @throws ProblemException when a name is not listed, pruning is impossible, or a change needs a
   *     plugin that is not there
   */
  public DeploymentPlan plan(List<String> names, boolean prune) {
    DeploymentPlan planned = compare(names, prune);
    planned.warnOfUnneeded(planned.acceptance(List.of()), progress);
    return planned;
  }

  /**
   * Plans the connectors of a saved plan again.
   *
   * @throws ProblemException when the result differs from the saved plan
   */
  DeploymentPlan planAgain(SavedPlanFile file) {
    SavedPlan saved = file.read();
    boolean deletes =
        saved.connectors().stream().anyMatch(entry -> entry.action() == Action.DELETE);
    DeploymentPlan planned = compare(SavedPlanFile.names(saved), deletes);
    file.requireFresh(saved, planned.saved(runtime.cluster()));
    return planned;
  }

  /** Plans without the warnings of {@link #plan}. */
  DeploymentPlan compare(List<String> names, boolean prune) {
    List<RenderedConnector> wanted = ConnectorSelection.ofBuilt(bundle, names);
    Environment environment = bundle.environment();
    if (prune) {
      requirePrunable();
    }
    List<LiveConnector> live = runtime.connectors();
    Plan plan = Planner.plan(wanted, environment.listed(), live);
    requireComplete(plan);
    requireOwnValues(plan, live);
    return new DeploymentPlan(
        bundle,
        prune
            ? plan.and(
                Planner.deletions(environment.label().orElseThrow(), environment.listed(), live))
            : plan,
        declaredSecrets(plan),
        Stream.concat(
                UnfinishedHints.of(plan, unfinished).stream(),
                LostOffsets.of(plan, runtime).stream())
            .toList());
  }

  /** Reads which of the live values that a plan shows are secrets. */
  private Map<String, Set<String>> declaredSecrets(Plan plan) {
    return plan.changes().stream()
        .filter(planned -> planned.live().isPresent() && planned.wanted().isPresent())
        .filter(
            planned ->
                planned.change().differences().stream().anyMatch(one -> one.before() != null))
        .collect(
            Collectors.toMap(
                PlannedChange::name,
                planned ->
                    DeclaredSecrets.of(
                        runtime,
                        planned.name(),
                        planned.wanted().orElseThrow().config(),
                        progress)));
  }

  /** Checks for missing plugins before the first write, so that no change is made halfway. */
  private void requireComplete(Plan plan) {
    List<Problem> missing =
        runtime.dedicatedWorkers().stream()
            .flatMap(workers -> plan.changes().stream().flatMap(one -> missing(workers, one)))
            .toList();
    if (!missing.isEmpty()) {
      throw new ProblemException(missing);
    }
  }

  private void requireOwnValues(Plan plan, List<LiveConnector> live) {
    Set<String> planned =
        plan.changes().stream().map(PlannedChange::name).collect(Collectors.toSet());
    new LiveValues(bundle, live, planned)
        .requireOwn(
            plan.changes().stream()
                .filter(one -> one.change().isWritten())
                .flatMap(one -> one.wanted().stream()));
  }

  private static Stream<Problem> missing(DedicatedWorkers workers, PlannedChange planned) {
    return planned
        .wanted()
        .filter(
            wanted -> !planned.change().settings().isEmpty() || planned.action() == Action.REPLACE)
        .flatMap(RenderedConnector::settings)
        .map(settings -> workers.missing(planned.name(), settings).stream())
        .orElse(Stream.empty());
  }

  private void requirePrunable() {
    Environment environment = bundle.environment();
    if (environment.label().isEmpty()) {
      throw impossible(
          "bundle",
          "the bundle has no name, so its own connectors cannot be recognised",
          "set bundle to a name; each connector carries it from its next change on");
    }
    if (environment.connectors().isEmpty()) {
      throw impossible(
          "connectors",
          "the list is empty, and pruning would delete every connector",
          "delete the connectors by name: mskcdc delete NAME");
    }
  }

  private ProblemException impossible(String key, String message, String next) {
    return new ProblemException(
        new Problem(
            PRUNE_IMPOSSIBLE,
            bundle.paths().shown(bundle.environment().document().keyAt(key)),
            key,
            message,
            next));
  }
}
