package io.mskcdc.config;

import static io.mskcdc.problem.ErrorCode.BUNDLE_NOT_FOUND;
import static io.mskcdc.problem.ErrorCode.FILE_NOT_READABLE;
import static io.mskcdc.problem.ErrorCode.OVERLAY_WITHOUT_CONNECTOR;
import static io.mskcdc.problem.ErrorCode.VARIABLE_UNUSED;
import static io.mskcdc.problem.ErrorCode.WORKER_FILE_MISSING;

import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads one environment of a bundle. A problem in any of its files prevents the deployment of all
 * its connectors.
 */
public final class BundleReader {
  private final BundlePaths paths;
  private final StrictReader reader;

  /** Reads the bundle that lies in this folder. */
  public BundleReader(BundlePaths paths) {
    this.paths = paths;
    this.reader = new StrictReader(paths);
  }

  /**
   * Reads an environment and every connector that it lists.
   *
   * @throws ProblemException with every problem found
   */
  public Bundle read(String env) {
    EnvironmentReader.Result result = environmentOf(env);
    Environment environment = result.environment();
    List<Problem> problems = new ArrayList<>(overlaysWithoutConnector(env));
    Map<Path, WorkerConfiguration> workers = workers(environment);
    MskSettings settings = new MskSettings(paths, reader);
    ConnectorReader connectorReader =
        new ConnectorReader(paths, reader, environment, workers, settings);
    List<RenderedConnector> connectors = new ArrayList<>();
    for (Environment.Entry entry : environment.connectors()) {
      try {
        connectors.add(connectorReader.read(entry));
      } catch (ProblemException e) {
        problems.addAll(e.problems());
      }
    }
    if (problems.isEmpty()) {
      Set<String> used = new HashSet<>(result.usedVariables());
      used.addAll(connectorReader.usedVariables());
      problems.addAll(unused(environment, result.ownVariables(), used));
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return new Bundle(
        paths,
        environment,
        connectors,
        workers.values().stream()
            .collect(
                Collectors.toMap(
                    worker -> worker.nameIn(env),
                    worker -> worker,
                    (a, b) -> a,
                    LinkedHashMap::new)),
        settings.plugins(),
        settings.unbuilt());
  }

  /**
   * Reads an environment without its connectors and their workers.
   *
   * @throws ProblemException with every problem found
   */
  public Bundle readWithoutConnectors(String env) {
    return new Bundle(
        paths, environmentOf(env).environment(), List.of(), Map.of(), Map.of(), List.of());
  }

  private EnvironmentReader.Result environmentOf(String env) {
    if (!Files.isDirectory(paths.root())) {
      throw new ProblemException(
          Problem.of(
              BUNDLE_NOT_FOUND,
              paths.root().toString(),
              "there is no such folder",
              "run from the repository's root, or name the folder with --configs"));
    }
    return new EnvironmentReader(paths, reader, env).read();
  }

  /** Returns the worker configurations of the environment's connectors, by their files. */
  private Map<Path, WorkerConfiguration> workers(Environment environment) {
    Map<Path, WorkerConfiguration> workers = new LinkedHashMap<>();
    if (environment.mskConnect().isEmpty()) {
      Path file = paths.workerFile(environment.name());
      if (Files.isRegularFile(file)) {
        workers.put(file, WorkerConfiguration.read(paths, file));
      }
      return workers;
    }
    Set<Path> read = new HashSet<>();
    List<Problem> problems = new ArrayList<>();
    for (Environment.Entry entry : environment.connectors()) {
      Path file = entry.placement().map(Placement::worker).orElseThrow();
      if (read.add(file)) {
        try {
          requireWorkerFile(environment, entry.name(), file);
          workers.put(file, WorkerConfiguration.read(paths, file));
        } catch (ProblemException e) {
          problems.addAll(e.problems());
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return workers;
  }

  private void requireWorkerFile(Environment environment, String connector, Path file) {
    if (!Files.exists(file)) {
      throw new ProblemException(
          new Problem(
              WORKER_FILE_MISSING,
              paths.shown(environment.settingAt(connector, "worker")),
              "worker",
              "there is no file " + paths.shown(file),
              "create it, or correct the name; environments/production/worker.properties is an example"));
    }
  }

  private List<Problem> unused(Environment environment, Set<String> own, Set<String> used) {
    return own.stream()
        .filter(name -> !used.contains(name))
        .map(
            name ->
                new Problem(
                    VARIABLE_UNUSED,
                    paths.shown(environment.document().keyAt("variables", name)),
                    "variables." + name,
                    "no connector of this environment uses this variable",
                    "remove it, or correct the name where it is used"))
        .toList();
  }

  private List<Problem> overlaysWithoutConnector(String env) {
    try (Stream<Path> files = Files.list(paths.environment(env))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .map(name -> name.substring(0, name.length() - ".json".length()))
          .filter(name -> !Files.isRegularFile(paths.connector(name)))
          .sorted()
          .map(
              name ->
                  Problem.of(
                      OVERLAY_WITHOUT_CONNECTOR,
                      paths.shown(paths.overlay(env, name)),
                      "there is no file " + paths.shown(paths.connector(name)) + " to lay it over",
                      "rename or remove the overlay"))
          .toList();
    } catch (IOException e) {
      throw new ProblemException(
          Problem.of(
              FILE_NOT_READABLE,
              paths.shown(paths.environment(env)),
              "the folder cannot be read",
              "check its permissions"),
          e);
    }
  }
}
