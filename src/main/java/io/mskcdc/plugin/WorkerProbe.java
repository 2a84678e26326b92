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
 * Loads the classes of a plugin folder with a worker's own plugin loading, and makes an instance of
 * each. It runs in a JVM that has only the worker's libraries and this class. It uses reflection,
 * because it has to compile without a worker and run with each release.
 */
final class WorkerProbe {
  /** The beginning of each line with a result. Other lines are the worker's log. */
  static final String LINE = "plugin-probe\t";

  private static final String LOADED = "loaded";
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
        // Catch each Error, too: most failures to load a class are errors.
        result = FAILED + "\t" + name + "\t" + innermost(e);
      }
      System.out.println(LINE + result);
    }
    System.out.flush();
    // A plugin may have started threads.
    Runtime.getRuntime().halt(0);
  }

  // A worker skips a class that it cannot instantiate and logs a line. Loading the class again in
  // a separate isolated loader gives the reason.
  private static Class<?> type(Object plugins, Path pluginPath, String name) throws Exception {
    try {
      Class<?> found =
          (Class<?>)
              plugins.getClass().getMethod("pluginClass", String.class).invoke(plugins, name);
      if (isolated(found)) {
        return found;
      }
    } catch (InvocationTargetException e) {
      // The worker does not offer this class.
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

  // A worker does the same before any configuration: an instance, its version, its keys.
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
