package io.mskcdc.local.msk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.aws.rest.Input;
import io.mskcdc.local.aws.rest.Json;
import io.mskcdc.local.aws.rest.Page;
import io.mskcdc.local.aws.rest.Store;
import io.mskcdc.local.aws.rest.Tags;
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
  private static final int MAX_CONFIGURATIONS = 100;

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
    NameAndDescription named = NameAndDescription.read(input, "name", "description");
    String content = input.requiredText("propertiesFileContent");
    WorkerProperties.parse(content);
    Map<String, String> given = tags.read(input);
    if (store.all().stream().anyMatch(other -> other.name().equals(named.name()))) {
      throw MskConnectErrors.conflict("a worker configuration named " + named.name() + " exists");
    }
    if (store.all().size() >= MAX_CONFIGURATIONS) {
      throw MskConnectErrors.quotaReached(
          "an account may have " + MAX_CONFIGURATIONS + " worker configurations");
    }
    String now = MskConnectShapes.now();
    WorkerConfiguration created =
        new WorkerConfiguration(
            now,
            named.description(),
            new WorkerConfigurationRevision(now, named.description(), content, 1),
            named.name(),
            MskConnectArns.create(call, MskConnectArns.WORKER_CONFIGURATION, named.name()),
            ACTIVE);
    store.put(created);
    tags.add(created.workerConfigurationArn(), given);
    ObjectNode output = summary(created);
    output.remove("description");
    return output;
  }

  ObjectNode describe(Input input) {
    return Json.of(get(input));
  }

  /**
   * @param isUsed whether a connector uses a worker configuration, by its ARN
   */
  synchronized ObjectNode delete(Input input, Predicate<String> isUsed) {
    WorkerConfiguration found = get(input);
    if (isUsed.test(found.workerConfigurationArn())) {
      throw MskConnectErrors.badRequest(
          "workerConfigurationArn", "a connector uses the worker configuration " + found.name());
    }
    store.remove(found.workerConfigurationArn());
    tags.removeAll(found.workerConfigurationArn());
    return Json.object()
        .put("workerConfigurationArn", found.workerConfigurationArn())
        .put("workerConfigurationState", "DELETING");
  }

  ObjectNode list(Input input) {
    String prefix = input.query("namePrefix").orElse("");
    return Page.answer(
        input,
        "workerConfigurations",
        store.all().stream().filter(entry -> entry.name().startsWith(prefix)).toList(),
        WorkerConfiguration::workerConfigurationArn,
        WorkerConfigurations::summary);
  }

  private static ObjectNode summary(WorkerConfiguration configuration) {
    ObjectNode summary = Json.of(configuration);
    summary.withObject("latestRevision").remove("propertiesFileContent");
    return summary;
  }

  boolean has(String arn) {
    return store.has(arn);
  }

  private WorkerConfiguration get(Input input) {
    return get(input.path("workerConfigurationArn"));
  }

  private WorkerConfiguration get(String arn) {
    return store
        .get(arn)
        .orElseThrow(() -> MskConnectErrors.notFound("there is no worker configuration " + arn));
  }

  /**
   * Returns the configuration of a connector's workers.
   *
   * @param reference null for the service's default
   */
  WorkerProperties properties(WorkerConfigurationReference reference) {
    return reference == null
        ? WorkerProperties.DEFAULT
        : WorkerProperties.parse(
            get(reference.workerConfigurationArn()).latestRevision().propertiesFileContent());
  }

  /** Checks that a reference names a worker configuration and revision that exist. */
  void require(WorkerConfigurationReference reference) {
    WorkerConfiguration found = get(String.valueOf(reference.workerConfigurationArn()));
    if (reference.revision() != found.latestRevision().revision()) {
      throw MskConnectErrors.badRequest(
          "workerConfiguration",
          "the worker configuration has no revision " + reference.revision());
    }
  }
}
