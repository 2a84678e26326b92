package io.mskcdc.config;

import static io.mskcdc.problem.ErrorCode.KEY_UNKNOWN;
import static io.mskcdc.problem.ErrorCode.OFFSET_TOPIC_UNNAMED;
import static io.mskcdc.problem.ErrorCode.PROVIDER_UNKNOWN;
import static io.mskcdc.problem.ErrorCode.TASKS_OVERRIDDEN;

import io.mskcdc.catalog.SecretKeys;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds what Connect takes without a word though it cannot work, where the connector's file does
 * not accept it: keys that nothing reads, and references to providers that the worker lacks.
 */
final class SilentMistakes {
  /** Reads one binlog, with one task. */
  private static final String DEBEZIUM_MYSQL = "io.debezium.connector.mysql.";

  private final BundlePaths paths;
  private final Optional<WorkerConfiguration> worker;
  private final Optional<Placement> placement;
  private final Path environmentFile;

  /**
   * @param worker the configuration of the connector's workers, where it is known
   * @param placement what it has on MSK Connect; empty on Connect workers
   */
  SilentMistakes(
      BundlePaths paths,
      Optional<WorkerConfiguration> worker,
      Optional<Placement> placement,
      Path environmentFile) {
    this.paths = paths;
    this.worker = worker;
    this.placement = placement;
    this.environmentFile = environmentFile;
  }

  /**
   * What was found.
   *
   * @param problems what nobody accepts
   * @param unneeded what is accepted and is nothing of this
   */
  record Result(List<Problem> problems, List<Accept> unneeded) {}

  /**
   * Looks through a configuration.
   *
   * @param origin tells which file a key's value comes from
   */
  Result find(Map<String, String> config, List<Accept> accepts, Function<String, Path> origin) {
    List<Problem> found = new ArrayList<>();
    for (UnknownKeys.Finding finding : UnknownKeys.of(config)) {
      found.add(
          problem(
              KEY_UNKNOWN,
              origin.apply(finding.written()),
              finding.key(),
              finding.message(),
              finding.next()));
    }
    worker.ifPresent(
        known ->
            config.forEach(
                (key, value) ->
                    known
                        .unknownProviders(value)
                        .forEach(
                            name ->
                                found.add(provider(known, origin.apply(key), key, value, name)))));
    placement.ifPresent(place -> ofMskConnect(config, place, found));
    Set<Accept> unneeded = new LinkedHashSet<>(accepts);
    List<Problem> open = new ArrayList<>();
    for (Problem problem : found) {
      List<Accept> accepting =
          accepts.stream()
              .filter(accept -> accept.covers(problem.code().code(), problem.key()))
              .toList();
      accepting.forEach(unneeded::remove);
      if (accepting.isEmpty()) {
        open.add(problem);
      }
    }
    return new Result(open, List.copyOf(unneeded));
  }

  private void ofMskConnect(Map<String, String> config, Placement place, List<Problem> found) {
    worker
        .filter(known -> !known.properties().containsKey(WorkerSettings.OFFSET_TOPIC))
        .ifPresent(
            known ->
                found.add(
                    problem(
                        OFFSET_TOPIC_UNNAMED,
                        known.file(),
                        WorkerSettings.OFFSET_TOPIC,
                        "it is not named, so the offsets are lost with the connector: whatever"
                            + " replaces it starts over",
                        "write "
                            + WorkerSettings.OFFSET_TOPIC
                            + "=<a topic of this environment's own>")));
    if (place.capacity() instanceof WorkerCapacity.Autoscaled
        && config.getOrDefault("connector.class", "").startsWith(DEBEZIUM_MYSQL)) {
      found.add(
          problem(
              TASKS_OVERRIDDEN,
              environmentFile,
              "capacity.autoScaling",
              "MSK Connect overrides tasks.max where it scales, and this connector has one task",
              "write mcuCount and workerCount: 1 under capacity"));
    }
  }

  private Problem provider(
      WorkerConfiguration known, Path file, String key, String value, String name) {
    // In a secret that is no bare reference, what looks like a name may be a part of the secret.
    String shown =
        SecretKeys.shown(key, value).equals(value) ? "'" + name + "'" : "of a name in this secret";
    String there =
        known.providers().isEmpty()
            ? "it names none"
            : "it has " + String.join(", ", known.providers());
    return problem(
        PROVIDER_UNKNOWN,
        file,
        key,
        "the worker has no config provider " + shown + ", and leaves the text as it stands",
        "add the provider to config.providers in "
            + paths.shown(known.file())
            + " ("
            + there
            + "), or use one of its own");
  }

  private Problem problem(ErrorCode code, Path file, String key, String message, String next) {
    return new Problem(
        code,
        paths.shown(file),
        key,
        message,
        next + "; where it is meant so, accept " + code.code() + " in the connector's file");
  }
}
