package io.mskcdc.local.msk;

import com.fasterxml.jackson.databind.JsonNode;
import io.mskcdc.local.iam.SignatureV4;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The REST API of a connector's workers, which the service keeps to itself. A call is made again
 * while the workers are not ready for it: they are starting, or rebalancing (409).
 */
final class WorkerRest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long PAUSE_MILLIS = 250;

  private final String url;
  private final String connector;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  WorkerRest(String url, String connector) {
    this.url = url;
    this.connector = connector;
  }

  /**
   * What the workers say of the connector.
   *
   * @param trace of the connector itself, null unless it failed
   */
  record Status(String state, String trace, List<Task> tasks) {
    /** Returns the trace of the connector or of its first task that failed. */
    Optional<String> failure() {
      if (state.equals("FAILED")) {
        return Optional.of(String.valueOf(trace));
      }
      return tasks.stream()
          .filter(task -> task.state().equals("FAILED"))
          .map(task -> String.valueOf(task.trace()))
          .findFirst();
    }

    /** Returns whether the connector and all tasks, of which there must be one, are in a state. */
    boolean isAll(String wanted) {
      return state.equals(wanted)
          && !tasks.isEmpty()
          && tasks.stream().allMatch(task -> task.state().equals(wanted));
    }
  }

  record Task(String state, String trace) {}

  /** Makes the connector, or gives it a new configuration. */
  void configure(Map<String, String> configuration)
      throws OperationException, InterruptedException {
    call("PUT", own("/config"), Json.bytes(configuration));
  }

  /** Returns what is wrong with a configuration, as the connector's own validation says it. */
  String errors(Map<String, String> configuration) throws OperationException, InterruptedException {
    String type = configuration.getOrDefault("connector.class", "");
    String path = "/connector-plugins/" + SignatureV4.encode(type) + "/config/validate";
    JsonNode answer = call("PUT", path, Json.bytes(configuration));
    List<String> errors = new ArrayList<>();
    for (JsonNode option : answer == null ? Json.object() : answer.path("configs")) {
      JsonNode value = option.path("value");
      for (JsonNode error : value.path("errors")) {
        errors.add(value.path("name").asText() + ": " + error.asText());
      }
    }
    return String.join("; ", errors);
  }

  private String own(String path) {
    return "/connectors/" + SignatureV4.encode(connector) + path;
  }

  /** Returns the status; empty while the workers do not know the connector. */
  Optional<Status> status() throws OperationException, InterruptedException {
    JsonNode answer = call("GET", own("/status"), null);
    if (answer == null) {
      return Optional.empty();
    }
    List<Task> tasks = new ArrayList<>();
    for (JsonNode task : answer.path("tasks")) {
      tasks.add(new Task(task.path("state").asText(), task.path("trace").asText(null)));
    }
    JsonNode self = answer.path("connector");
    return Optional.of(
        new Status(self.path("state").asText(), self.path("trace").asText(null), tasks));
  }

  void pause() throws OperationException, InterruptedException {
    call("PUT", own("/pause"), new byte[0]);
  }

  void resume() throws OperationException, InterruptedException {
    call("PUT", own("/resume"), new byte[0]);
  }

  void restart(boolean onlyFailed) throws OperationException, InterruptedException {
    call("POST", own("/restart?includeTasks=true&onlyFailed=" + onlyFailed), new byte[0]);
  }

  // Returns null for 404.
  private JsonNode call(String method, String path, byte[] body)
      throws OperationException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        HttpResponse<String> response =
            http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        int status = response.statusCode();
        if (status == 404) {
          return null;
        }
        if (status < 300) {
          return Json.parse(
              response.body().isEmpty()
                  ? "{}".getBytes(StandardCharsets.UTF_8)
                  : response.body().getBytes(StandardCharsets.UTF_8));
        }
        if (status != 409 || System.nanoTime() > deadline) {
          throw OperationException.refused(message(response.body()));
        }
      } catch (IOException e) {
        if (System.nanoTime() > deadline) {
          throw new OperationException(
              "UnknownError.Unknown", "the workers do not answer: " + e.getClass().getName());
        }
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private static String message(String body) {
    try {
      return Json.parse(body.getBytes(StandardCharsets.UTF_8)).path("message").asText();
    } catch (IOException e) {
      return "";
    }
  }
}
