package io.mskcdc.local.msk;

import io.mskcdc.local.aws.CloudWatchLogs.Event;
import io.mskcdc.local.aws.rest.Arns;
import io.mskcdc.local.kafka.ConnectCluster;
import io.mskcdc.local.kafka.ConnectWorker;
import io.mskcdc.local.kafka.IamLogin;
import io.mskcdc.local.kafka.InternalTopics;
import io.mskcdc.local.msk.MskConnectShapes.Connector;
import io.mskcdc.local.process.StackException;
import io.mskcdc.local.process.TcpPort;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The Connect cluster of one connector. */
final class ConnectorWorkers {
  private final MskConnect.Settings settings;
  private final CustomPlugins plugins;
  private final WorkerConfigurations workerConfigurations;
  private final WorkerFiles files;
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
    files =
        new WorkerFiles(
            settings.folder(), connector.connectorName(), Arns.id(connector.connectorArn()));
  }

  /** Replaces the workers by workers with a connector's settings, and waits until they serve. */
  void start(Connector connector) throws OperationException, InterruptedException {
    stop();
    files.delete();
    plugins.file(connector.plugins()).unpack(files.pluginPath());
    ConnectCluster started =
        ConnectCluster.start(
            names(connector).map(worker -> workerSettings(connector, worker)).toList());
    synchronized (this) {
      cluster = started;
      rest = new WorkerRest(started.url(), files.name());
    }
    try {
      started.awaitReady();
    } catch (StackException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException();
      }
      // The further lines quote the log, which the service shows only in the log group.
      throw OperationException.unknown("A worker did not start: " + e.getMessage().split("\n")[0]);
    }
  }

  private static Stream<String> names(Connector connector) {
    return IntStream.rangeClosed(1, new ConnectorCapacity(connector.capacity()).workers())
        .mapToObj(number -> "worker-" + number);
  }

  private ConnectWorker.Settings workerSettings(Connector connector, String worker) {
    WorkerProperties properties = workerConfigurations.properties(connector.workerConfiguration());
    InternalTopics own = InternalTopics.ofMskConnect(files.name(), files.id());
    String offsets = properties.offsetTopic().orElse(own.offsets());
    Optional<IamLogin> login =
        connector.usesIam()
            ? settings.login().apply(connector.serviceExecutionRoleArn())
            : Optional.empty();
    // The login's settings include TLS.
    String tls = connector.usesTls() && !connector.usesIam() ? tls() : "";
    return new ConnectWorker.Settings(
        settings.libs(),
        files.pluginPath(),
        files.writeProperties(worker, properties.text() + tls),
        connector.kafkaCluster().path("apacheKafkaCluster").path("bootstrapServers").asText(),
        new InternalTopics(own.group(), own.configs(), offsets, own.status()),
        TcpPort.free(),
        files.work(worker),
        files.log(worker),
        login);
  }

  private static String tls() {
    return Stream.of("", "producer.", "consumer.", "admin.")
        .map(client -> "\n" + client + "security.protocol=SSL")
        .collect(Collectors.joining());
  }

  /** Sends the connector's configuration to the workers, completed as the service does it. */
  void configure(Connector connector) throws OperationException, InterruptedException {
    Map<String, String> configuration = new HashMap<>(connector.connectorConfiguration());
    configuration.put("name", files.name());
    int tasks = new ConnectorCapacity(connector.capacity()).tasks();
    if (tasks > 0) {
      configuration.put("tasks.max", Integer.toString(tasks));
    }
    try {
      rest.configure(configuration);
    } catch (OperationException e) {
      // If the connector's validation fails, only a validation request returns the reasons.
      String errors = rest.errors(configuration);
      throw errors.isEmpty() ? e : OperationException.refused(errors);
    }
  }

  void awaitRunning() throws OperationException, InterruptedException {
    health().await("RUNNING");
  }

  void awaitPaused() throws OperationException, InterruptedException {
    health().await("PAUSED");
  }

  private ConnectorHealth health() {
    return new ConnectorHealth(rest, settings.stableFor(), settings.healthTimeout());
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

  /** Returns the events of the workers' logs, a stream for each worker. */
  List<Event> logEvents(Connector connector) {
    return names(connector).flatMap(worker -> files.logEvents(worker).stream()).toList();
  }

  /** Returns the workers' process ids. */
  synchronized List<Long> pids() {
    return cluster == null ? List.of() : cluster.pids();
  }

  /** Ends the workers; their topics stay on the broker. */
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

  void deleteFiles() {
    files.delete();
  }
}
