package io.mskcdc.replication;

import static io.mskcdc.problem.ErrorCode.DMS_FAILED;
import static io.mskcdc.problem.ErrorCode.DMS_UNFINISHED;
import static io.mskcdc.problem.ErrorCode.LIVE_STATE_CHANGED;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.text.OneLine;
import io.mskcdc.time.Poller;
import io.mskcdc.time.Polling;
import io.mskcdc.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Carries out a plan, and returns when the replication does what was declared: the full load has
 * ended for every table, none has failed, and changes are followed.
 */
public final class ReplicationApply {
  /** How long the state of before a start may still be shown after it. */
  private static final Duration STALE = Duration.ofMinutes(2);

  private static final Map<ResourceKind, Set<String>> USABLE =
      Map.of(
          ResourceKind.INSTANCE, Set.of("available"),
          ResourceKind.ENDPOINT, Set.of("active"),
          ResourceKind.TASK, Set.of("ready", "stopped", "failed"));

  private final Dms api;
  private final ReplicationPlanner planner;
  private final Polling polling;
  private final Duration stableFor;
  private final Time time;
  private final Consumer<String> progress;

  /**
   * @param polling how often to read states, and how long to wait for the end
   * @param stableFor how long the replication must be as declared without a break
   * @param progress receives one line for each step and each new state
   */
  public ReplicationApply(
      Dms api, Polling polling, Duration stableFor, Time time, Consumer<String> progress) {
    this.api = api;
    this.planner = new ReplicationPlanner(api);
    this.polling = polling;
    this.stableFor = stableFor;
    this.time = time;
    this.progress = progress;
  }

  /**
   * Carries out a plan.
   *
   * @return the state in which the replication is as declared
   * @throws ProblemException when something failed, or when the time limit expired before the end
   */
  public ReplicationState apply(ReplicationPlan plan) {
    ReplicationPlan now = plan.isEmpty() ? plan : planner.plan(plan.declaration());
    requireWithin(plan, now);
    return follow(now, now.step() == Step.STOP_AND_RESUME ? stopped(now) : changed(now));
  }

  /** A plan may be an hour old, since others were carried out after it was shown. */
  private static void requireWithin(ReplicationPlan shown, ReplicationPlan now) {
    boolean isShown =
        now.changes().stream()
                .allMatch(change -> change.isNone() || shown.changes().contains(change))
            && (now.step() == Step.NONE || now.step() == shown.step())
            && shown.dangers().containsAll(now.dangers());
    if (!isShown) {
      throw new ProblemException(
          Problem.of(
              LIVE_STATE_CHANGED,
              shown.declaration().replication().title(),
              "it changed since the plan was made; nothing of it was changed",
              "run the command again to see the new plan"));
    }
  }

  /** Changes a replication between its stop and its start. Reports it if it is not started then. */
  private String stopped(ReplicationPlan plan) {
    try {
      stop(plan);
      return changed(plan);
    } catch (ProblemException e) {
      report(
          plan.declaration().replication(),
          "it was to be stopped for its change, and was not seen to be resumed: mskcdc dms status "
              + plan.declaration().name()
              + " shows whether it runs, and the next dms apply resumes it");
      throw e;
    }
  }

  /**
   * Makes the changes, and starts the replication unless it runs.
   *
   * @return the ARN of the replication
   */
  private String changed(ReplicationPlan plan) {
    Declaration declared = plan.declaration();
    List<ResourceChange> done = new ArrayList<>();
    for (ResourceChange change : plan.changes()) {
      done.add(carryOut(declared, change, done));
    }
    String arn = done.get(done.size() - 1).arn().orElseThrow();
    if (plan.step() != Step.NONE) {
      testConnections(declared, done);
      start(plan, arn);
    }
    return arn;
  }

  private void stop(ReplicationPlan plan) {
    Declaration declared = plan.declaration();
    Resource replication = declared.replication();
    String arn = plan.changes().get(plan.changes().size() - 1).arn().orElseThrow();
    // One that is starting can be stopped only when it runs.
    ReplicationState state = await(declared, arn, now -> now.isRunning() || now.isStopped());
    if (state.isRunning()) {
      report(replication, "stopping");
      api.stop(replication.kind(), arn);
      await(declared, arn, ReplicationState::isStopped);
    }
  }

  private ReplicationState await(
      Declaration declared, String arn, Predicate<ReplicationState> condition) {
    return new Poller(polling, time)
        .until(
            declared.name(),
            () -> planner.state(declared, Optional.of(arn)),
            condition,
            last -> unfinished(declared, "it is " + last.text() + ", and not stopped"));
  }

  private ResourceChange carryOut(
      Declaration declared, ResourceChange change, List<ResourceChange> done) {
    Resource resource = change.resource();
    ResourceKind kind = resource.kind();
    if (change.isNone()) {
      return change;
    }
    if (change.isCreation()) {
      report(resource, "creating");
      boolean isReplication = resource.equals(declared.replication());
      ObjectNode request =
          isReplication ? Links.added(declared, done) : resource.request().deepCopy();
      declared.label().ifPresent(label -> tag(request, label));
      String arn = api.create(resource, request).path(kind.arnMember()).asText();
      awaitUsable(declared, resource);
      return new ResourceChange(resource, Optional.of(arn), List.of());
    }
    report(resource, "changing");
    String arn = change.arn().orElseThrow();
    ObjectNode changes = JsonNodeFactory.instance.objectNode();
    for (ResourceDifference difference : change.differences()) {
      // Members of an object are replaced together.
      String member = difference.member().replaceFirst("\\..*", "");
      changes.set(member, resource.request().path(member));
    }
    if (kind == ResourceKind.INSTANCE) {
      changes.put("ApplyImmediately", true);
    }
    api.modify(kind, arn, changes);
    awaitUsable(declared, resource);
    return change;
  }

  private static void tag(ObjectNode request, String label) {
    request
        .withArray("Tags")
        .addObject()
        .put("Key", RenderedConnector.LABEL_KEY)
        .put("Value", label);
  }

  private void awaitUsable(Declaration declared, Resource resource) {
    Set<String> usable = USABLE.get(resource.kind());
    if (usable == null) {
      return;
    }
    new Poller(polling, time)
        .until(
            resource.identifier(),
            () -> status(resource),
            usable::contains,
            last -> unfinished(declared, "the " + resource.title() + " is " + last));
  }

  private String status(Resource resource) {
    JsonNode live =
        api.find(resource.kind(), resource.identifier())
            .orElse(JsonNodeFactory.instance.objectNode());
    String status =
        live.path(resource.kind() == ResourceKind.INSTANCE ? "ReplicationInstanceStatus" : "Status")
            .asText("absent");
    if (resource.kind() != ResourceKind.TASK && status.matches("failed|incompatible-.*")) {
      throw failed(resource.title(), "it is " + status, "see its events on the console of DMS");
    }
    return status;
  }

  /** Tests the connections of an instance. A serverless replication tests its own. */
  private void testConnections(Declaration declared, List<ResourceChange> done) {
    Optional<String> instance = arn(done, ResourceKind.INSTANCE);
    if (instance.isEmpty()) {
      return;
    }
    for (ResourceChange change : done) {
      if (change.resource().kind() == ResourceKind.ENDPOINT) {
        testConnection(declared, change.resource(), instance.get(), change.arn().orElseThrow());
      }
    }
  }

  private static Optional<String> arn(List<ResourceChange> changes, ResourceKind kind) {
    return changes.stream()
        .filter(change -> change.resource().kind() == kind)
        .findFirst()
        .flatMap(ResourceChange::arn);
  }

  private void testConnection(
      Declaration declared, Resource endpoint, String instanceArn, String endpointArn) {
    report(endpoint, "testing the connection");
    api.testConnection(instanceArn, endpointArn);
    JsonNode tested =
        new Poller(polling, time)
            .until(
                endpoint.identifier(),
                () ->
                    api.connection(instanceArn, endpointArn)
                        .orElse(JsonNodeFactory.instance.objectNode()),
                found -> !found.path("Status").asText("testing").equals("testing"),
                last -> unfinished(declared, "its connection is still tested"));
    if (!tested.path("Status").asText().equals("successful")) {
      throw failed(
          endpoint.title(),
          "the instance cannot connect: "
              + OneLine.of(tested.path("LastFailureMessage").asText("no cause is given")),
          "correct the endpoint, its secret or the network, then run: mskcdc dms apply "
              + declared.name());
    }
  }

  private void start(ReplicationPlan plan, String arn) {
    Declaration declared = plan.declaration();
    ResourceKind kind = declared.replication().kind();
    boolean first = plan.step() == Step.START;
    report(declared.replication(), first ? "starting" : "resuming from its checkpoint");
    api.start(
        kind,
        arn,
        first ? "start-replication" : "resume-processing",
        first ? declared.start() : JsonNodeFactory.instance.objectNode(),
        () -> {
          ReplicationState now = planner.state(declared, Optional.of(arn));
          return !now.isNew() && !now.isStopped();
        });
  }

  private ReplicationState follow(ReplicationPlan plan, String arn) {
    Declaration declared = plan.declaration();
    Predicate<ReplicationState> stable = stable();
    Duration begin = time.now();
    String[] printed = {""};
    return new Poller(polling, time)
        .until(
            declared.name(),
            () -> {
              ReplicationState now = planner.state(declared, Optional.of(arn));
              if (!now.text().equals(printed[0])) {
                printed[0] = now.text();
                report(declared.replication(), now.text());
              }
              boolean stale =
                  plan.step() != Step.NONE
                      && now.started().equals(plan.state().started())
                      && time.now().minus(begin).compareTo(STALE) < 0;
              if (!stale) {
                refuseFailure(declared, now);
              }
              return now;
            },
            stable,
            last -> unfinished(declared, waitingFor(last)));
  }

  /** Returns whether the state is as declared, and was so at each read for some time. */
  private Predicate<ReplicationState> stable() {
    Duration[] since = {null};
    return state -> {
      if (!state.isAsDeclared()) {
        since[0] = null;
        return false;
      }
      if (since[0] == null) {
        since[0] = time.now();
      }
      return state.isFinished() || time.now().minus(since[0]).compareTo(stableFor) >= 0;
    };
  }

  private static void refuseFailure(Declaration declared, ReplicationState state) {
    String where = declared.replication().title();
    String next = "read its log, correct the cause, then run: mskcdc dms apply " + declared.name();
    if (state.hasFailedTables()) {
      String tables =
          state.tablesWithFailures().stream()
              .map(TableProgress::text)
              .collect(Collectors.joining("; "));
      throw failed(
          where,
          "it is "
              + state.text()
              + ", and tables failed: "
              + (tables.isEmpty() ? String.valueOf(state.failedTables()) : tables),
          next);
    }
    if (state.isStopped() && !state.isFinished()) {
      throw failed(
          where,
          "it is "
              + state.text()
              + (state.failures().isEmpty()
                  ? ""
                  : ": " + OneLine.of(String.join("; ", state.failures()))),
          next);
    }
    if (state.isFinished() && !state.hasTables()) {
      throw failed(
          where,
          "it finished, and no table matched",
          "correct the tables in its file, then run: mskcdc dms apply " + declared.name());
    }
  }

  private static String waitingFor(ReplicationState last) {
    if (!last.hasTables()) {
      return "it is " + last.text() + ", and has no table yet";
    }
    String unloaded =
        last.unloadedTables().stream().map(TableProgress::text).collect(Collectors.joining("; "));
    return "it is " + last.text() + (unloaded.isEmpty() ? "" : ", not loaded: " + unloaded);
  }

  private static ProblemException failed(String where, String message, String next) {
    return new ProblemException(Problem.of(DMS_FAILED, where, message, next));
  }

  private ProblemException unfinished(Declaration declared, String message) {
    return new ProblemException(
        Problem.of(
            DMS_UNFINISHED,
            declared.replication().title(),
            "after " + polling.timeout().toSeconds() + " s " + message + "; it goes on",
            "follow it with: mskcdc dms status " + declared.name() + " --watch"));
  }

  private void report(Resource resource, String what) {
    progress.accept(resource.title() + ": " + what);
  }
}
