package io.mskcdc.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a Java server is started: this JVM's own executable, and nothing on the classpath but {@code
 * libs} and the logging configuration.
 */
record Jvm(Path libs, int heapMegabytes, Path work) {
  List<String> command(String mainClass, String... arguments) {
    Path logging = Logging.write(work);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heapMegabytes + "m");
    command.add("-XX:+UseSerialGC");
    // Servers of a few minutes on two cores: the second compiler costs more than it brings.
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Djava.net.preferIPv4Stack=true");
    command.add("-cp");
    command.add(logging + ":" + libs.toAbsolutePath() + "/*");
    command.add(mainClass);
    command.addAll(List.of(arguments));
    return command;
  }
}
