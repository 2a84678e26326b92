package io.mskcdc.deploy;

import io.mskcdc.apply.Applier;
import io.mskcdc.apply.Deleter.Remains;
import io.mskcdc.apply.Outcome;
import io.mskcdc.apply.Outcome.Result;
import io.mskcdc.apply.UnfinishedChanges;
import io.mskcdc.config.Bundle;
import io.mskcdc.plan.Acceptance;
import io.mskcdc.plan.Action;
import io.mskcdc.plan.PlannedChange;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.report.ApplyReport;
import io.mskcdc.runtime.ConnectRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Deploys the connectors of an environment: plans, checks the accepted dangers, requests approval,
 * applies, and finally deletes the pruned connectors.
 */
public final class ConnectorDeployment {
  private final Bundle bundle;
  private final ConnectRuntime runtime;
  private final ApplyOptions options;
  private final ChangeReview review;
  private final Consumer<String> progress;

  /**
   * @param runtime where the connectors run
   * @param review sees the plan and approves it
   * @param progress receives steps and warnings, one line each
   */
  public ConnectorDeployment(
      Bundle bundle,
      ConnectRuntime runtime,
      ApplyOptions options,
      ChangeReview review,
      Consumer<String> progress) {
    this.bundle = bundle;
    this.runtime = runtime;
    this.options = options;
    this.review = review;
    this.progress = progress;
  }

  /**
   * Plans and applies.
   *
   * @param names the connectors; empty for all that the environment lists
   * @param prune whether to delete the connectors that this bundle created here and no longer lists
   * @return the outcome of each connector; empty when the plan was not approved
   * @throws ProblemException when the plan is refused or a connector is invalid; then nothing was
   *     written
   */
  public Optional<ApplyReport> deploy(List<String> names, boolean prune) {
    DeploymentPlan planned = planning().compare(names, prune);
    check(planned);
    return planned.plan().isEmpty() || review.isApproved()
        ? Optional.of(apply(planned))
        : Optional.empty();
  }

  /**
   * Applies a saved plan, without asking for approval.
   *
   * @throws ProblemException when the plan is stale or refused, or a connector is invalid; then
   *     nothing was written
   */
  public ApplyReport deploySaved(SavedPlanFile file) {
    DeploymentPlan planned = planning().planAgain(file);
    check(planned);
    return apply(planned);
  }

  private ConnectorPlanning planning() {
    return new ConnectorPlanning(
        bundle, runtime, new UnfinishedChanges(options.offsetsFolder()), progress);
  }

  private void check(DeploymentPlan planned) {
    Acceptance acceptance = planned.acceptance(options.accept());
    planned.warnOfUnneeded(acceptance, progress);
    if (!planned.plan().isEmpty()) {
      review.show(planned.report());
      planned.requireAccepted(acceptance);
      ConnectorDeletion.requirePermission(bundle, planned.deleted());
    }
  }

  private ApplyReport apply(DeploymentPlan planned) {
    UnfinishedChanges unfinished = new UnfinishedChanges(options.offsetsFolder());
    Applier applier =
        new Applier(
            runtime,
            options.limits().untilStable(runtime),
            new ConnectorValidation(bundle, runtime, progress).validator(),
            this::event,
            unfinished,
            options.rollback(),
            options.parallel());
    List<Outcome> outcomes =
        Interruption.during(
            () -> applier.apply(planned.plan()),
            () -> unfinished.interrupted(options.rollback()).forEach(progress));
    return outcomes.stream().allMatch(Outcome::isGood)
        ? prune(planned, outcomes)
        : new ApplyReport(
            bundle.environment().name(),
            Stream.concat(outcomes.stream(), deletions(planned).map(ConnectorDeployment::notBegun))
                .toList(),
            List.of());
  }

  private static Stream<PlannedChange> deletions(DeploymentPlan planned) {
    return planned.plan().changes().stream().filter(change -> change.action() == Action.DELETE);
  }

  private static Outcome notBegun(PlannedChange deletion) {
    return deletion(deletion, Result.NOT_ATTEMPTED, List.of());
  }

  private static Outcome deletion(PlannedChange deletion, Result result, List<Problem> problems) {
    return new Outcome(
        deletion.name(),
        Action.DELETE,
        result,
        Optional.empty(),
        Optional.empty(),
        Duration.ZERO,
        problems);
  }

  /** A deletion that fails is an outcome like others, and does not end the deletions. */
  private ApplyReport prune(DeploymentPlan planned, List<Outcome> applied) {
    ConnectorDeletion deletion =
        new ConnectorDeletion(bundle, runtime, options.limits(), options.offsetsFolder(), progress);
    List<Outcome> outcomes = new ArrayList<>(applied);
    List<Remains> deleted = new ArrayList<>();
    List<PlannedChange> changes = deletions(planned).toList();
    return Interruption.during(
        () -> {
          for (int i = 0; i < changes.size(); i++) {
            PlannedChange change = changes.get(i);
            List<String> later =
                changes.subList(i + 1, changes.size()).stream().map(PlannedChange::name).toList();
            try {
              deletion.delete(change.live().orElseThrow(), later).ifPresent(deleted::add);
            } catch (ProblemException e) {
              outcomes.add(deletion(change, Result.FAILED, e.problems()));
            }
          }
          return new ApplyReport(bundle.environment().name(), outcomes, deleted);
        },
        () -> written(applied).ifPresent(progress));
  }

  /** Returns a sentence about the connectors that were written; empty if none was. */
  private static Optional<String> written(List<Outcome> applied) {
    String names =
        applied.stream()
            .filter(outcome -> outcome.result() == Result.APPLIED)
            .map(Outcome::name)
            .collect(Collectors.joining(", "));
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of("Created or updated before, and healthy: " + names + ".");
  }

  private void event(String connector, String text) {
    progress.accept(connector + ": " + text);
  }
}
