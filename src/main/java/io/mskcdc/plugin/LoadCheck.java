package io.mskcdc.plugin;

import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Loads a plugin's classes as a worker does: in a separate JVM, with the isolated loader. */
final class LoadCheck {
  private static final long TIMEOUT_SECONDS = 120;
  private static final String PROBE = "io/mskcdc/plugin/WorkerProbe.class";

  private final List<Path> libraries;

  /**
   * @param libraries the JARs of the worker's release
   */
  LoadCheck(List<Path> libraries) {
    this.libraries = libraries;
  }

  /**
   * Returns a note for each class that cannot be loaded and is allowed not to be.
   *
   * @throws ProblemException if another class cannot be loaded
   */
  List<String> check(Plugin plugin, List<PluginClass> classes) {
    Path work = null;
    try {
      work = Files.createTempDirectory("mskcdc-load");
      return judge(plugin, classes, run(plugin, classes, work));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      remove(work);
    }
  }

  private List<String> judge(
      Plugin plugin, List<PluginClass> classes, Map<String, String> failures) {
    List<Problem> problems = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    List<Allowance> allowed = Allowance.forLoading();
    for (String name : names(classes)) {
      String failure = failures.get(name);
      if (failure == null) {
        continue;
      }
      Optional<Allowance> covering = Allowance.covering(allowed, name, "");
      if (covering.isPresent()) {
        notes.add("allowed: " + name + " cannot be loaded, " + covering.get().reason());
      } else {
        problems.add(
            Problem.of(
                ErrorCode.PLUGIN_NOT_LOADABLE,
                plugin.file().toString(),
                "a worker cannot load " + name + ": " + failure,
                "add the missing JAR, or take a release of the plugin for this worker"));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return notes;
  }

  /** Returns the reasons of the classes that could not be loaded, by class. */
  private Map<String, String> run(Plugin plugin, List<PluginClass> classes, Path work)
      throws IOException {
    Path plugins = Files.createDirectory(work.resolve("plugins"));
    unpack(plugin, Files.createDirectory(plugins.resolve("plugin")));
    Path list = Files.write(work.resolve("classes.txt"), names(classes));
    Path output = work.resolve("output.txt");
    Process probe =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                probeFolder(work) + File.pathSeparator + classPath(),
                WorkerProbe.class.getName(),
                plugins.toString(),
                list.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    await(plugin, probe);
    return failures(plugin, output, names(classes));
  }

  private static void await(Plugin plugin, Process probe) {
    try {
      if (!probe.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        throw notLoadable(plugin, "loading did not end in " + TIMEOUT_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notLoadable(plugin, "loading was interrupted");
    } finally {
      probe.destroyForcibly();
    }
  }

  private static Map<String, String> failures(Plugin plugin, Path output, List<String> names)
      throws IOException {
    List<String> lines = Files.readAllLines(output);
    Map<String, String> failures = new HashMap<>();
    int results = 0;
    for (String line : lines) {
      if (line.startsWith(WorkerProbe.LINE)) {
        String[] parts = line.split("\t", 4);
        results++;
        if (parts[1].equals(WorkerProbe.FAILED)) {
          failures.put(parts[2], parts[3]);
        }
      }
    }
    if (results != names.size()) {
      String last = lines.isEmpty() ? "" : ": " + lines.get(lines.size() - 1).strip();
      throw notLoadable(plugin, "the worker's class loading ended early" + last);
    }
    return failures;
  }

  private static ProblemException notLoadable(Plugin plugin, String how) {
    return new ProblemException(
        Problem.of(
            ErrorCode.PLUGIN_NOT_LOADABLE,
            plugin.file().toString(),
            how,
            "run it again; if it fails again, look for a class that waits in its static"
                + " initializer"));
  }

  private static List<String> names(List<PluginClass> classes) {
    return classes.stream().map(PluginClass::name).distinct().toList();
  }

  private String classPath() {
    return libraries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static Path probeFolder(Path work) throws IOException {
    Path folder = work.resolve("probe");
    Path file = folder.resolve(PROBE);
    Files.createDirectories(file.getParent());
    try (InputStream in = WorkerProbe.class.getResourceAsStream("WorkerProbe.class")) {
      Files.copy(in, file);
    }
    return folder;
  }

  // ArchiveRules has rejected paths that lead out of the folder; this checks once more.
  static void unpack(Plugin plugin, Path folder) throws IOException {
    if (plugin.file().toString().endsWith(".jar")) {
      Files.copy(plugin.file(), folder.resolve(plugin.file().getFileName()));
      return;
    }
    try (ZipFile zip = new ZipFile(plugin.file().toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
          throw new IOException("leads out of the folder: " + entry.getName());
        }
        if (!entry.isDirectory()) {
          Files.createDirectories(target.getParent());
          try (InputStream in = zip.getInputStream(entry)) {
            Files.copy(in, target);
          }
        }
      }
    }
  }

  private static void remove(Path work) {
    if (work == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(work)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
