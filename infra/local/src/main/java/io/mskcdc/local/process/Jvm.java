package io.mskcdc.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Builds the command line of a Java server. The server runs on the java executable of this JVM.
 *
 * @param libs the folder with the JARs of the server
 * @param work the logging configuration and temporary files are written to this folder
 * @param added classpath entries after {@code libs}
 * @param properties system properties; no secrets, because every user can read process arguments
 */
public record Jvm(
    Path libs, int heapMegabytes, Path work, List<String> added, Map<String, String> properties) {

  private static final String TEMPORARY = "java.io.tmpdir";

  /** Each server that this JVM starts writes its archive of classes when it ends. */
  private static final boolean RECORDING = Boolean.getBoolean("mskcdc.local.record-classes");

  public Jvm(Path libs, int heapMegabytes, Path work) {
    this(libs, heapMegabytes, work, List.of(), Map.of());
  }

  /** Returns the command line that runs {@code mainClass}. */
  public List<String> command(String mainClass, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heapMegabytes + "m");
    command.add("-XX:+UseSerialGC");
    // The second compiler does not pay off in servers that run for a few minutes on two cores.
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Djava.net.preferIPv4Stack=true");
    command.addAll(classArchive(mainClass));
    Map<String, String> system = new TreeMap<>(Logging.write(work));
    system.put(TEMPORARY, temporaryFolder().toString());
    system.putAll(properties);
    system.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.add("-cp");
    List<String> classpath = new ArrayList<>(List.of(all(libs)));
    classpath.addAll(added);
    command.add(String.join(":", classpath));
    command.add(mainClass);
    command.addAll(List.of(arguments));
    return command;
  }

  // With it a server starts in half the time. Java ignores an archive of other JARs or another
  // Java.
  private List<String> classArchive(String mainClass) {
    Path archive = classArchive(libs, mainClass);
    if (RECORDING) {
      return List.of("-XX:ArchiveClassesAtExit=" + archive);
    }
    return Files.exists(archive)
        ? List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:disable", "-Xlog:all=error:stderr")
        : List.of();
  }

  /** Returns the file with the classes that {@code mainClass} loads from the JARs in a folder. */
  public static Path classArchive(Path libs, String mainClass) {
    return libs.toAbsolutePath().resolveSibling(mainClass + ".jsa");
  }

  /** A killed server does not delete its temporary files: they stay in its own folder. */
  private Path temporaryFolder() {
    try {
      return Files.createDirectories(work.toAbsolutePath().resolve("tmp"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the classpath entry that has {@code type}: a JAR, or the folder of a build. */
  public static String classpathOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the classpath entry for all JARs of a folder. */
  public static String all(Path folder) {
    return folder.toAbsolutePath() + "/*";
  }
}
