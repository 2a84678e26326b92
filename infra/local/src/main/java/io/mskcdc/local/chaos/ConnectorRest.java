package io.mskcdc.local.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.local.process.StackException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Supplier;

/** The connector, through the REST API of a worker that runs. */
final class ConnectorRest {
  static final String NAME = "mysql-cdc";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Supplier<String> url;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  /**
   * @param url the URL of a worker that runs
   */
  ConnectorRest(Supplier<String> url) {
    this.url = url;
  }

  /** Returns whether the connector or its task has failed. A worker that starts returns nothing. */
  boolean hasFailed() {
    return status()
        .filter(
            status -> isFailed(status.path("connector")) || isFailed(status.path("tasks").path(0)))
        .isPresent();
  }

  private static boolean isFailed(JsonNode state) {
    return state.path("state").asText().equals("FAILED");
  }

  /** Returns the address of the worker that runs the task, such as {@code 127.0.0.1:8083}. */
  Optional<String> workerOfTask() {
    return status()
        .map(status -> status.path("tasks").path(0).path("worker_id").asText())
        .filter(worker -> !worker.isEmpty());
  }

  /** Returns the first line of the cause for which the task or connector has failed. */
  Optional<String> cause() {
    return status()
        .map(
            status ->
                status.path("tasks").path(0).path("trace").asText()
                    + status.path("connector").path("trace").asText())
        .flatMap(
            trace ->
                trace
                    .lines()
                    .filter(line -> line.startsWith("Caused by:"))
                    .reduce((first, last) -> last));
  }

  /** Restarts the connector and its task, and returns whether a worker accepted it. */
  boolean restart() {
    return send("POST", "/restart?includeTasks=true").isPresent();
  }

  /**
   * Returns whether the stored position is behind the snapshot. Until then a worker that ends takes
   * the snapshot again.
   */
  boolean isSnapshotStored() {
    return send("GET", "/offsets")
        .map(offsets -> offsets.path("offsets").path(0).path("offset"))
        .filter(offset -> offset.has("gtids") && !offset.has("snapshot"))
        .isPresent();
  }

  /** Pauses the connector, and returns whether a worker accepted it. */
  boolean pause() {
    return send("PUT", "/pause").isPresent();
  }

  /** Resumes the connector, and returns whether a worker accepted it. */
  boolean resume() {
    return send("PUT", "/resume").isPresent();
  }

  /** Returns how far the clock of the worker that answers is ahead of the machine's. */
  Optional<Duration> clockAhead() {
    return answer("GET", "/status")
        .flatMap(response -> response.headers().firstValue("Date"))
        .map(date -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)))
        .map(date -> Duration.between(Instant.now(), date));
  }

  private Optional<JsonNode> status() {
    return send("GET", "/status");
  }

  private Optional<JsonNode> send(String method, String path) {
    return answer(method, path)
        .filter(response -> response.statusCode() / 100 == 2)
        .flatMap(response -> json(response.body()));
  }

  private static Optional<JsonNode> json(String body) {
    try {
      return Optional.of(JSON.readTree(body));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private Optional<HttpResponse<String>> answer(String method, String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url.get() + "/connectors/" + NAME + path))
            .timeout(TIMEOUT)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      return Optional.of(http.send(request, HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      throw StackException.interrupted(e);
    }
  }
}
