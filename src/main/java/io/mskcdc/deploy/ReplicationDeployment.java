package io.mskcdc.deploy;

import static io.mskcdc.problem.ErrorCode.DMS_FAILED;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.DmsFile;
import io.mskcdc.config.Environment;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.replication.Declaration;
import io.mskcdc.replication.Dms;
import io.mskcdc.replication.ReplicationApply;
import io.mskcdc.replication.ReplicationPlan;
import io.mskcdc.replication.ReplicationPlanner;
import io.mskcdc.replication.ReplicationState;
import io.mskcdc.report.ReplicationPlanReport;
import io.mskcdc.report.ReplicationStatusReport;
import io.mskcdc.time.Polling;
import io.mskcdc.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Plans, applies and inspects the DMS tasks of an environment. */
public final class ReplicationDeployment {
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final Bundle bundle;
  private final Dms api;
  private final ReplicationPlanner planner;

  /**
   * @param bundle has the DMS tasks
   */
  public ReplicationDeployment(Bundle bundle, Dms api) {
    this.bundle = bundle;
    this.api = api;
    this.planner = new ReplicationPlanner(api);
  }

  /**
   * Compares tasks with what is live. Changes nothing.
   *
   * @param names the tasks; empty for all that the environment lists
   */
  public ReplicationPlanReport plan(List<String> names) {
    return new ReplicationPlanReport(
        environment().name(), declarations(names).stream().map(planner::plan).toList());
  }

  /**
   * Applies tasks one after the other, and waits for each. After a failure, no other is begun.
   *
   * @param names the tasks; empty for all that the environment lists
   * @param accept the codes of dangers that are accepted for this run
   * @param timeout how long to wait for each task
   * @param stableFor how long a task must stay as declared without a break
   * @param review sees the plan and approves it
   * @param progress receives steps and states, one line each
   * @return the state of each task; empty when the plan was not approved
   * @throws ProblemException when the plan is refused, or a task failed or did not end in time
   */
  public Optional<ReplicationStatusReport> apply(
      List<String> names,
      List<String> accept,
      Duration timeout,
      Duration stableFor,
      ChangeReview review,
      Consumer<String> progress) {
    ReplicationPlanReport planned = plan(names);
    if (!planned.isEmpty()) {
      review.show(planned);
      requireAccepted(planned.plans(), accept);
      if (!review.isApproved()) {
        return Optional.empty();
      }
    }
    ReplicationApply apply =
        new ReplicationApply(api, new Polling(INTERVAL, timeout), stableFor, Time.SYSTEM, progress);
    List<String> order = planned.plans().stream().map(plan -> plan.declaration().name()).toList();
    List<ReplicationStatusReport.Entry> done = new ArrayList<>();
    for (ReplicationPlan plan : planned.plans()) {
      int at = done.size();
      String name = order.get(at);
      String others = others(order.subList(0, at), order.subList(at + 1, order.size()));
      try {
        done.add(
            new ReplicationStatusReport.Entry(
                name,
                Optional.of(
                    Interruption.during(
                        () -> apply.apply(plan),
                        () ->
                            progress.accept(
                                name
                                    + ": interrupted. What was requested goes on; it was not seen"
                                    + " as declared."
                                    + others
                                    + " Next: mskcdc dms status "
                                    + name)))));
      } catch (ProblemException e) {
        if (!others.isEmpty()) {
          progress.accept(name + ": failed." + others);
        }
        throw e;
      }
    }
    requireStillAsDeclared(planned.plans());
    return Optional.of(new ReplicationStatusReport(environment().name(), done));
  }

  /** To wait for the later tasks may have taken hours, in which an earlier one may have failed. */
  private void requireStillAsDeclared(List<ReplicationPlan> plans) {
    List<Problem> problems = new ArrayList<>();
    for (ReplicationPlan plan : plans.subList(0, Math.max(0, plans.size() - 1))) {
      Declaration declared = plan.declaration();
      Optional<ReplicationState> now = planner.state(declared);
      if (now.filter(ReplicationState::isAsDeclared).isEmpty()) {
        problems.add(
            Problem.of(
                DMS_FAILED,
                declared.replication().title(),
                "it was as declared before the later tasks, and is not any more: "
                    + now.map(ReplicationState::text).orElse("it does not exist"),
                "look at it with mskcdc dms status " + declared.name() + ", then apply again"));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  /** Returns sentences about the tasks before and after one; empty if there are none. */
  private static String others(List<String> before, List<String> after) {
    return (before.isEmpty() ? "" : " As declared before: " + String.join(", ", before) + ".")
        + (after.isEmpty() ? "" : " Not begun: " + String.join(", ", after) + ".");
  }

  /**
   * Returns the state of tasks, live or not.
   *
   * @param names the tasks; empty for all that the environment lists
   */
  public ReplicationStatusReport status(List<String> names) {
    return new ReplicationStatusReport(
        environment().name(),
        declarations(names).stream()
            .map(
                declared ->
                    new ReplicationStatusReport.Entry(declared.name(), planner.state(declared)))
            .toList());
  }

  /**
   * Reports the state of a task until it is as declared, it failed, or nobody reads it any more.
   *
   * @param reported receives the state at the start and whenever it changes; returns whether
   *     somebody still reads it
   * @return the last state
   */
  public ReplicationStatusReport watch(String name, Predicate<ReplicationStatusReport> reported)
      throws InterruptedException {
    ReplicationStatusReport last = status(List.of(name));
    boolean isRead = reported.test(last);
    while (isRead && !last.isSettled()) {
      Thread.sleep(INTERVAL.toMillis());
      ReplicationStatusReport now = status(List.of(name));
      if (!now.equals(last)) {
        isRead = reported.test(now);
      }
      last = now;
    }
    return last;
  }

  private Environment environment() {
    return bundle.environment();
  }

  private List<Declaration> declarations(List<String> names) {
    return DmsSelection.of(bundle, names).stream()
        .map(task -> Declaration.of(task, environment().label()))
        .toList();
  }

  private void requireAccepted(List<ReplicationPlan> plans, List<String> accepted) {
    List<Problem> problems = new ArrayList<>();
    for (ReplicationPlan plan : plans) {
      DmsFile file =
          bundle.dmsTasks().stream()
              .filter(task -> task.name().equals(plan.declaration().name()))
              .findFirst()
              .orElseThrow();
      plan.dangers().stream()
          .filter(danger -> !accepted.contains(danger.code().code()))
          .filter(danger -> file.accept().stream().noneMatch(danger::isAcceptedBy))
          .map(danger -> danger.notAccepted(bundle.paths().shown(file.file()), "task"))
          .forEach(problems::add);
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }
}
