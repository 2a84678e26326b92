package io.mskcdc.config;

import static io.mskcdc.problem.ErrorCode.FILE_NOT_READABLE;
import static io.mskcdc.problem.ErrorCode.OVERLAY_WITHOUT_CONNECTOR;
import static io.mskcdc.problem.ErrorCode.VARIABLE_UNUSED;
import static io.mskcdc.problem.ErrorCode.WORKER_FILE_MISSING;

import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads one environment of a bundle, or the part of it that a command needs. A problem elsewhere is
 * in the bundle's {@link Bundle#tolerated}.
 */
public final class BundleReader {
  private final BundlePaths paths;
  private final StrictReader reader;

  /**
   * What reading a listed connector gives.
   *
   * @param connector the connector; empty if its files have problems
   */
  private record Reading(
      Optional<RenderedConnector> connector, List<Problem> problems, Set<String> usedVariables) {

    static Reading of(ConnectorReader reader, Environment.Entry entry) {
      try {
        return new Reading(Optional.of(reader.read(entry)), List.of(), reader.usedVariables());
      } catch (ProblemException e) {
        return failed(e.problems());
      }
    }

    static Reading failed(List<Problem> problems) {
      return new Reading(Optional.empty(), problems, Set.of());
    }
  }

  /** Reads the bundle that lies in this folder. */
  public BundleReader(BundlePaths paths) {
    this.paths = paths;
    this.reader = new StrictReader(paths);
  }

  /**
   * Reads an environment and the connectors that it lists.
   *
   * @param names the connectors that the command needs; empty for all. A problem in the files of
   *     another one leaves that one out.
   * @throws ProblemException with every problem found, except those in files of other connectors
   */
  public Bundle read(String env, Collection<String> names) {
    return read(env, name -> names.isEmpty() || names.contains(name), names.isEmpty());
  }

  /**
   * Reads an environment and each of its connectors that can be read.
   *
   * @throws ProblemException with every problem of environment.yaml
   */
  public Bundle readWhatIsReadable(String env) {
    MskSettings settings = new MskSettings(paths, reader);
    return read(env, name -> false, false, settings, settings);
  }

  private Bundle read(String env, Predicate<String> needed, boolean isWhole) {
    return read(
        env, needed, isWhole, new MskSettings(paths, reader), new MskSettings(paths, reader));
  }

  /**
   * @param isWhole whether the command needs every file of the environment
   * @param settings reads the settings of the connectors that are needed
   * @param others reads those of the other ones, whose plugins need not be built
   */
  private Bundle read(
      String env,
      Predicate<String> needed,
      boolean isWhole,
      MskSettings settings,
      MskSettings others) {
    EnvironmentReader.Result result = new EnvironmentReader(paths, reader, env).read();
    Environment environment = result.environment();
    Set<Problem> problems = new LinkedHashSet<>();
    Set<Problem> tolerated = new LinkedHashSet<>();
    (isWhole ? problems : tolerated).addAll(overlaysWithoutConnector(env));
    Map<Path, WorkerConfiguration> workers = new LinkedHashMap<>();
    Set<String> used = new HashSet<>(result.usedVariables());
    List<RenderedConnector> connectors = new ArrayList<>();
    Path shared = paths.workerFile(env);
    if (environment.mskConnect().isEmpty() && Files.exists(shared, LinkOption.NOFOLLOW_LINKS)) {
      workers.put(shared, WorkerConfiguration.read(paths, shared));
    }
    Map<String, List<Problem>> workerProblems = readWorkers(environment, workers);
    // Both cores read files. The results keep the list's order.
    List<Reading> readings =
        environment.connectors().parallelStream()
            .map(
                entry ->
                    workerProblems.containsKey(entry.name())
                        ? Reading.failed(workerProblems.get(entry.name()))
                        : Reading.of(
                            new ConnectorReader(
                                paths,
                                reader,
                                environment,
                                workers,
                                needed.test(entry.name()) ? settings : others),
                            entry))
            .toList();
    for (int i = 0; i < readings.size(); i++) {
      Reading reading = readings.get(i);
      reading.connector().ifPresent(connectors::add);
      used.addAll(reading.usedVariables());
      (needed.test(environment.connectors().get(i).name()) ? problems : tolerated)
          .addAll(reading.problems());
    }
    List<DmsFile> dmsTasks = readDmsTasks(environment, name -> false, tolerated, tolerated, used);
    Map<String, PluginContent> plugins = new HashMap<>(others.plugins());
    plugins.putAll(settings.plugins());
    if (problems.isEmpty() && tolerated.isEmpty()) {
      (isWhole ? problems : tolerated).addAll(unused(environment, result.ownVariables(), used));
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(List.copyOf(problems));
    }
    return new Bundle(
        paths,
        environment,
        connectors,
        dmsTasks,
        workers.values().stream()
            .collect(
                Collectors.toMap(
                    worker -> worker.nameIn(env),
                    worker -> worker,
                    (a, b) -> a,
                    LinkedHashMap::new)),
        plugins,
        settings.unbuilt(),
        List.copyOf(tolerated));
  }

  /**
   * Reads an environment and the DMS tasks that it lists, without its connectors.
   *
   * @param names the tasks that the command needs; empty for all. A problem in the files of another
   *     one leaves that one out.
   * @throws ProblemException with every problem found, except those in files of other tasks
   */
  public Bundle readDmsTasks(String env, Collection<String> names) {
    Environment environment = new EnvironmentReader(paths, reader, env).read().environment();
    List<Problem> problems = new ArrayList<>();
    List<Problem> tolerated = new ArrayList<>();
    List<DmsFile> tasks =
        readDmsTasks(
            environment,
            name -> names.isEmpty() || names.contains(name),
            problems,
            tolerated,
            new HashSet<>());
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return new Bundle(
        paths, environment, List.of(), tasks, Map.of(), Map.of(), List.of(), tolerated);
  }

  private List<DmsFile> readDmsTasks(
      Environment environment,
      Predicate<String> needed,
      Collection<Problem> problems,
      Collection<Problem> tolerated,
      Set<String> usedVariables) {
    List<DmsFile> tasks = new ArrayList<>();
    DmsReader dms = new DmsReader(paths, reader, environment);
    for (int i = 0; i < environment.dmsTasks().size(); i++) {
      try {
        tasks.add(dms.read(i));
      } catch (ProblemException e) {
        (needed.test(environment.dmsTasks().get(i)) ? problems : tolerated).addAll(e.problems());
      }
    }
    usedVariables.addAll(dms.usedVariables());
    return tasks;
  }

  /**
   * Reads an environment without its connectors and their workers.
   *
   * @throws ProblemException with every problem found
   */
  public Bundle readWithoutConnectors(String env) {
    return withoutConnectors(
        new EnvironmentReader(paths, reader, env).read().environment(), List.of());
  }

  /**
   * Reads where an environment is, and the names and states of its connectors.
   *
   * @throws ProblemException with every problem of its address
   */
  public Bundle readAddress(String env) {
    List<Problem> tolerated = new ArrayList<>();
    return withoutConnectors(
        new EnvironmentReader(paths, reader, env).readAddress(tolerated::add), tolerated);
  }

  private Bundle withoutConnectors(Environment environment, List<Problem> tolerated) {
    return new Bundle(
        paths, environment, List.of(), List.of(), Map.of(), Map.of(), List.of(), tolerated);
  }

  /**
   * Reads worker.properties of an environment, which is the configuration of its shared workers, or
   * of the workers of connectors whose entries name no other; empty if there is no such file.
   *
   * @throws ProblemException if it cannot be read
   */
  public Optional<WorkerConfiguration> readWorker(String env) {
    return Optional.of(paths.workerFile(env))
        .filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS))
        .map(file -> WorkerConfiguration.read(paths, file));
  }

  /** Reads the worker configurations that the entries name. Returns the problems by entry. */
  private Map<String, List<Problem>> readWorkers(
      Environment environment, Map<Path, WorkerConfiguration> workers) {
    Map<String, List<Problem>> problems = new HashMap<>();
    for (Environment.Entry entry : environment.connectors()) {
      if (entry.placement().isPresent()) {
        Path worker = entry.placement().get().worker();
        try {
          requireWorkerFile(environment, entry.name(), worker);
          workers.computeIfAbsent(worker, file -> WorkerConfiguration.read(paths, file));
        } catch (ProblemException e) {
          problems.put(entry.name(), e.problems());
        }
      }
    }
    return problems;
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
    Path tasks = paths.dmsOverlays(env);
    return Stream.concat(
            overlaysWithoutFile(paths.environment(env), paths.root(), ".json").stream(),
            Files.isDirectory(tasks)
                ? overlaysWithoutFile(tasks, paths.dmsTasks(), ".yaml").stream()
                : Stream.empty())
        .toList();
  }

  /** Returns a problem for each overlay of a folder that lies over no file of another folder. */
  private List<Problem> overlaysWithoutFile(Path overlays, Path below, String extension) {
    try (Stream<Path> files = Files.list(overlays)) {
      return files
          .filter(overlay -> overlay.getFileName().toString().endsWith(extension))
          .filter(overlay -> !Files.isRegularFile(below.resolve(overlay.getFileName())))
          .sorted()
          .map(
              overlay ->
                  Problem.of(
                      OVERLAY_WITHOUT_CONNECTOR,
                      paths.shown(overlay),
                      "there is no file "
                          + paths.shown(below.resolve(overlay.getFileName()))
                          + " to lay it over",
                      "rename or remove the overlay"))
          .toList();
    } catch (IOException e) {
      throw new ProblemException(
          Problem.of(
              FILE_NOT_READABLE,
              paths.shown(overlays),
              "the folder cannot be read",
              "check its permissions"),
          e);
    }
  }
}
