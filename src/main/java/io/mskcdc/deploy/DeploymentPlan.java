package io.mskcdc.deploy;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.Environment;
import io.mskcdc.plan.Acceptance;
import io.mskcdc.plan.Action;
import io.mskcdc.plan.Plan;
import io.mskcdc.plan.PlannedChange;
import io.mskcdc.plan.SavedPlan;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.report.PlanReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A plan and the bundle that it was made for.
 *
 * @param bundle the bundle
 * @param plan the changes
 * @param declared the keys that the runtime declares as secrets, by connector
 * @param unfinished a sentence for each earlier change that has not ended
 */
public record DeploymentPlan(
    Bundle bundle, Plan plan, Map<String, Set<String>> declared, List<String> unfinished) {

  public DeploymentPlan {
    declared = Map.copyOf(declared);
    unfinished = List.copyOf(unfinished);
  }

  /** Returns the plan for people and programs. */
  public PlanReport report() {
    List<PlannedChange> shown =
        plan.changes().stream()
            .map(
                planned ->
                    new PlannedChange(
                        planned.wanted(),
                        planned.live(),
                        planned.change().hiding(declared.getOrDefault(planned.name(), Set.of()))))
            .toList();
    return new PlanReport(
        bundle.environment().name(), new Plan(shown, plan.unlisted()), unfinished);
  }

  /**
   * Returns the form that {@link SavedPlanFile} stores.
   *
   * @param cluster the ID of the workers' Kafka cluster; empty where nothing shows it
   */
  public SavedPlan saved(Optional<String> cluster) {
    Environment environment = bundle.environment();
    return SavedPlan.of(environment.name(), environment.target().place(), cluster, plan);
  }

  /**
   * Compares the plan's dangers with what was accepted.
   *
   * @param codes the codes of dangers that are accepted for this run only
   */
  public Acceptance acceptance(List<String> codes) {
    return Acceptance.of(plan, codes);
  }

  /** Returns the connectors that the plan deletes, also those that it creates again. */
  List<String> deleted() {
    return plan.changes().stream()
        .filter(change -> change.action() == Action.DELETE || change.action() == Action.REPLACE)
        .map(PlannedChange::name)
        .toList();
  }

  /** Reports every accept that no danger of the plan needs. */
  void warnOfUnneeded(Acceptance acceptance, Consumer<String> progress) {
    for (Acceptance.Unneeded unneeded : acceptance.unneeded()) {
      progress.accept(
          unneeded.connector() == null
              ? "warning --accept " + unneeded.rule() + ": nothing needs it"
              : "warning "
                  + bundle.paths().shown(unneeded.connector().file())
                  + ", accept: nothing needs "
                  + unneeded.rule()
                  + " (any more); remove the entry");
    }
  }

  /**
   * Refuses the plan when a danger was not accepted.
   *
   * @throws ProblemException with one problem for each such danger
   */
  void requireAccepted(Acceptance acceptance) {
    if (acceptance.open().isEmpty()) {
      return;
    }
    throw new ProblemException(
        acceptance.open().stream()
            .map(
                open ->
                    open.danger()
                        .notAccepted(
                            bundle.paths().shown(open.connector().keyAt(open.danger().key())),
                            "connector"))
            .toList());
  }
}
