package io.mskcdc.local.kafka;

import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.process.Folders;
import io.mskcdc.local.process.Jvm;
import io.mskcdc.local.process.TcpPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Starts and stops a broker and a worker of each release, so that they write the archives of their
 * classes, which {@link Jvm} gives to all later ones. The build runs it after the JARs are copied,
 * in a JVM with the property that makes servers write archives.
 */
public final class ClassArchives {
  private static final List<String> RELEASES = List.of("3.7.2", "4.3.1");

  private ClassArchives() {}

  /**
   * Writes the archives, unless each is newer than the JARs.
   *
   * @param arguments the folder of the checkout
   */
  public static void main(String[] arguments) throws IOException {
    Checkout checkout = new Checkout(Path.of(arguments[0]));
    for (String release : RELEASES) {
      if (!isWritten(checkout.kafkaLibs(release))) {
        write(checkout);
        return;
      }
    }
  }

  private static boolean isWritten(Path libs) throws IOException {
    Path archive = Jvm.classArchive(libs, ConnectWorker.MAIN_CLASS);
    return Files.exists(archive) && Files.getLastModifiedTime(archive).compareTo(newest(libs)) > 0;
  }

  private static FileTime newest(Path libs) throws IOException {
    try (Stream<Path> jars = Files.list(libs)) {
      FileTime newest = Files.getLastModifiedTime(libs);
      for (Path jar : jars.toList()) {
        FileTime time = Files.getLastModifiedTime(jar);
        newest = time.compareTo(newest) > 0 ? time : newest;
      }
      return newest;
    }
  }

  private static void write(Checkout checkout) throws IOException {
    Path work = Files.createTempDirectory("mskcdc-classes");
    List<Integer> ports = TcpPort.free(2);
    Path libs = checkout.kafkaLibs(Kafka.RELEASE);
    Path log = work.resolve("kafka.log");
    try (Kafka kafka = Kafka.start(libs, work.resolve("kafka"), ports.get(0), ports.get(1), log)) {
      kafka.awaitReady();
      for (String release : RELEASES) {
        runWorker(checkout.kafkaLibs(release), kafka, work.resolve("connect-" + release));
      }
    } finally {
      Folders.delete(work);
    }
  }

  private static void runWorker(Path libs, Kafka kafka, Path work) throws IOException {
    Path plugins = Files.createDirectories(work.resolve("plugins"));
    Path properties =
        Files.writeString(
            work.resolve("json.properties"),
            """
            key.converter=org.apache.kafka.connect.json.JsonConverter
            value.converter=org.apache.kafka.connect.json.JsonConverter
            """);
    ConnectWorker.Settings settings =
        new ConnectWorker.Settings(
            libs,
            plugins,
            properties,
            kafka.bootstrapServers(),
            InternalTopics.of("classes"),
            TcpPort.free(),
            work,
            work.resolve("connect.log"),
            Optional.empty());
    try (ConnectWorker worker = ConnectWorker.start(settings)) {
      worker.awaitReady();
    }
  }
}
