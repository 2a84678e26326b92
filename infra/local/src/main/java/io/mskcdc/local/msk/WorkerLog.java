package io.mskcdc.local.msk;

import io.mskcdc.local.aws.CloudWatchLogs.Event;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The log of a worker. An event begins with a time like {@code [2026-05-04 10:20:30,456]}. */
record WorkerLog(Path file, String stream) {
  private static final Pattern BEGIN =
      Pattern.compile("^\\[(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3})\\] .*");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS");

  /** Returns the events; a line without a time belongs to the event before. */
  List<Event> events() {
    if (Files.notExists(file)) {
      return List.of();
    }
    List<Event> events = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    Instant time = null;
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        Matcher begin = BEGIN.matcher(line);
        if (begin.matches()) {
          add(events, time, lines);
          LocalDateTime local = LocalDateTime.parse(begin.group(1), TIME);
          time = local.atZone(ZoneId.systemDefault()).toInstant();
        }
        lines.add(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    add(events, time, lines);
    return events;
  }

  // Lines before the first time are skipped: the JVM wrote them before logging started.
  private void add(List<Event> events, Instant time, List<String> lines) {
    if (time != null) {
      events.add(new Event(stream, time, String.join("\n", lines)));
    }
    lines.clear();
  }
}
