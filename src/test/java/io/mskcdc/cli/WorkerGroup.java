package io.mskcdc.cli;

import io.mskcdc.local.kafka.ConnectWorker;
import io.mskcdc.local.kafka.InternalTopics;
import io.mskcdc.local.kafka.Kafka;
import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.stack.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** A broker and real workers whose only plugin is {@link SourceOfTests}. */
final class WorkerGroup implements AutoCloseable {
  private static final Checkout LAYOUT = new Checkout(Path.of("..").toAbsolutePath().normalize());
  private static final String BROKER = "3.7.2";

  private final Kafka kafka;
  private final List<ConnectWorker.Settings> settings = new ArrayList<>();
  private final List<ConnectWorker> workers = new ArrayList<>();

  private WorkerGroup(Kafka kafka) {
    this.kafka = kafka;
  }

  /**
   * Starts a group and returns when every worker answers.
   *
   * @param version the workers' release
   * @param size how many workers
   * @param folder where everything keeps its files
   */
  static WorkerGroup start(String version, int size, Path folder) {
    Path plugins = plugin(folder.resolve("plugins"));
    Ports ports = Ports.free();
    WorkerGroup group =
        new WorkerGroup(
            Kafka.start(
                LAYOUT.kafkaLibs(BROKER),
                folder.resolve("kafka"),
                ports.kafka(),
                ports.controller(),
                folder.resolve("kafka.log")));
    try {
      group.kafka.awaitReady();
      for (int i = 0; i < size; i++) {
        group.settings.add(
            new ConnectWorker.Settings(
                LAYOUT.kafkaLibs(version),
                plugins,
                LAYOUT.workerProperties("local"),
                group.kafka.bootstrapServers(),
                InternalTopics.of("group-of-tests"),
                Ports.free().connect(),
                folder.resolve("worker-" + i),
                folder.resolve("worker-" + i + ".log"),
                Optional.empty()));
        group.workers.add(ConnectWorker.start(group.settings.get(i)));
        // One after another: three that start at once need longer on two cores.
        group.workers.get(i).awaitReady();
      }
      return group;
    } catch (RuntimeException e) {
      group.close();
      throw e;
    }
  }

  String url(int worker) {
    return workers.get(worker).url();
  }

  /** Ends a worker as a crash would. */
  void kill(int worker) {
    workers.get(worker).subprocess().kill();
  }

  /** Ends a worker as a deployment does, and returns when the new one answers. */
  void restart(int worker) {
    workers.get(worker).close();
    workers.set(worker, ConnectWorker.start(settings.get(worker)));
    workers.get(worker).awaitReady();
  }

  @Override
  public void close() {
    workers.forEach(ConnectWorker::close);
    kafka.close();
  }

  private static Path plugin(Path plugins) {
    Path folder = plugins.resolve("source-of-tests");
    try {
      Files.createDirectories(folder);
      try (JarOutputStream jar =
          new JarOutputStream(Files.newOutputStream(folder.resolve("source-of-tests.jar")))) {
        for (Class<?> type : List.of(SourceOfTests.class, SourceOfTests.Task.class)) {
          String name = type.getName().replace('.', '/') + ".class";
          jar.putNextEntry(new JarEntry(name));
          jar.write(type.getClassLoader().getResourceAsStream(name).readAllBytes());
        }
        jar.putNextEntry(
            new JarEntry("META-INF/services/org.apache.kafka.connect.source.SourceConnector"));
        jar.write(SourceOfTests.class.getName().getBytes(StandardCharsets.UTF_8));
      }
      return plugins;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
