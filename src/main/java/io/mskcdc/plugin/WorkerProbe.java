package io.mskcdc.plugin;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs inside a JVM that has a worker's libraries and this one class: it gives a plugin folder to
 * the worker's own plugin loading and makes one of each class. By reflection, because it must
 * compile without a worker and run with each release.
 */
final class WorkerProbe {
  /** Begins each line of a result; what else is printed is the worker's logging. */
  static final String LINE = "plugin-probe\t";

  static final String LOADED = "loaded";
  static final String FAILED = "failed";

  private static final String ISOLATION = "org.apache.kafka.connect.runtime.isolation.";

  private WorkerProbe() {}

  /**
   * @param args a plugin path, then a file that lists class names, one a line
   */
  public static void main(String[] args) throws Exception {
    Path pluginPath = Path.of(args[0]);
    Object plugins =
        Class.forName(ISOLATION + "Plugins")
            .getConstructor(Map.class)
            .newInstance(
                Map.of("plugin.path", pluginPath.toString(), "plugin.discovery", "hybrid_warn"));
    for (String name : Files.readAllLines(Path.of(args[1]))) {
      String result;
      try {
        result = LOADED + "\t" + name + "\t" + make(type(plugins, pluginPath, name));
      } catch (Throwable e) {
        // An Error too: most of what keeps a class from loading is one.
        result = FAILED + "\t" + name + "\t" + innermost(e);
      }
      System.out.println(LINE + result);
    }
    System.out.flush();
    // A plugin may have started threads.
    Runtime.getRuntime().halt(0);
  }

  // A worker drops what it cannot instantiate, with a line in its log. Loading it once more in an
  // isolated loader of its own tells why.
  private static Class<?> type(Object plugins, Path pluginPath, String name) throws Exception {
    try {
      Class<?> found =
          (Class<?>)
              plugins.getClass().getMethod("pluginClass", String.class).invoke(plugins, name);
      if (isolated(found)) {
        return found;
      }
    } catch (InvocationTargetException e) {
      // Not among what the worker offers.
    }
    Class<?> found = Class.forName(name, true, ownLoader(pluginPath));
    make(found);
    throw new IllegalStateException("the worker does not offer it, although it can be made");
  }

  private static boolean isolated(Class<?> found) throws ClassNotFoundException {
    return Class.forName(ISOLATION + "PluginClassLoader").isInstance(found.getClassLoader());
  }

  private static ClassLoader ownLoader(Path pluginPath) throws Exception {
    List<URL> jars = new ArrayList<>();
    try (Stream<Path> files = Files.walk(pluginPath)) {
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
        jars.add(jar.toUri().toURL());
      }
    }
    Constructor<?> constructor =
        Class.forName(ISOLATION + "PluginClassLoader")
            .getConstructor(URL.class, URL[].class, ClassLoader.class);
    return (ClassLoader)
        constructor.newInstance(
            pluginPath.toUri().toURL(),
            jars.toArray(URL[]::new),
            WorkerProbe.class.getClassLoader());
  }

  // What a worker does with a class before any configuration: an instance, its version, its keys.
  private static String make(Class<?> type) throws Exception {
    Thread.currentThread().setContextClassLoader(type.getClassLoader());
    try {
      Object instance = type.getDeclaredConstructor().newInstance();
      call(instance, "config");
      Object version = call(instance, "version");
      return version == null ? "" : version.toString();
    } finally {
      Thread.currentThread().setContextClassLoader(WorkerProbe.class.getClassLoader());
    }
  }

  private static Object call(Object instance, String method) throws Exception {
    try {
      return instance.getClass().getMethod(method).invoke(instance);
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  private static String innermost(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.toString().replaceAll("\\s+", " ");
  }
}
