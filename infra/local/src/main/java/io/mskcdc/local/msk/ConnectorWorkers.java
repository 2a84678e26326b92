package io.mskcdc.local.msk;

import io.mskcdc.local.aws.CloudWatchLogs.Event;
import io.mskcdc.local.kafka.ConnectCluster;
import io.mskcdc.local.kafka.ConnectWorker;
import io.mskcdc.local.kafka.IamLogin;
import io.mskcdc.local.kafka.InternalTopics;
import io.mskcdc.local.msk.MskConnectShapes.Connector;
import io.mskcdc.local.process.StackException;
import io.mskcdc.local.process.TcpPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The Connect cluster that one connector has for itself. */
final class ConnectorWorkers {
  private static final long POLL_MILLIS = 250;

  private final MskConnect.Settings settings;
  private final CustomPlugins plugins;
  private final WorkerConfigurations workerConfigurations;
  private final String name;
  private final String id;
  private ConnectCluster cluster;
  private WorkerRest rest;

  ConnectorWorkers(
      MskConnect.Settings settings,
      CustomPlugins plugins,
      WorkerConfigurations workerConfigurations,
      Connector connector) {
    this.settings = settings;
    this.plugins = plugins;
    this.workerConfigurations = workerConfigurations;
    name = connector.connectorName();
    id = Arns.id(connector.connectorArn());
  }

  /** Starts workers with a connector's settings, in place of any before, and waits for them. */
  void start(Connector connector) throws OperationException, InterruptedException {
    stop();
    deleteFolder();
    Path pluginPath = folder().resolve("plugins");
    plugins.file(connector.plugins()).unpack(pluginPath);
    List<ConnectWorker.Settings> workers = new ArrayList<>();
    int count = new ConnectorCapacity(connector.capacity()).workers();
    for (int i = 1; i <= count; i++) {
      workers.add(worker(connector, pluginPath, "worker-" + i));
    }
    ConnectCluster started = ConnectCluster.start(workers);
    synchronized (this) {
      cluster = started;
      rest = new WorkerRest(started.url(), name);
    }
    try {
      started.awaitReady();
    } catch (StackException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException();
      }
      // Its further lines are the log's, which the service shows nobody.
      throw OperationException.unknown("A worker did not start: " + e.getMessage().split("\n")[0]);
    }
  }

  private ConnectWorker.Settings worker(Connector connector, Path pluginPath, String worker) {
    WorkerProperties properties = workerConfigurations.properties(connector.workerConfiguration());
    boolean iam = isIam(connector);
    boolean tls = isTls(connector);
    Path file = folder().resolve(worker + ".properties");
    try {
      Files.writeString(file, properties.text() + (tls && !iam ? tls() : ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    InternalTopics own = InternalTopics.ofMskConnect(name, id);
    String offsets = properties.offsetTopic().orElse(own.offsets());
    Optional<IamLogin> login =
        iam ? settings.login().apply(connector.serviceExecutionRoleArn()) : Optional.empty();
    return new ConnectWorker.Settings(
        settings.libs(),
        pluginPath,
        file,
        connector.kafkaCluster().path("apacheKafkaCluster").path("bootstrapServers").asText(),
        new InternalTopics(own.group(), own.configs(), offsets, own.status()),
        TcpPort.free(),
        folder().resolve(worker),
        logs().resolve(worker).resolve("connect.log"),
        login);
  }

  private static String tls() {
    return Stream.of("", "producer.", "consumer.", "admin.")
        .map(client -> "\n" + client + "security.protocol=SSL")
        .reduce("", String::concat);
  }

  static boolean isIam(Connector connector) {
    return connector
        .kafkaClusterClientAuthentication()
        .path("authenticationType")
        .asText()
        .equals("IAM");
  }

  private static boolean isTls(Connector connector) {
    return connector
        .kafkaClusterEncryptionInTransit()
        .path("encryptionType")
        .asText()
        .equals("TLS");
  }

  private Path folder() {
    return settings.folder().resolve("workers").resolve(id);
  }

  private Path logs() {
    return settings.folder().resolve("logs").resolve(name + "_" + id);
  }

  /** Gives the workers the connector's configuration, as the service completes it. */
  void configure(Connector connector) throws OperationException, InterruptedException {
    Map<String, String> configuration = new HashMap<>(connector.connectorConfiguration());
    configuration.put("name", name);
    int tasks = new ConnectorCapacity(connector.capacity()).tasks();
    if (tasks > 0) {
      configuration.put("tasks.max", Integer.toString(tasks));
    }
    try {
      rest.configure(configuration);
    } catch (OperationException e) {
      // A connector that fails while it validates leaves the reason out of the refusal.
      String errors = rest.errors(configuration);
      throw errors.isEmpty() ? e : OperationException.refused(errors);
    }
  }

  /** Returns when the connector and its tasks run, and have done so for some time. */
  void awaitRunning() throws OperationException, InterruptedException {
    await("RUNNING", status -> status.isAll("RUNNING"));
  }

  /** Returns when the connector and its tasks are paused. */
  void awaitPaused() throws OperationException, InterruptedException {
    await("PAUSED", status -> status.isAll("PAUSED"));
  }

  // What was true before a change can be told for a moment after it: either end must last.
  private void await(String what, Predicate<WorkerRest.Status> reached)
      throws OperationException, InterruptedException {
    long deadline = System.nanoTime() + settings.healthTimeout().toNanos();
    long since = System.nanoTime();
    String verdict = "";
    String seen = "nothing";
    while (System.nanoTime() < deadline) {
      Optional<WorkerRest.Status> status = rest.status();
      Optional<String> failure = status.flatMap(WorkerRest.Status::failure);
      String now = status.filter(reached).isPresent() ? what : failure.isPresent() ? "FAILED" : "";
      if (!now.equals(verdict)) {
        verdict = now;
        since = System.nanoTime();
      }
      boolean lasts = System.nanoTime() - since >= settings.stableFor().toNanos();
      if (lasts && verdict.equals(what)) {
        return;
      }
      if (lasts && verdict.equals("FAILED")) {
        throw OperationException.failed(failure.orElseThrow());
      }
      seen = status.map(ConnectorWorkers::states).orElse("no connector");
      Thread.sleep(POLL_MILLIS);
    }
    throw OperationException.unknown(
        String.format(
            "The connector was not %s within %d s: %s",
            what, settings.healthTimeout().toSeconds(), seen));
  }

  private static String states(WorkerRest.Status status) {
    return String.format(
        "connector %s, tasks %s",
        status.state(), status.tasks().stream().map(WorkerRest.Task::state).toList());
  }

  void pause() throws OperationException, InterruptedException {
    rest.pause();
  }

  void resume() throws OperationException, InterruptedException {
    rest.resume();
  }

  void restart(boolean onlyFailedTasks) throws OperationException, InterruptedException {
    rest.restart(onlyFailedTasks);
  }

  /** Returns what the workers have logged, in a stream each. */
  List<Event> logEvents(Connector connector) {
    List<Event> events = new ArrayList<>();
    int count = new ConnectorCapacity(connector.capacity()).workers();
    for (int i = 1; i <= count; i++) {
      String worker = "worker-" + i;
      Path log = logs().resolve(worker).resolve("connect.log");
      events.addAll(new WorkerLog(log, name + "-" + id + "/" + worker).events());
    }
    return events;
  }

  /** Returns the workers' process ids. */
  synchronized List<Long> pids() {
    return cluster == null ? List.of() : cluster.pids();
  }

  /** Ends the workers; what they kept on the broker stays. */
  void stop() {
    ConnectCluster running;
    synchronized (this) {
      running = cluster;
      cluster = null;
    }
    if (running != null) {
      running.close();
    }
  }

  void deleteFolder() {
    if (Files.notExists(folder())) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder())) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
