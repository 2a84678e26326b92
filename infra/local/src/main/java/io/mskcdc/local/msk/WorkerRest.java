package io.mskcdc.local.msk;

import com.fasterxml.jackson.databind.JsonNode;
import io.mskcdc.local.aws.rest.Json;
import io.mskcdc.local.iam.SignatureV4;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The REST API of a connector's workers. A call is repeated while the workers start or rebalance
 * (409).
 */
final class WorkerRest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration RETRY_TIMEOUT = Duration.ofSeconds(60);
  private static final long RETRY_MILLIS = 250;
  private static final byte[] NO_BODY = new byte[0];

  private final String url;
  private final String connector;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  WorkerRest(String url, String connector) {
    this.url = url;
    this.connector = connector;
  }

  /**
   * The status that the workers report.
   *
   * @param trace the stack trace of the connector; null unless it failed
   */
  record Status(String state, String trace, List<Task> tasks) {
    /** Returns the stack trace of the connector, or of the first failed task. */
    Optional<String> failure() {
      if (state.equals("FAILED")) {
        return Optional.of(String.valueOf(trace));
      }
      return tasks.stream()
          .filter(task -> task.state().equals("FAILED"))
          .map(task -> String.valueOf(task.trace()))
          .findFirst();
    }

    /** Returns whether the connector and its tasks are in a state; there must be a task. */
    boolean isAll(String wanted) {
      return state.equals(wanted)
          && !tasks.isEmpty()
          && tasks.stream().allMatch(task -> task.state().equals(wanted));
    }
  }

  record Task(String state, String trace) {}

  /** {@code PUT …/config}: creates the connector, or changes its configuration. */
  void configure(Map<String, String> configuration)
      throws OperationException, InterruptedException {
    call("PUT", own("/config"), Json.bytes(configuration));
  }

  /** {@code PUT …/config/validate}: returns the errors of a configuration. */
  String errors(Map<String, String> configuration) throws OperationException, InterruptedException {
    String type = configuration.getOrDefault("connector.class", "");
    String path = "/connector-plugins/" + SignatureV4.encode(type) + "/config/validate";
    JsonNode response = call("PUT", path, Json.bytes(configuration)).orElseGet(Json::object);
    List<String> errors = new ArrayList<>();
    for (JsonNode option : response.path("configs")) {
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

  /** {@code GET …/status}: returns the status; empty while the connector does not exist. */
  Optional<Status> status() throws OperationException, InterruptedException {
    return call("GET", own("/status"), NO_BODY).map(WorkerRest::status);
  }

  private static Status status(JsonNode response) {
    List<Task> tasks = new ArrayList<>();
    for (JsonNode task : response.path("tasks")) {
      tasks.add(new Task(task.path("state").asText(), task.path("trace").asText(null)));
    }
    JsonNode self = response.path("connector");
    return new Status(self.path("state").asText(), self.path("trace").asText(null), tasks);
  }

  void pause() throws OperationException, InterruptedException {
    call("PUT", own("/pause"), NO_BODY);
  }

  void resume() throws OperationException, InterruptedException {
    call("PUT", own("/resume"), NO_BODY);
  }

  void restart(boolean onlyFailed) throws OperationException, InterruptedException {
    call("POST", own("/restart?includeTasks=true&onlyFailed=" + onlyFailed), NO_BODY);
  }

  // Empty for 404.
  private Optional<JsonNode> call(String method, String path, byte[] body)
      throws OperationException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    long deadline = System.nanoTime() + RETRY_TIMEOUT.toNanos();
    while (true) {
      boolean last = System.nanoTime() > deadline;
      try {
        HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 409 || last) {
          return result(response);
        }
      } catch (IOException e) {
        if (last) {
          throw OperationException.unknown("the workers do not respond: " + e.getClass().getName());
        }
      }
      Thread.sleep(RETRY_MILLIS);
    }
  }

  private static Optional<JsonNode> result(HttpResponse<byte[]> response)
      throws OperationException, IOException {
    int status = response.statusCode();
    if (status == 404) {
      return Optional.empty();
    }
    if (status >= 300) {
      throw OperationException.refused(message(response.body()));
    }
    return Optional.of(response.body().length == 0 ? Json.object() : Json.parse(response.body()));
  }

  private static String message(byte[] body) {
    try {
      return Json.parse(body).path("message").asText();
    } catch (IOException e) {
      return "";
    }
  }
}
