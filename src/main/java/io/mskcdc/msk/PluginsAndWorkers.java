package io.mskcdc.msk;

import static io.mskcdc.problem.ErrorCode.PLUGIN_NOT_THERE;
import static io.mskcdc.problem.ErrorCode.WORKER_CONFIGURATION_NOT_THERE;

import io.mskcdc.config.Environment;
import io.mskcdc.config.MskConnectTarget;
import io.mskcdc.config.Placement;
import io.mskcdc.config.WorkerConfiguration;
import io.mskcdc.config.WorkerSettings;
import io.mskcdc.msk.api.CreateWorkerConfigurationRequest;
import io.mskcdc.msk.api.CustomPlugin;
import io.mskcdc.msk.api.KafkaConnect;
import io.mskcdc.msk.api.PluginReference;
import io.mskcdc.msk.api.WorkerConfigurationDescription;
import io.mskcdc.msk.api.WorkerConfigurationReference;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.text.Sha256;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The custom plugins and worker configurations of the account, by their names. */
final class PluginsAndWorkers {
  private static final String ACTIVE = "ACTIVE";

  private final KafkaConnect api;
  private final Environment environment;
  private final MskConnectTarget target;
  private final Map<String, WorkerConfiguration> files;
  private final Consumer<String> progress;
  private final Map<String, Optional<String>> offsetTopics = new ConcurrentHashMap<>();

  /**
   * @param files the worker configurations to create where absent, by their names
   */
  PluginsAndWorkers(
      KafkaConnect api,
      Environment environment,
      Map<String, WorkerConfiguration> files,
      Consumer<String> progress) {
    this.api = api;
    this.environment = environment;
    this.target = environment.mskConnect().orElseThrow();
    this.files = files;
    this.progress = progress;
  }

  /** Returns why a plugin cannot be used; empty where it can. */
  Optional<Problem> missing(String connectorName, String plugin) {
    Optional<CustomPlugin> found = find(plugin);
    if (found.filter(there -> there.customPluginState().equals(ACTIVE)).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        new Problem(
            PLUGIN_NOT_THERE,
            connectorName,
            WorkerSettings.PLUGIN,
            found
                .map(there -> "the plugin " + plugin + " is " + there.customPluginState())
                .orElse("there is no plugin " + plugin + " in " + target.region()),
            next(connectorName, plugin)));
  }

  /** The environment names a plugin of this repository by its folder, not by its name on AWS. */
  private String next(String connectorName, String plugin) {
    return environment.connectors().stream()
        .filter(entry -> entry.name().equals(connectorName))
        .flatMap(entry -> entry.placement().stream())
        .map(Placement::plugin)
        .filter(written -> !written.equals(plugin))
        .findFirst()
        .map(folder -> "run ./scripts/upload-plugin.sh " + folder + " --env " + environment.name())
        .orElse("create it, or choose another one that is ACTIVE");
  }

  /** Returns the reference to a plugin that is ACTIVE. */
  PluginReference plugin(String connectorName, String plugin) {
    ProblemException.throwIfPresent(missing(connectorName, plugin));
    CustomPlugin found = find(plugin).orElseThrow();
    return PluginReference.to(found.customPluginArn(), found.latestRevision().revision());
  }

  private Optional<CustomPlugin> find(String plugin) {
    return api.listCustomPlugins(plugin).stream()
        .filter(found -> found.name().equals(plugin))
        .findFirst();
  }

  /**
   * Returns the reference to a worker configuration, and creates it where absent: once, also for
   * connectors that are created at the same time.
   */
  synchronized WorkerConfigurationReference worker(String name) {
    WorkerConfigurationDescription found =
        api.listWorkerConfigurations(name).stream()
            .filter(there -> there.name().equals(name))
            .findFirst()
            .orElseGet(() -> create(name));
    return new WorkerConfigurationReference(
        found.workerConfigurationArn(), found.latestRevision().revision());
  }

  private WorkerConfigurationDescription create(String name) {
    WorkerConfiguration file = files.get(name);
    if (file == null) {
      throw new ProblemException(
          Problem.of(
              WORKER_CONFIGURATION_NOT_THERE,
              name,
              "the worker configuration does not exist any more, and no file has its content",
              "apply the environment's own again"));
    }
    progress.accept("creating the worker configuration " + name);
    String arn =
        api.createWorkerConfiguration(
            new CreateWorkerConfigurationRequest(
                name,
                null,
                Base64.getEncoder().encodeToString(file.text().getBytes(StandardCharsets.UTF_8)),
                BundleTags.of(environment, Sha256.of(file.text()))));
    return api.await(name, () -> api.describeWorkerConfiguration(arn));
  }

  /** Returns the offset topic that a worker configuration names. */
  Optional<String> offsetTopic(WorkerConfigurationReference worker) {
    return offsetTopics.computeIfAbsent(worker.workerConfigurationArn(), this::readOffsetTopic);
  }

  private Optional<String> readOffsetTopic(String arn) {
    return api.describeWorkerConfiguration(arn)
        .map(found -> found.latestRevision().propertiesFileContent())
        .flatMap(
            content -> {
              Properties properties = new Properties();
              String text = new String(Base64.getDecoder().decode(content), StandardCharsets.UTF_8);
              try {
                properties.load(new StringReader(text));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              return Optional.ofNullable(properties.getProperty(WorkerSettings.OFFSET_TOPIC));
            });
  }
}
