package io.mskcdc.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The logging configuration of a broker or worker: Kafka 3 uses reload4j, Kafka 4 uses Log4j 2. */
final class Logging {
  private static final String RELOAD4J =
      """
      log4j.rootLogger=INFO, stdout
      log4j.appender.stdout=org.apache.log4j.ConsoleAppender
      log4j.appender.stdout.layout=org.apache.log4j.PatternLayout
      log4j.appender.stdout.layout.ConversionPattern=[%d] %p %m (%c:%L)%n
      """;

  private static final String LOG4J2 =
      """
      status = warn
      appender.stdout.type = Console
      appender.stdout.name = stdout
      appender.stdout.layout.type = PatternLayout
      appender.stdout.layout.pattern = [%d] %p %m (%c)%n
      rootLogger.level = info
      rootLogger.appenderRef.stdout.ref = stdout
      """;

  private Logging() {}

  /** Writes both files below {@code work} and returns the system properties that name them. */
  static Map<String, String> write(Path work) {
    try {
      Path folder = Files.createDirectories(work.toAbsolutePath().resolve("logging"));
      Path reload4j = Files.writeString(folder.resolve("log4j.properties"), RELOAD4J);
      Path log4j2 = Files.writeString(folder.resolve("log4j2.properties"), LOG4J2);
      return Map.of(
          "log4j.configuration",
          reload4j.toUri().toString(),
          "log4j2.configurationFile",
          log4j2.toUri().toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
