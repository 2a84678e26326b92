package io.mskcdc.deploy;

import io.mskcdc.apply.Deleter;
import io.mskcdc.apply.Deleter.Remains;
import io.mskcdc.config.Bundle;
import io.mskcdc.plan.Plan;
import io.mskcdc.plan.PlannedChange;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.report.DeleteReport;
import io.mskcdc.report.PlanReport;
import io.mskcdc.runtime.ConnectRuntime;
import io.mskcdc.runtime.LiveConnector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Deletes connectors of an environment, listed or not, and saves their offsets first. */
public final class ConnectorDeletion {
  private final Bundle bundle;
  private final ConnectRuntime runtime;
  private final WaitLimits limits;
  private final Path offsetsFolder;
  private final Consumer<String> progress;

  /**
   * @param runtime where the connectors run
   * @param limits how long to wait until a connector is stopped
   * @param offsetsFolder where offsets are saved
   * @param progress receives steps and warnings, one line each
   */
  public ConnectorDeletion(
      Bundle bundle,
      ConnectRuntime runtime,
      WaitLimits limits,
      Path offsetsFolder,
      Consumer<String> progress) {
    this.bundle = bundle;
    this.runtime = runtime;
    this.limits = limits;
    this.offsetsFolder = offsetsFolder;
    this.progress = progress;
  }

  /**
   * Shows the deletion, and makes it once it is approved.
   *
   * @param wanted the connectors, listed in the environment or not
   * @return what remains of each connector; empty when the deletion was not approved
   */
  public Optional<DeleteReport> delete(List<String> wanted, ChangeReview review) {
    List<String> distinct = wanted.stream().distinct().toList();
    requirePermission(bundle, distinct);
    Map<String, LiveConnector> there = new LinkedHashMap<>();
    distinct.forEach(name -> runtime.connector(name).ifPresent(live -> there.put(name, live)));
    there
        .values()
        .forEach(live -> OtherBundle.warning(bundle, live, "creates it again").ifPresent(progress));
    List<String> names = List.copyOf(there.keySet());
    List<String> absent = distinct.stream().filter(name -> !there.containsKey(name)).toList();
    if (names.isEmpty()) {
      return Optional.of(delete(names, absent));
    }
    review.show(
        new PlanReport(
            bundle.environment().name(),
            new Plan(names.stream().map(PlannedChange::deletion).toList()),
            List.of()));
    return review.isApproved() ? Optional.of(delete(names, absent)) : Optional.empty();
  }

  /**
   * Checks that the environment permits deletions.
   *
   * @throws ProblemException if its policies forbid them
   */
  static void requirePermission(Bundle bundle, List<String> names) {
    if (!names.isEmpty() && bundle.environment().policies().forbidsDeletes()) {
      throw new ProblemException(
          names.stream()
              .map(
                  name ->
                      new Problem(
                          ErrorCode.DELETE_FORBIDDEN,
                          name,
                          "policies.deletes",
                          "the policies of " + bundle.environment().name() + " forbid to delete it",
                          "stop it instead, or change the policy in a reviewed commit"))
              .toList());
    }
  }

  /**
   * Deletes a connector of an approved plan.
   *
   * @param planned the connector as the plan saw it
   * @param later the connectors that are to be deleted after it
   * @return what remains of it; empty where it is gone already
   * @throws ProblemException when it changed since the plan, or cannot be deleted
   */
  Optional<Remains> delete(LiveConnector planned, List<String> later) {
    Deleter deleter = deleter();
    return interruptible(planned.name(), later, () -> deleter.delete(planned));
  }

  /**
   * Deletes connectors.
   *
   * @param absentBefore the names of which there was no connector to show
   */
  private DeleteReport delete(List<String> names, List<String> absentBefore) {
    Deleter deleter = deleter();
    List<Remains> deleted = new ArrayList<>();
    List<String> absent = new ArrayList<>(absentBefore);
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      try {
        interruptible(name, names.subList(i + 1, names.size()), () -> deleter.delete(name))
            .ifPresentOrElse(deleted::add, () -> absent.add(name));
      } catch (ProblemException e) {
        return new DeleteReport(
            deleted,
            absent,
            Optional.of(new DeleteReport.Failed(name, e.problems())),
            names.subList(i + 1, names.size()));
      }
      if (bundle.environment().listed().contains(name)) {
        progress.accept("warning " + name + " is still listed: the next apply creates it again");
      }
    }
    return new DeleteReport(deleted, absent, Optional.empty(), List.of());
  }

  private Deleter deleter() {
    return new Deleter(
        runtime,
        limits.untilReached(runtime),
        offsetsFolder,
        (connector, text) -> progress.accept(connector + ": " + text));
  }

  private Optional<Remains> interruptible(
      String name, List<String> later, Supplier<Optional<Remains>> deletion) {
    return Interruption.during(
        deletion,
        () ->
            progress.accept(
                name
                    + ": interrupted while it was stopped and deleted."
                    + (later.isEmpty() ? "" : " Not deleted: " + String.join(", ", later) + ".")
                    + " Next: mskcdc status "
                    + name));
  }
}
