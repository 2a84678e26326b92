package io.mskcdc.local.msk;

import io.mskcdc.local.aws.CloudWatchLogs;
import io.mskcdc.local.aws.rest.LocalService;
import io.mskcdc.local.aws.rest.Tags;
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
 * connector. Its resources are kept on disk, so a restart resumes the connectors.
 */
public final class MskConnect implements AutoCloseable {
  private static final int MAX_TAGS = 200;

  private final LocalService service;
  private final Connectors connectors;
  private final ExecutorService threads;

  private MskConnect(LocalService service, Connectors connectors, ExecutorService threads) {
    this.service = service;
    this.connectors = connectors;
    this.threads = threads;
  }

  /**
   * The settings of the emulator.
   *
   * @param folder its own folder; only its owner can read it, since workers' files may hold secrets
   * @param libs the folder with the JARs of Kafka 3.7.2, for the workers
   * @param s3 the address of the local S3, with the bucket in the path
   * @param login returns how a worker logs in by IAM with a role, given by its ARN; empty if the
   *     service cannot assume that role
   * @param stableFor how long a state must hold before it counts
   * @param healthTimeout how long a connector may take to become healthy
   * @param maxPluginBytes the greatest size of a custom plugin
   */
  public record Settings(
      Path folder,
      Path libs,
      URI s3,
      Function<String, Optional<IamLogin>> login,
      Duration stableFor,
      Duration healthTimeout,
      long maxPluginBytes) {

    /** Returns settings with time limits that suit a laptop. */
    public static Settings of(
        Path folder, Path libs, URI s3, Function<String, Optional<IamLogin>> login) {
      return new Settings(
          folder, libs, s3, login, Duration.ofSeconds(4), Duration.ofSeconds(150), 200L << 20);
    }
  }

  /** Starts the emulator, and the workers of the connectors in its folder. */
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
    Tags tags = new Tags(folder.resolve("tags"), MAX_TAGS, MskConnectErrors.MODEL);
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
        MskConnectService.of(connectors, plugins, workers, tags), connectors, threads);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "custom-plugins");
    thread.setDaemon(true);
    return thread;
  }

  /** Returns the services for the server: MSK Connect, and CloudWatch Logs with workers' logs. */
  public List<LocalService> services() {
    return List.of(service, CloudWatchLogs.of(connectors::logEvents));
  }

  /**
   * Returns the process ids of a connector's workers; none before they start or after it failed.
   */
  public List<Long> workerPids(String connectorName) {
    return connectors.pids(connectorName);
  }

  /** Ends all workers with SIGTERM; the connectors stay for the next start. */
  @Override
  public void close() {
    threads.shutdownNow();
    connectors.close();
  }
}
