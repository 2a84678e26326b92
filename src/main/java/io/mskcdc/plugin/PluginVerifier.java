package io.mskcdc.plugin;

import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Checks without running a plugin whether a worker of a release can load it. */
public final class PluginVerifier {
  private static final int SHOWN = 3;

  private final Path home;

  /**
   * @param home what holds the releases of Connect: a built checkout, or an unpacked release of the
   *     deployer, which has their APIs only
   */
  public PluginVerifier(Path home) {
    this.home = home;
  }

  /**
   * Reads and checks a plugin.
   *
   * @param load a release to load its classes on as well, or null
   * @param isOwn whether this repository builds the plugin. Who uses a plugin of somebody else
   *     cannot leave a library out, so a library that the worker replaces is only a warning there.
   * @throws ProblemException with every reason for which a worker would fail
   */
  public Verification verify(
      Path file, ConnectVersion connect, ConnectVersion load, boolean isOwn) {
    long start = System.nanoTime();
    Plugin plugin = PluginReader.read(file);
    List<Problem> problems = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    List<Problem> warnings = new ArrayList<>();
    classFiles(plugin, connect, problems);
    if (problems.isEmpty()) {
      damaged(plugin, problems);
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    List<PluginClass> classes;
    try (ClassPool pool = new ClassPool(plugin.jars(), connect.api(home))) {
      references(plugin, pool, connect, problems, notes);
      classes = PluginClass.in(plugin, pool);
      absent(plugin, pool, classes, problems);
      workerLibraries(plugin, pool, isOwn ? problems : warnings);
    }
    undeclared(plugin, classes).ifPresent(warnings::add);
    if (classes.isEmpty()) {
      problems.add(
          Problem.of(
              ErrorCode.PLUGIN_EMPTY,
              file.toString(),
              "it contains no connector, transform, predicate, converter or config provider",
              "check that the plugin's own JAR is in it"));
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    notes.addAll(Duplicates.in(plugin));
    long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
    if (load != null) {
      notes.addAll(new LoadCheck(load.runtime(home)).check(plugin, classes));
    }
    return new Verification(
        PluginName.of(plugin),
        plugin,
        connect,
        load,
        classes,
        warnings,
        List.copyOf(notes),
        millis);
  }

  private static void workerLibraries(Plugin plugin, ClassPool pool, List<Problem> found) {
    for (Jar jar : plugin.jars()) {
      List<String> libraries = WorkerLibrary.in(jar).stream().map(WorkerLibrary::library).toList();
      if (!libraries.isEmpty()) {
        boolean isFat =
            PluginClass.in(new Plugin(plugin.file(), 0, "", List.of(jar)), pool).stream()
                .anyMatch(one -> !one.name().startsWith("org.apache.kafka."));
        found.add(
            Problem.of(
                ErrorCode.PLUGIN_WORKER_LIBRARY,
                where(plugin, jar),
                "it contains "
                    + String.join(", ", libraries)
                    + ", which the worker provides and prefers",
                isFat
                    ? "use the ZIP of the plugin with separate JARs instead of this JAR with"
                        + " everything in it, or build it with these libraries in the scope provided"
                    : "leave this JAR out of the ZIP: zip -d "
                        + plugin.file().getFileName()
                        + " '"
                        + jar.name()
                        + "'"));
      }
    }
  }

  /** A worker reports a class of a service file that it does not find, and goes without it. */
  private static void absent(
      Plugin plugin, ClassPool pool, List<PluginClass> classes, List<Problem> problems) {
    classes.stream()
        .filter(PluginClass::declared)
        .map(PluginClass::name)
        .distinct()
        .filter(name -> !pool.has(name.replace('.', '/')))
        .forEach(
            name ->
                problems.add(
                    Problem.of(
                        ErrorCode.PLUGIN_NOT_LOADABLE,
                        plugin.file().toString(),
                        "a file in META-INF/services lists " + name + ", which no JAR contains",
                        "add the missing JAR, or take a release of the plugin for this worker")));
  }

  /** A worker that reads service files does not find the other classes, and logs nothing. */
  private static Optional<Problem> undeclared(Plugin plugin, List<PluginClass> classes) {
    TreeSet<String> names = new TreeSet<>();
    classes.stream().map(PluginClass::name).forEach(names::add);
    classes.stream().filter(PluginClass::declared).map(PluginClass::name).forEach(names::remove);
    if (names.isEmpty()) {
      return Optional.empty();
    }
    boolean hasNone = classes.stream().noneMatch(PluginClass::declared);
    return Optional.of(
        Problem.of(
            ErrorCode.PLUGIN_NOT_DECLARED,
            plugin.file().toString(),
            (hasNone
                    ? "no JAR has service files in META-INF/services"
                    : "no file in META-INF/services lists " + shown(names))
                + ", and a worker with plugin.discovery=service_load does not find "
                + (hasNone ? shown(names) : "it"),
            "write plugin.discovery=hybrid_warn in worker.properties, or add the files with Kafka's"
                + " bin/connect-plugin-path.sh sync-manifests"));
  }

  private static void classFiles(Plugin plugin, ConnectVersion connect, List<Problem> problems) {
    for (Jar jar : plugin.jars()) {
      jar.classes().entrySet().stream()
          .filter(entry -> ClassFile.major(entry.getValue()) > connect.classFile())
          .min(Map.Entry.comparingByKey())
          .ifPresent(
              entry ->
                  problems.add(
                      Problem.of(
                          ErrorCode.PLUGIN_CLASS_TOO_NEW,
                          where(plugin, jar),
                          entry.getKey().replace('/', '.')
                              + " has class-file version "
                              + ClassFile.major(entry.getValue())
                              + "; Connect "
                              + connect.release()
                              + " on Java "
                              + connect.java()
                              + " loads up to "
                              + connect.classFile(),
                          "take a build of it for Java "
                              + connect.java()
                              + ", or a newer worker")));
    }
  }

  /** Finds class files that cannot be read, in the JARs whose references are checked. */
  private static void damaged(Plugin plugin, List<Problem> problems) {
    plugin.jars().stream()
        .filter(Jar::usesKafka)
        .forEach(
            jar ->
                jar.classes().entrySet().stream()
                    .filter(entry -> !ClassFile.isReadable(entry.getValue()))
                    .min(Map.Entry.comparingByKey())
                    .ifPresent(
                        entry ->
                            problems.add(
                                Problem.of(
                                    ErrorCode.PLUGIN_DAMAGED,
                                    where(plugin, jar),
                                    entry.getKey().replace('/', '.') + " is no class file",
                                    "build or download it again, and compare its SHA-256"))));
  }

  private static void references(
      Plugin plugin,
      ClassPool pool,
      ConnectVersion connect,
      List<Problem> problems,
      List<String> notes) {
    List<Allowance> allowed = Allowance.forReferences();
    Map<Allowance, TreeSet<String>> used =
        new TreeMap<>((a, b) -> a.reason().compareTo(b.reason()));
    References.unresolved(plugin, pool)
        .forEach(
            (reference, holders) -> {
              TreeSet<String> left = new TreeSet<>();
              for (String holder : holders) {
                Optional<Allowance> covering = Allowance.covering(allowed, holder, reference);
                covering.ifPresentOrElse(
                    one -> used.computeIfAbsent(one, key -> new TreeSet<>()).add(reference),
                    () -> left.add(holder));
              }
              if (!left.isEmpty()) {
                problems.add(unresolved(plugin, connect, reference, left));
              }
            });
    used.forEach((one, references) -> notes.add("allowed: " + references + ", " + one.reason()));
  }

  private static Problem unresolved(
      Plugin plugin, ConnectVersion connect, String reference, TreeSet<String> holders) {
    return Problem.of(
        ErrorCode.PLUGIN_REFERENCE_UNRESOLVED,
        plugin.file().toString(),
        "Connect "
            + connect.release()
            + " has no "
            + reference
            + ", which is used by "
            + shown(holders),
        "take a release of it that is built for Connect " + connect.release());
  }

  private static String shown(TreeSet<String> names) {
    return String.join(", ", names.stream().limit(SHOWN).toList())
        + (names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "");
  }

  private static String where(Plugin plugin, Jar jar) {
    return plugin.file() + "!" + jar.name();
  }
}
