package io.mskcdc.local.msk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.aws.rest.VerifiedRequest;
import io.mskcdc.local.msk.MskConnectShapes.WorkerConfiguration;
import io.mskcdc.local.msk.MskConnectShapes.WorkerConfigurationReference;
import io.mskcdc.local.msk.MskConnectShapes.WorkerConfigurationRevision;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;

/** The operations on worker configurations. */
final class WorkerConfigurations {
  private static final String ACTIVE = "ACTIVE";
  private static final int MOST = 100;

  private final Store<WorkerConfiguration> store;
  private final Tags tags;

  WorkerConfigurations(Path folder, Tags tags) {
    this.tags = tags;
    store =
        new Store<>(
            folder,
            WorkerConfiguration.class,
            WorkerConfiguration::workerConfigurationArn,
            WorkerConfiguration::creationTime);
  }

  synchronized ObjectNode create(Input input, VerifiedRequest call) {
    String name = input.name("name");
    String description = input.description("description");
    String content = input.text("propertiesFileContent");
    WorkerProperties.parse(content);
    Map<String, String> given = Tags.read(input);
    if (store.all().stream().anyMatch(other -> other.name().equals(name))) {
      throw MskConnectError.conflict("a worker configuration named " + name + " exists");
    }
    if (store.all().size() >= MOST) {
      throw MskConnectError.limitReached("an account may have " + MOST + " worker configurations");
    }
    String now = MskConnectShapes.now();
    WorkerConfiguration made =
        new WorkerConfiguration(
            now,
            description,
            new WorkerConfigurationRevision(now, description, content, 1),
            name,
            Arns.fresh(call, Arns.WORKER_CONFIGURATION, name),
            ACTIVE);
    store.put(made);
    tags.add(made.workerConfigurationArn(), given);
    ObjectNode output = summary(made);
    output.remove("description");
    return output;
  }

  ObjectNode describe(Input input) {
    return Json.of(get(input.arn()));
  }

  /**
   * @param isUsed tells of an ARN whether a connector uses it
   */
  synchronized ObjectNode delete(Input input, Predicate<String> isUsed) {
    WorkerConfiguration found = get(input.arn());
    if (isUsed.test(found.workerConfigurationArn())) {
      throw MskConnectError.badRequest(
          "workerConfigurationArn", "a connector uses the worker configuration " + found.name());
    }
    store.remove(found.workerConfigurationArn());
    tags.removeAll(found.workerConfigurationArn());
    return Json.object()
        .put("workerConfigurationArn", found.workerConfigurationArn())
        .put("workerConfigurationState", "DELETING");
  }

  ObjectNode list(Input input) {
    String prefix = input.parameter("namePrefix").orElse("");
    return Page.of(
        "workerConfigurations",
        store.all().stream().filter(entry -> entry.name().startsWith(prefix)).toList(),
        WorkerConfiguration::workerConfigurationArn,
        WorkerConfigurations::summary,
        input);
  }

  private static ObjectNode summary(WorkerConfiguration configuration) {
    ObjectNode summary = Json.of(configuration);
    summary.withObject("latestRevision").remove("propertiesFileContent");
    return summary;
  }

  boolean has(String arn) {
    return store.get(arn).isPresent();
  }

  private WorkerConfiguration get(String arn) {
    return store
        .get(arn)
        .orElseThrow(() -> MskConnectError.notFound("there is no worker configuration " + arn));
  }

  /**
   * Returns what a connector's workers are configured with.
   *
   * @param reference null for the service's default
   */
  WorkerProperties properties(WorkerConfigurationReference reference) {
    return reference == null
        ? WorkerProperties.DEFAULT
        : WorkerProperties.parse(
            get(reference.workerConfigurationArn()).latestRevision().propertiesFileContent());
  }

  /** Refuses a reference to what is not there. */
  void require(WorkerConfigurationReference reference) {
    WorkerConfiguration found =
        store
            .get(String.valueOf(reference.workerConfigurationArn()))
            .orElseThrow(
                () ->
                    MskConnectError.notFound(
                        "there is no worker configuration " + reference.workerConfigurationArn()));
    if (reference.revision() != found.latestRevision().revision()) {
      throw MskConnectError.badRequest(
          "workerConfiguration",
          "the worker configuration has no revision " + reference.revision());
    }
  }
}
