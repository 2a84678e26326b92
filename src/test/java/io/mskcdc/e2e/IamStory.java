package io.mskcdc.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.local.kafka.ConnectWorker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs mysql-cdc on its own worker, whose role has the policy under test. The connector starts,
 * takes the snapshot, writes every kind of topic, receives a signal, stores offsets, and reads its
 * schema history after a restart.
 *
 * <p>The run ends at the first step that fails.
 */
final class IamStory implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern DENIED =
      Pattern.compile(
          "(?i)AuthorizationException|not authorized|authorization failed|required permission");
  private static final String CONNECTOR = "/connectors/mysql-cdc";

  private final IamMachine machine;
  private final String name;
  private final Path log;
  private final Callable<ConnectWorker> workers;
  private ConnectWorker worker;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * @param name the topic prefix and the name of the role
   * @param log the log of the worker
   * @param workers starts a worker; called twice
   */
  IamStory(IamMachine machine, String name, Path log, Callable<ConnectWorker> workers)
      throws Exception {
    this.machine = machine;
    this.name = name;
    this.log = log;
    this.workers = workers;
    worker = workers.call();
  }

  /** The step that failed, and the reason. */
  static final class Failed extends Exception {
    private static final long serialVersionUID = 1L;

    Failed(String step, String reason) {
      super(step + ": " + reason);
    }
  }

  /** A step, which is repeated until it succeeds. */
  private interface Step {
    boolean succeeds() throws IOException, InterruptedException;
  }

  /**
   * Runs all steps.
   *
   * @param config the configuration of the connector
   * @param timeout the time limit of each step
   * @throws Failed if a step fails
   */
  void run(Map<String, String> config, Duration timeout) throws Exception {
    await(
        "the worker accepts requests", timeout.multipliedBy(2), () -> status("/connectors") == 200);
    await("the connector is created", timeout, () -> put(config));
    await("the connector and its task run", timeout, this::runs);
    await("the snapshot arrives", timeout, () -> machine.written(topic("customers")) >= 4);
    await("the heartbeat arrives", timeout, () -> machine.written(heartbeats()) > 0);
    await("schema changes arrive", timeout, () -> machine.written(name) > 0);
    await("notifications arrive", timeout, () -> machine.written(name + "-notifications") > 0);
    machine.signal(name, "logged-" + name);
    await("the signal is executed", timeout, () -> logged("logged-" + name));
    await("offsets are stored", timeout, () -> get(CONNECTOR + "/offsets").contains("gtids"));
    // Existing topics need more permissions than topics that the worker creates.
    worker.close();
    worker = workers.call();
    await(
        "the second worker accepts requests",
        timeout.multipliedBy(2),
        () -> status("/connectors") == 200);
    long before = machine.written(topic("events.append"));
    try (Connection shop = machine.shop();
        Statement statement = shop.createStatement()) {
      statement.execute("INSERT INTO events (kind) VALUES ('" + name + "')");
    }
    // The status topic may still hold the state from before the restart.
    await("rows arrive again", timeout, () -> machine.written(topic("events.append")) > before);
    await("the connector and its task run again", timeout, this::runs);
    requireNoDeniedRequest("the last step");
  }

  /** Fails if the worker's log has a denied request, which the steps may not notice. */
  private void requireNoDeniedRequest(String step) throws Failed, IOException {
    // The worker may be writing a line, and the first bytes of a character are no text in UTF-8.
    try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
      Optional<String> denied = lines.filter(DENIED.asPredicate()).findFirst();
      if (denied.isPresent()) {
        throw new Failed(step + ", in the worker's log", denied.get());
      }
    }
  }

  private String topic(String table) {
    return name + ".production_db." + table;
  }

  private String heartbeats() {
    return "__debezium-heartbeat." + name;
  }

  /** Repeats a step; a denied request ends it, because clients may repeat that without an end. */
  private void await(String step, Duration timeout, Step attempt)
      throws Failed, IOException, InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    String last = "not within " + timeout.toSeconds() + " s";
    while (System.nanoTime() < deadline) {
      try {
        if (attempt.succeeds()) {
          return;
        }
        String failed = failure();
        if (failed != null) {
          throw new Failed(step, failed);
        }
      } catch (IOException e) {
        last = e.getClass().getSimpleName();
      }
      requireNoDeniedRequest(step);
      Thread.sleep(250);
    }
    throw new Failed(step, last);
  }

  private boolean put(Map<String, String> config) throws IOException, InterruptedException {
    HttpRequest request =
        request(CONNECTOR + "/config")
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(config)))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() / 100 == 2;
  }

  private boolean runs() throws IOException, InterruptedException {
    JsonNode status = JSON.readTree(get(CONNECTOR + "/status"));
    return status.path("connector").path("state").asText().equals("RUNNING")
        && status.path("tasks").size() == 1
        && status.path("tasks").get(0).path("state").asText().equals("RUNNING");
  }

  /** Returns the cause of a failed connector or task, or null. */
  private String failure() throws IOException, InterruptedException {
    if (!worker.subprocess().isAlive()) {
      return "the worker ended";
    }
    JsonNode status = JSON.readTree(get(CONNECTOR + "/status"));
    for (JsonNode trace : status.findValues("trace")) {
      return trace.asText().lines().findFirst().orElse("");
    }
    return null;
  }

  private boolean logged(String text) throws IOException {
    return Files.readString(log).contains(text);
  }

  private int status(String path) throws IOException, InterruptedException {
    return http.send(request(path).build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private String get(String path) throws IOException, InterruptedException {
    return http.send(request(path).build(), HttpResponse.BodyHandlers.ofString()).body();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(worker.url() + path)).timeout(Duration.ofSeconds(10));
  }

  @Override
  public void close() {
    worker.subprocess().kill();
  }
}
