package io.mskcdc.msk;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An entry of a worker's log: a line with a time and a level, and the lines that belong to it.
 *
 * <p>Format: "Logging for MSK Connect" in the MSK Developer Guide. Each line is an event of its own
 * and begins with the worker, like {@code [Worker-0bb8afa0b01391c41] [2021-09-06 16:02:54,151]
 * WARN}.
 *
 * @param lines its lines without the worker, one at least
 */
record LogEntry(Instant time, List<String> lines) {
  /** Kafka Connect logs it when a task fails; the task does not run again without a restart. */
  static final String TASK_KILLED = "Task is being killed";

  /** Kafka Connect logs it when a task has started. */
  static final String TASK_STARTED = "task finished initialization and start";

  /** Kafka Connect logs it when it commits offsets of new records, with the number of records. */
  static final String OFFSETS_COMMITTED = "Committing offsets for ";

  private static final int LINES = 12;
  private static final Pattern WORKER = Pattern.compile("^(\\[Worker-[^]]*]) ?");
  private static final Pattern BEGIN =
      Pattern.compile("^\\[[^]]*] (TRACE|DEBUG|INFO|WARN|ERROR|FATAL) .*");
  private static final Pattern TASK = Pattern.compile("Worker\\w+\\{id=[^}]*-(\\d+)}");

  /** A line of a Java stack trace that names no exception. */
  private static final Pattern FRAME = Pattern.compile("\\s+at .*|\\s*\\.\\.\\. \\d+ .*");

  private static final Pattern CAUSE = Pattern.compile("\\s*(Caused by|Suppressed): .*");

  /**
   * An event of CloudWatch Logs.
   *
   * @param stream the stream that it is in
   * @param message one line or more
   */
  record Event(String stream, Instant time, String message) {}

  /** Joins the lines of each stream and worker to entries, which are in the order of the events. */
  static List<LogEntry> of(List<Event> events) {
    List<LogEntry> entries = new ArrayList<>();
    Map<String, LogEntry> open = new HashMap<>();
    for (Event event : events) {
      for (String line : event.message().lines().toList()) {
        Matcher worker = WORKER.matcher(line);
        String source = event.stream() + (worker.find() ? worker.group(1) : "");
        String text = worker.replaceFirst("");
        if (BEGIN.matcher(text).matches() || !open.containsKey(source)) {
          LogEntry entry = new LogEntry(event.time(), new ArrayList<>());
          open.put(source, entry);
          entries.add(entry);
        }
        open.get(source).lines().add(text);
      }
    }
    return entries;
  }

  private String first() {
    return lines.get(0);
  }

  /** Returns whether a task has failed. */
  boolean isTaskFailure() {
    return first().contains(TASK_KILLED);
  }

  /** Returns whether a task has started. */
  boolean isTaskStart() {
    return first().contains(TASK_STARTED);
  }

  /** Returns whether a task has committed offsets of new records. */
  boolean isCommit() {
    return first().contains(OFFSETS_COMMITTED);
  }

  /** Returns the number of the task that the entry is about. */
  OptionalInt task() {
    Matcher task = TASK.matcher(first());
    return task.find() ? OptionalInt.of(Integer.parseInt(task.group(1))) : OptionalInt.empty();
  }

  /**
   * Returns whether it is an error. The worker logs one at each start for a class in Debezium's JAR
   * that needs a library which is not there, and which no connector uses.
   */
  boolean isError() {
    Matcher begin = BEGIN.matcher(first());
    return begin.matches()
        && (begin.group(1).equals("ERROR") || begin.group(1).equals("FATAL"))
        && !isPluginScan();
  }

  boolean isPluginScan() {
    return first().contains("Failed to discover ") && first().contains("CloudEventsConverter");
  }

  /** Returns whether it lists all options of a client or a connector, with resolved values. */
  boolean isConfiguration() {
    return first().strip().endsWith("Config values:");
  }

  /** Returns whether it is an error with an exception of a worker that is not shutting down. */
  boolean isException() {
    return isError() && lines.size() > 1 && !first().contains("during shutdown");
  }

  /** Returns its stack trace, or else its only line. */
  String trace() {
    return lines.size() == 1 ? first() : String.join("\n", lines.subList(1, lines.size()));
  }

  /**
   * Returns its lines for a report.
   *
   * @param stackTraces whether in full; otherwise the first lines and the last causes
   */
  Stream<String> shown(boolean stackTraces) {
    if (stackTraces) {
      return lines.stream();
    }
    List<String> rest = lines.stream().filter(line -> !FRAME.matcher(line).matches()).toList();
    if (rest.size() <= LINES) {
      return rest.stream();
    }
    int half = LINES / 2;
    List<String> causes =
        rest.stream().skip(half).filter(line -> CAUSE.matcher(line).matches()).toList();
    return Stream.concat(
        rest.stream().limit(half), causes.stream().skip(Math.max(0, causes.size() - half)));
  }
}
