package io.mskcdc.msk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.aws.AwsJson;
import io.mskcdc.aws.AwsSession;
import io.mskcdc.catalog.QuotedSecrets;
import io.mskcdc.config.WorkerLogs;
import io.mskcdc.msk.LogEntry.Event;
import io.mskcdc.msk.api.Connector;
import io.mskcdc.msk.api.KafkaConnect;
import io.mskcdc.msk.api.StateDescription;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.runtime.RunState;
import io.mskcdc.runtime.TaskStatus;
import io.mskcdc.text.OneLine;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A connector's log in CloudWatch Logs.
 *
 * <p>Format: "FilterLogEvents" in the CloudWatch Logs API Reference.
 */
final class ConnectorLog {
  private static final int LAST = 12;
  private static final int PAGES = 100;

  /** What {@link #failedTasks} searches, one after the other: the newest entry is needed. */
  private static final List<Duration> SEARCHED =
      List.of(Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(30));

  private static final List<String> TASK_ENTRIES =
      List.of(LogEntry.TASK_KILLED, LogEntry.TASK_STARTED);

  /** The service puts the lines of an entry into the log within this time. */
  private static final Duration OF_ONE_ENTRY = Duration.ofSeconds(5);

  private final KafkaConnect api;
  private final AwsJson http;
  private final boolean stackTraces;
  private final Map<String, LogStreams> streams = new ConcurrentHashMap<>();

  /**
   * @param endpoint the endpoint of an emulator; empty for the region's
   * @param stackTraces whether to report stack traces in full, or only the exceptions in them
   */
  ConnectorLog(KafkaConnect api, AwsSession session, Optional<URI> endpoint, boolean stackTraces) {
    this.api = api;
    this.stackTraces = stackTraces;
    http =
        new AwsJson(session, session.service("CloudWatch Logs", "logs", endpoint), "Logs_20140328");
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
   * Reports the last failure in the log, or else the last lines. A log that cannot be read is
   * reported and does not fail the command.
   *
   * @param since the start of the time to search
   */
  void report(Connector connector, Instant since, Consumer<String> progress) {
    Optional<String> group = ConnectorShapes.logs(connector).logGroup();
    if (group.isEmpty()) {
      return;
    }
    try {
      List<String> lines = lines(entries(new Search(connector, group.get(), since)));
      if (!lines.isEmpty()) {
        progress.accept(connector.connectorName() + ": the end of its log in " + group.get() + ":");
        QuotedSecrets.of(connector.connectorConfiguration())
            .hide(String.join("\n", lines))
            .lines()
            .forEach(
                line ->
                    progress.accept(
                        "  | " + (line.startsWith("\t") ? "\t" : "") + OneLine.of(line)));
      }
    } catch (ProblemException e) {
      progress.accept(connector.connectorName() + ": " + unreadable(group.get(), e));
    }
  }

  /** Returns the service's reason for a failure, or that it gives none. */
  static String reason(Connector connector, StateDescription reason) {
    return reason == null
        ? "the service gives no reason"
        : OneLine.of(
            reason.code()
                + ": "
                + QuotedSecrets.of(connector.connectorConfiguration()).hide(reason.message()));
  }

  /** Returns that a log cannot be read, and why. */
  static String unreadable(String group, ProblemException cause) {
    return "its log in " + group + " cannot be read: " + cause.problems().get(0).message();
  }

  /** A task's failure precedes other errors, which may be its consequences or unrelated. */
  private List<String> lines(List<LogEntry> entries) {
    return Stream.<Predicate<LogEntry>>of(
            LogEntry::isTaskFailure, LogEntry::isException, LogEntry::isError)
        .flatMap(kind -> entries.stream().filter(kind).reduce((earlier, later) -> later).stream())
        .findFirst()
        .map(failure -> failure.shown(stackTraces).toList())
        .orElseGet(() -> end(entries));
  }

  private List<String> end(List<LogEntry> entries) {
    List<String> lines =
        entries.stream()
            .filter(entry -> !entry.isPluginScan() && !entry.isConfiguration())
            .flatMap(entry -> entry.shown(stackTraces))
            .toList();
    return lines.subList(Math.max(0, lines.size() - LAST), lines.size());
  }

  /**
   * Returns the tasks whose last entry is their failure: no log group, no tasks.
   *
   * @param since when the tasks started, or earlier; entries older than 30 days are not read
   * @throws ProblemException when the log cannot be read
   */
  List<TaskStatus> failedTasks(Connector connector, Instant since) {
    Optional<String> group = ConnectorShapes.logs(connector).logGroup();
    if (group.isEmpty()) {
      return List.of();
    }
    Instant now = Instant.now();
    Map<Integer, LogEntry> last = new TreeMap<>();
    Optional<Instant> until = Optional.empty();
    boolean hasMore = true;
    for (int i = 0; hasMore && i < SEARCHED.size(); i++) {
      Instant oldest = now.minus(SEARCHED.get(i));
      Instant from = oldest.isAfter(since) ? oldest : since;
      last(new Search(connector, group.get(), from, until, TASK_ENTRIES))
          .forEach(last::putIfAbsent);
      // Another task may have failed before the newest entries.
      hasMore = last.size() < ConnectorShapes.mostTasks(connector) && !from.equals(since);
      until = Optional.of(from);
    }
    return last.entrySet().stream()
        .filter(task -> task.getValue().isTaskFailure())
        .map(task -> failed(new Search(connector, group.get(), since), task))
        .toList();
  }

  /** Returns the last start or failure of each task. */
  private Map<Integer, LogEntry> last(Search search) {
    Map<Integer, LogEntry> last = new TreeMap<>();
    entries(search).stream()
        .filter(entry -> entry.isTaskFailure() || entry.isTaskStart())
        .forEach(entry -> last.put(entry.task().orElse(0), entry));
    return last;
  }

  /**
   * Returns when a task last committed offsets of new records, heartbeats included.
   *
   * @param since the start of the time to search
   * @return empty if it has not, or if there is no log group
   * @throws ProblemException when the log cannot be read
   */
  Optional<Instant> lastCommit(Connector connector, Instant since) {
    return ConnectorShapes.logs(connector)
        .logGroup()
        .map(
            group ->
                new Search(
                    connector, group, since, Optional.empty(), List.of(LogEntry.OFFSETS_COMMITTED)))
        .flatMap(
            search ->
                entries(search).stream()
                    .filter(LogEntry::isCommit)
                    .map(LogEntry::time)
                    .max(Comparator.naturalOrder()));
  }

  /** Reads the log again where the stack trace is in events of its own. */
  private TaskStatus failed(Search search, Map.Entry<Integer, LogEntry> task) {
    LogEntry failure = task.getValue();
    LogEntry whole =
        failure.lines().size() > 1
            ? failure
            : entries(search.at(failure.time())).stream()
                .filter(entry -> entry.lines().get(0).equals(failure.lines().get(0)))
                .findFirst()
                .orElse(failure);
    return new TaskStatus(task.getKey(), RunState.FAILED, null, whole.trace());
  }

  /**
   * What to read.
   *
   * @param until the end of the time; empty for now
   * @param texts what an event must contain, one of them; empty for all events
   */
  private record Search(
      Connector connector,
      String group,
      Instant since,
      Optional<Instant> until,
      List<String> texts) {
    Search(Connector connector, String group, Instant since) {
      this(connector, group, since, Optional.empty(), List.of());
    }

    Search at(Instant time) {
      return new Search(connector, group, time, Optional.of(time.plus(OF_ONE_ENTRY)), List.of());
    }

    ObjectNode body() {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      body.put("logGroupName", group);
      body.put("logStreamNamePrefix", connector.connectorName());
      body.put("startTime", since.toEpochMilli());
      until.ifPresent(end -> body.put("endTime", end.toEpochMilli()));
      if (!texts.isEmpty()) {
        body.put(
            "filterPattern",
            texts.stream().map(text -> "?\"" + text + "\"").collect(Collectors.joining(" ")));
      }
      return body;
    }
  }

  private List<LogEntry> entries(Search search) {
    ObjectNode body = search.body();
    List<Event> events = new ArrayList<>();
    String next = "";
    int pages = 0;
    do {
      if (pages++ == PAGES) {
        throw unended(search);
      }
      JsonNode answer = http.send("FilterLogEvents", search.group(), body);
      for (JsonNode event : answer.path("events")) {
        events.add(
            new Event(
                event.path("logStreamName").asText(),
                Instant.ofEpochMilli(event.path("timestamp").asLong()),
                event.path("message").asText()));
      }
      next = answer.path("nextToken").asText("");
      body.put("nextToken", next);
    } while (!next.isEmpty());
    return events.isEmpty() ? List.of() : LogEntry.of(streams(search.connector()).own(events));
  }

  /** A part of a log must not look like all of it: its newest entries come last. */
  private static ProblemException unended(Search search) {
    return new ProblemException(
        Problem.of(
            ErrorCode.AWS_THROTTLED,
            search.group(),
            "FilterLogEvents: the search since %s did not end within %d pages"
                .formatted(search.since(), PAGES),
            "search the log group in CloudWatch Logs"));
  }

  private LogStreams streams(Connector connector) {
    return streams.computeIfAbsent(
        connector.connectorArn(),
        arn -> LogStreams.of(connector, api.listConnectors(connector.connectorName())));
  }
}
