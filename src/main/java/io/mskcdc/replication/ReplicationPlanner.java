package io.mskcdc.replication;

import static io.mskcdc.problem.ErrorCode.DMS_REPLACEMENT_NEEDED;
import static io.mskcdc.problem.ErrorCode.DMS_SECRET_NOT_SENT;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.dms.TableMapping;
import io.mskcdc.plan.Danger;
import io.mskcdc.plan.DangerCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Compares a declared replication with the live one. Changes nothing. */
public final class ReplicationPlanner {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Members that the service cannot change. */
  private static final Map<ResourceKind, Set<String>> FIXED =
      Map.of(
          ResourceKind.INSTANCE,
          Set.of(
              "AvailabilityZone",
              "KmsKeyId",
              "PubliclyAccessible",
              "ReplicationSubnetGroupIdentifier"),
          ResourceKind.ENDPOINT,
          Set.of("EndpointType", "EngineName", "KmsKeyId"),
          // A resumed replication would not load the rows that another type has to load.
          ResourceKind.TASK,
          Set.of(
              "MigrationType", "SourceEndpointArn", "TargetEndpointArn", "ReplicationInstanceArn"),
          ResourceKind.CONFIG,
          Set.of("ReplicationType", "SourceEndpointArn", "TargetEndpointArn"));

  private final Dms api;

  public ReplicationPlanner(Dms api) {
    this.api = api;
  }

  /**
   * Returns the changes that make the live resources as declared.
   *
   * @throws ProblemException when a member differs that the service cannot change
   */
  public ReplicationPlan plan(Declaration declared) {
    List<ResourceChange> changes = new ArrayList<>();
    List<Danger> dangers = new ArrayList<>();
    Stream.of(declared.instance(), Optional.of(declared.source()), Optional.of(declared.target()))
        .flatMap(Optional::stream)
        .forEach(resource -> changes.add(change(declared, resource, resource.request(), dangers)));
    changes.add(change(declared, declared.replication(), Links.added(declared, changes), dangers));
    ResourceChange replication = changes.get(changes.size() - 1);
    ReplicationState state = state(declared, replication.arn());
    Step step = step(declared, changes, state);
    if (step != Step.NONE && replication.isNone()) {
      foreign(declared, declared.replication(), replication.arn().orElseThrow())
          .ifPresent(dangers::add);
    }
    return new ReplicationPlan(declared, changes, state, step, dangers);
  }

  /** Returns the state of a declared replication; empty where its resource does not exist. */
  public Optional<ReplicationState> state(Declaration declared) {
    Resource replication = declared.replication();
    return api.find(replication.kind(), replication.identifier())
        .map(live -> live.path(replication.kind().arnMember()).asText())
        .map(arn -> state(declared, Optional.of(arn)));
  }

  /** Returns the state of a replication. */
  ReplicationState state(Declaration declared, Optional<String> arn) {
    Resource replication = declared.replication();
    ResourceKind kind = replication.kind();
    Optional<JsonNode> live =
        kind == ResourceKind.TASK
            ? arn.flatMap(found -> api.find(kind, replication.identifier()))
            : arn.flatMap(api::replication);
    ReplicationState state =
        ReplicationState.of(live.orElse(JSON.missingNode()), declared.migrationType(), List.of());
    // The service has no statistics before the first start, and answers with an error.
    return state.isNew()
        ? state
        : ReplicationState.of(
            live.orElseThrow(),
            declared.migrationType(),
            api.tableStatistics(kind, arn.orElseThrow()));
  }

  private ResourceChange change(
      Declaration declared, Resource resource, ObjectNode request, List<Danger> dangers) {
    ResourceKind kind = resource.kind();
    Optional<JsonNode> found = api.find(kind, resource.identifier());
    if (found.isEmpty()) {
      refuseSecrets(resource);
      return new ResourceChange(resource, Optional.empty(), List.of());
    }
    JsonNode live = found.get();
    String arn = live.path(kind.arnMember()).asText();
    List<ResourceDifference> differences = Comparison.of(request, live);
    for (ResourceDifference difference : differences) {
      if (FIXED.get(kind).contains(difference.member())) {
        throw replacementNeeded(resource, difference);
      }
    }
    if (!differences.isEmpty()) {
      refuseSecrets(resource);
      foreign(declared, resource, arn).ifPresent(dangers::add);
      dangers.addAll(removedMasks(resource, live));
    }
    return new ResourceChange(resource, Optional.of(arn), differences);
  }

  private static void refuseSecrets(Resource resource) {
    resource
        .secret()
        .ifPresent(
            member -> {
              throw new ProblemException(
                  new Problem(
                      DMS_SECRET_NOT_SENT,
                      resource.title(),
                      member,
                      "the deployer sends no value of a secret to DMS; nothing was changed",
                      "create or change this endpoint with the template of mskcdc dms render"));
            });
  }

  private static ProblemException replacementNeeded(
      Resource resource, ResourceDifference difference) {
    return new ProblemException(
        new Problem(
            DMS_REPLACEMENT_NEEDED,
            resource.title(),
            difference.member(),
            "it is "
                + difference.live()
                + " and DMS cannot change it to "
                + difference.declared()
                + " without losing its position; nothing was changed",
            "give the file another identifier, so that a new one is created, or delete the old one"
                + " with the AWS CLI"));
  }

  private Optional<Danger> foreign(Declaration declared, Resource resource, String arn) {
    String live = api.tags(arn).getOrDefault(RenderedConnector.LABEL_KEY, "");
    return declared
        .label()
        .filter(label -> !label.equals(live))
        .map(
            label ->
                new Danger(
                    DangerCode.BUNDLE_CHANGED,
                    resource.title(),
                    (live.isEmpty()
                            ? "it has no tag of a bundle"
                            : "the bundle " + live + " has created it")
                        + ", so another tool may change it back"));
  }

  private static List<Danger> removedMasks(Resource resource, JsonNode live) {
    Set<String> removed = masks(live.path("TableMappings").asText(""));
    removed.removeAll(masks(resource.request().path("TableMappings").asText("")));
    return removed.stream()
        .map(
            mask ->
                new Danger(
                    DangerCode.MASK_REMOVED,
                    mask,
                    "the column leaves the database in clear from the next change on"))
        .toList();
  }

  /** Returns the rules of a mapping that mask or remove a column, each with its column. */
  private static Set<String> masks(String mappings) {
    Set<String> masks = new TreeSet<>();
    try {
      for (JsonNode rule : JSON.readTree(mappings).path("rules")) {
        String action = rule.path("rule-action").asText();
        JsonNode column = rule.path("object-locator");
        if (TableMapping.isMask(rule) || action.equals("remove-column")) {
          masks.add(
              action
                  + " "
                  + column.path("schema-name").asText()
                  + "."
                  + column.path("table-name").asText()
                  + "."
                  + column.path("column-name").asText());
        }
      }
    } catch (JsonProcessingException e) {
      return masks;
    }
    return masks;
  }

  private static Step step(
      Declaration declared, List<ResourceChange> changes, ReplicationState state) {
    boolean changed = !changes.stream().allMatch(ResourceChange::isNone);
    if (state.isNew()) {
      return Step.START;
    }
    if (state.isFinished()) {
      if (changed) {
        throw new ProblemException(
            Problem.of(
                DMS_REPLACEMENT_NEEDED,
                declared.replication().title(),
                "its full load has finished, and DMS would not load again for a change; nothing was"
                    + " changed",
                "give the file another identifier, so that a new one is created"));
      }
      return Step.NONE;
    }
    if (state.isStopped()) {
      return Step.RESUME;
    }
    return changed ? Step.STOP_AND_RESUME : Step.NONE;
  }
}
