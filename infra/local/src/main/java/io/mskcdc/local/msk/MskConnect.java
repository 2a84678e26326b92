package io.mskcdc.local.msk;

import io.mskcdc.local.aws.CloudWatchLogs;
import io.mskcdc.local.aws.rest.LocalService;
import io.mskcdc.local.kafka.IamLogin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Amazon MSK Connect on this machine: its API, and a Connect cluster of real workers for each
 * connector. What it holds survives a restart: connectors go on where they were.
 */
public final class MskConnect implements AutoCloseable {
  private final MskConnectService service;
  private final Connectors connectors;
  private final ExecutorService threads;

  private MskConnect(MskConnectService service, Connectors connectors, ExecutorService threads) {
    this.service = service;
    this.connectors = connectors;
    this.threads = threads;
  }

  /**
   * What the emulator runs with.
   *
   * @param folder its own; readable by its owner alone, since workers' files may hold secrets
   * @param libs the JARs of Kafka 3.7.2, which the workers run
   * @param s3 the address of the local S3, with buckets as folders
   * @param login how a worker logs in by IAM with a role, named by its ARN; empty when the service
   *     cannot assume that role
   * @param stableFor how long a connector must run, or be failed, until that counts
   * @param healthTimeout how long a connector may take to get healthy
   * @param maxPluginBytes how large a custom plugin may be
   */
  public record Settings(
      Path folder,
      Path libs,
      URI s3,
      Function<String, Optional<IamLogin>> login,
      Duration stableFor,
      Duration healthTimeout,
      long maxPluginBytes) {

    /** Returns settings with times for a laptop. */
    public static Settings of(
        Path folder, Path libs, URI s3, Function<String, Optional<IamLogin>> login) {
      return new Settings(
          folder, libs, s3, login, Duration.ofSeconds(4), Duration.ofSeconds(150), 200L << 20);
    }
  }

  /** Starts the emulator, and the workers of the connectors that an earlier start left. */
  public static MskConnect start(Settings settings) {
    Path folder = settings.folder();
    try {
      Files.createDirectories(folder.toAbsolutePath().getParent());
      if (Files.notExists(folder)) {
        Files.createDirectory(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ExecutorService threads = Executors.newSingleThreadExecutor(MskConnect::thread);
    Tags tags = new Tags(folder.resolve("tags"));
    CustomPlugins plugins =
        new CustomPlugins(
            folder.resolve("plugins"),
            new S3Objects(settings.s3(), settings.maxPluginBytes()),
            tags,
            threads);
    WorkerConfigurations workers =
        new WorkerConfigurations(folder.resolve("worker-configurations"), tags);
    Connectors connectors = new Connectors(settings, plugins, workers, tags);
    return new MskConnect(
        new MskConnectService(connectors, plugins, workers, tags), connectors, threads);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "custom-plugins");
    thread.setDaemon(true);
    return thread;
  }

  /** The services, for the server that checks signatures: MSK Connect, and its workers' logs. */
  public List<LocalService> services() {
    return List.of(service, CloudWatchLogs.of(connectors::logEvents));
  }

  /**
   * Returns the process ids of the workers of a connector; none while they start or when it failed.
   */
  public List<Long> workerPids(String connectorName) {
    return connectors.pids(connectorName);
  }

  /** Ends all workers in an orderly way; the connectors stay for the next start. */
  @Override
  public void close() {
    threads.shutdownNow();
    connectors.close();
  }
}
