package io.mskcdc.local.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a Java server is started: this JVM's own executable, and nothing on the classpath but {@code
 * libs}, what was added to them, and the logging configuration.
 *
 * @param added entries of the classpath behind the libs
 * @param properties system properties; no secrets, since anyone can read a process's arguments
 */
public record Jvm(
    Path libs, int heapMegabytes, Path work, List<String> added, Map<String, String> properties) {

  public Jvm(Path libs, int heapMegabytes, Path work) {
    this(libs, heapMegabytes, work, List.of(), Map.of());
  }

  public List<String> command(String mainClass, String... arguments) {
    Path logging = Logging.write(work);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heapMegabytes + "m");
    command.add("-XX:+UseSerialGC");
    // Servers of a few minutes on two cores: the second compiler costs more than it brings.
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Djava.net.preferIPv4Stack=true");
    new TreeMap<>(properties).forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.add("-cp");
    List<String> classpath = new ArrayList<>(List.of(logging.toString(), all(libs)));
    classpath.addAll(added);
    command.add(String.join(":", classpath));
    command.add(mainClass);
    command.addAll(List.of(arguments));
    return command;
  }

  /** The JARs of a folder, as an entry of a classpath. */
  public static String all(Path folder) {
    return folder.toAbsolutePath() + "/*";
  }
}
