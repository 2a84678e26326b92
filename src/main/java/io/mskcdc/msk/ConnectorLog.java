package io.mskcdc.msk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.aws.AwsRequest;
import io.mskcdc.aws.AwsSession;
import io.mskcdc.aws.Content;
import io.mskcdc.aws.SignedHttp;
import io.mskcdc.config.WorkerLogs;
import io.mskcdc.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The end of a connector's log in CloudWatch Logs.
 *
 * <p>Format: "FilterLogEvents" in the CloudWatch Logs API Reference. The names of a connector's log
 * streams begin with its own name; this is observed and not documented.
 */
final class ConnectorLog {
  private static final int LINES = 12;
  private static final int PAGES = 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A line of a Java stack trace that names no exception. */
  private static final Pattern FRAME = Pattern.compile("\\s+at .*|\\s*\\.\\.\\. \\d+ .*");

  private final SignedHttp http;
  private final boolean stackTraces;

  /**
   * @param endpoint the endpoint of MSK Connect; an emulator serves the logs too
   * @param stackTraces whether to report stack traces in full, or only the exceptions in them
   */
  ConnectorLog(AwsSession session, Optional<URI> endpoint, boolean stackTraces) {
    this.stackTraces = stackTraces;
    http =
        session.http(
            session.service(
                "CloudWatch Logs",
                "logs",
                endpoint.filter(address -> "http".equals(address.getScheme()))));
  }

  /** Returns where the workers' logs are, for messages. */
  static String place(WorkerLogs logs) {
    return logs.logGroup()
        .map(group -> "its log is in the log group " + group)
        .or(
            () ->
                logs.s3()
                    .map(
                        bucket ->
                            "its log is in s3://"
                                + bucket.name()
                                + "/"
                                + bucket.prefix().orElse("")))
        .or(
            () ->
                logs.deliveryStream()
                    .map(stream -> "its log goes to the delivery stream " + stream))
        .orElse("it has no log, since logDelivery is not set");
  }

  /**
   * Reports the last error in the log, or else the last lines. A log that cannot be read is
   * reported and does not fail the command.
   *
   * @param since the start of the time to search
   */
  void report(String connectorName, WorkerLogs logs, Instant since, Consumer<String> progress) {
    if (logs.logGroup().isEmpty()) {
      return;
    }
    String group = logs.logGroup().get();
    try {
      List<String> lines = lines(connectorName, group, since);
      if (!lines.isEmpty()) {
        progress.accept(connectorName + ": the end of its log in " + group + ":");
        lines.forEach(line -> progress.accept("  | " + line));
      }
    } catch (ProblemException e) {
      progress.accept(
          connectorName
              + ": its log in "
              + group
              + " cannot be read: "
              + e.problems().get(0).message());
    }
  }

  private List<String> lines(String connectorName, String group, Instant since) {
    Deque<String> last = new ArrayDeque<>();
    String lastError = null;
    String next = null;
    for (int page = 0; page < PAGES && (page == 0 || next != null); page++) {
      JsonNode answer = filter(connectorName, group, since, next);
      for (JsonNode event : answer.path("events")) {
        String message = event.path("message").asText();
        if (message.contains(" ERROR ")) {
          lastError = message;
        }
        shown(message).forEach(last::add);
        while (last.size() > LINES) {
          last.removeFirst();
        }
      }
      next = answer.path("nextToken").asText(null);
    }
    return lastError == null
        ? List.copyOf(last)
        : shown(lastError).limit(stackTraces ? Long.MAX_VALUE : LINES).toList();
  }

  private Stream<String> shown(String message) {
    return message.lines().filter(line -> stackTraces || !FRAME.matcher(line).matches());
  }

  private JsonNode filter(String connectorName, String group, Instant since, String next) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("logGroupName", group);
    body.put("logStreamNamePrefix", connectorName);
    body.put("startTime", since.toEpochMilli());
    if (next != null) {
      body.put("nextToken", next);
    }
    return http.send(
        new AwsRequest(
            "FilterLogEvents",
            group,
            "POST",
            "/",
            Map.of(),
            Map.of(
                "Content-Type", "application/x-amz-json-1.1",
                "X-Amz-Target", "Logs_20140328.FilterLogEvents"),
            Content.of(body.toString().getBytes(StandardCharsets.UTF_8)),
            Duration.ofSeconds(30),
            error -> false,
            sent -> {}),
        response -> {
          try {
            return JSON.readTree(response.body());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        Optional::empty);
  }
}
