package io.mskcdc.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.local.kafka.ConnectWorker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
 * What mysql-cdc does in its life, on a worker of its own whose role has one policy: start, take
 * the snapshot, write every kind of topic, obey a signal, store offsets, read its schema history
 * again.
 *
 * <p>It ends at the first step that does not succeed.
 */
final class IamStory implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern REFUSED =
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
   * @param name the topic prefix, and the role
   * @param log the worker's
   * @param workers starts it, and starts it again
   */
  IamStory(IamMachine machine, String name, Path log, Callable<ConnectWorker> workers)
      throws Exception {
    this.machine = machine;
    this.name = name;
    this.log = log;
    this.workers = workers;
    worker = workers.call();
  }

  /** Why it ended where it did. */
  static final class Ended extends Exception {
    private static final long serialVersionUID = 1L;

    Ended(String step, String why) {
      super(step + ": " + why);
    }
  }

  /** A step is tried until it succeeds. */
  private interface Step {
    boolean succeeds() throws IOException, InterruptedException;
  }

  /**
   * Lives through it.
   *
   * @param config the connector's configuration
   * @param patience how long each step is tried
   */
  void run(Map<String, String> config, Duration patience) throws Exception {
    await("the worker serves", patience.multipliedBy(2), () -> status("/connectors") == 200);
    await("the connector is taken", patience, () -> put(config));
    await("the connector and its task run", patience, this::runs);
    await("the snapshot arrives", patience, () -> machine.written(topic("customers")) >= 4);
    await("the heartbeat arrives", patience, () -> machine.written(heartbeats()) > 0);
    await("schema changes arrive", patience, () -> machine.written(name) > 0);
    await("notifications arrive", patience, () -> machine.written(name + "-notifications") > 0);
    machine.signal(name, "heard-" + name);
    await("the signal is heard", patience, () -> logged("heard-" + name));
    await("offsets are stored", patience, () -> get(CONNECTOR + "/offsets").contains("gtids"));
    // Topics that are there already are looked at more closely than those that it makes.
    worker.close();
    worker = workers.call();
    await("another worker serves", patience.multipliedBy(2), () -> status("/connectors") == 200);
    long before = machine.written(topic("events"));
    try (Connection shop = machine.shop();
        Statement statement = shop.createStatement()) {
      statement.execute("INSERT INTO events (kind) VALUES ('" + name + "')");
    }
    // The state alone may be that from before.
    await("rows arrive again", patience, () -> machine.written(topic("events")) > before);
    await("the connector and its task run again", patience, this::runs);
    Optional<String> complaint = complaint();
    if (complaint.isPresent()) {
      throw new Ended("the worker's log", complaint.get());
    }
  }

  /** What is refused and does not stop anything is at least said. */
  private Optional<String> complaint() throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(REFUSED.asPredicate()).findFirst();
    }
  }

  private String topic(String table) {
    return name + ".production_db." + table;
  }

  private String heartbeats() {
    return "__debezium-heartbeat." + name;
  }

  private void await(String step, Duration patience, Step attempt)
      throws Ended, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    String last = "not within " + patience.toSeconds() + " s";
    while (System.nanoTime() < deadline) {
      try {
        if (attempt.succeeds()) {
          return;
        }
        String failed = failure();
        if (failed != null) {
          throw new Ended(step, failed);
        }
      } catch (IOException e) {
        last = e.getClass().getSimpleName();
      }
      Thread.sleep(250);
    }
    throw new Ended(step, last);
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

  /** The cause of a failed connector or task, or null. */
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

  /** What the worker said, for whoever looks into a failure. */
  String workerLog() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
