package io.mskcdc.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.apply.Health;
import io.mskcdc.apply.TraceCause;
import io.mskcdc.catalog.LogPosition;
import io.mskcdc.offsets.SourcePosition;
import io.mskcdc.offsets.Standstill;
import io.mskcdc.runtime.ConnectorStatus;
import io.mskcdc.runtime.LeftOut;
import io.mskcdc.runtime.LiveConnector;
import io.mskcdc.runtime.TaskStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The status of a connector.
 *
 * @param live the connector
 * @param since when this status was first seen; empty unless the connector is watched
 * @param position its position in the change log of its database
 * @param standstill how it runs and does not move, a sentence without its end; empty if it moves,
 *     or that is not known
 * @param databaseFaults what is wrong at its database: what it or its user lacks, or which other
 *     connector has its server id; a sentence each
 * @param leftOut what its masks left out; empty if it has no closed mask, or is not known
 * @param notes what could not be determined, and why
 */
public record StatusReport(
    LiveConnector live,
    Optional<Instant> since,
    Optional<SourcePosition> position,
    Optional<String> standstill,
    List<String> databaseFaults,
    Optional<LeftOut> leftOut,
    List<String> notes)
    implements Report {
  @Override
  public String kind() {
    return "status";
  }

  @Override
  public String text(Palette palette) {
    ConnectorStatus status = live.status();
    StringBuilder out = new StringBuilder();
    Optional<String> missing = Health.wayToStatus(status);
    out.append(live.name())
        .append(": ")
        .append(missing.isPresent() ? Health.describe(status) : status.state().name());
    missing.ifPresent(way -> out.append("; ").append(way));
    worker(out, status.worker());
    since.ifPresent(time -> out.append(", seen so since ").append(time));
    out.append('\n');
    cause(out, status.trace());
    if (missing.isEmpty() && status.tasksKnown() && status.tasks().isEmpty()) {
      out.append("  no tasks");
      Health.wayToTasks(live.name(), status).ifPresent(way -> out.append("; ").append(way));
      out.append('\n');
    }
    live.settings()
        .ifPresent(
            settings ->
                settings
                    .texts()
                    .forEach(
                        (name, value) ->
                            out.append("  ").append(name).append(": ").append(value).append('\n')));
    for (TaskStatus task : status.tasks()) {
      out.append("  task ").append(task.id()).append(": ").append(task.state());
      worker(out, task.worker());
      out.append('\n');
      cause(out, task.trace());
    }
    Health.wayOutOfRestart(live.name(), status)
        .ifPresent(way -> out.append("  next: ").append(way).append('\n'));
    position.ifPresent(
        found -> {
          LogPosition reached = found.reached();
          out.append("  ").append(reached.log()).append(": at ").append(reached.text());
          found.logEnd().ifPresent(end -> out.append(", the server's ends at ").append(end.text()));
          out.append('\n');
          found.loss().ifPresent(why -> out.append("  lost: ").append(why).append('\n'));
          reached
              .lastRecord()
              .ifPresent(time -> out.append("  last record: ").append(time).append('\n'));
        });
    standstill.ifPresent(
        sentence ->
            out.append("  not seen to move: ")
                .append(sentence)
                .append("; ")
                .append(Standstill.nextStep(live.name()))
                .append('\n'));
    databaseFaults.forEach(fault -> out.append("  database: ").append(fault).append('\n'));
    leftOut.ifPresent(found -> leftOut(out, found));
    notes.forEach(note -> out.append("  not known: ").append(note).append('\n'));
    return out.toString();
  }

  @Override
  public void fill(ObjectNode document) {
    document.put("name", live.name());
    fill(document, live.status());
    Health.wayOutOfRestart(live.name(), live.status())
        .or(() -> Health.wayToTasks(live.name(), live.status()))
        .or(() -> standstill.map(sentence -> Standstill.nextStep(live.name())))
        .ifPresent(way -> document.put("next", way));
    live.settings()
        .ifPresent(settings -> settings.texts().forEach(document.putObject("settings")::put));
    since.ifPresent(time -> document.put("seenSince", time.toString()));
    position.ifPresent(
        found -> {
          LogPosition reached = found.reached();
          ObjectNode node = document.putObject(reached.log());
          reached.fields().forEach(node::set);
          reached.lastRecord().ifPresent(time -> node.put("lastRecord", time.toString()));
          found.logEnd().ifPresent(end -> node.put("serverEndsAt", end.text()));
          found.loss().ifPresent(why -> node.put("lost", why));
        });
    standstill.ifPresent(sentence -> document.put("notSeenToMove", sentence));
    if (!databaseFaults.isEmpty()) {
      databaseFaults.forEach(document.putArray("databaseFaults")::add);
    }
    leftOut.ifPresent(found -> fill(document.putObject("masks"), found));
    ArrayNode list = document.putArray("notes");
    notes.forEach(list::add);
  }

  private static void leftOut(StringBuilder out, LeftOut leftOut) {
    leftOut
        .withheld()
        .forEach(
            (table, records) ->
                out.append("  withheld: ")
                    .append(table)
                    .append(", ")
                    .append(records)
                    .append(" records; no rule of its mask names the table\n"));
    leftOut
        .unlisted()
        .forEach(
            (table, columns) ->
                out.append("  not in clear: ")
                    .append(table)
                    .append(": ")
                    .append(String.join(", ", columns))
                    .append("; no rule of its mask names them\n"));
  }

  private static void fill(ObjectNode node, LeftOut leftOut) {
    leftOut.withheld().forEach(node.putObject("withheldRecords")::put);
    ObjectNode unlisted = node.putObject("unlistedColumns");
    leftOut.unlisted().forEach((table, columns) -> columns.forEach(unlisted.withArray(table)::add));
  }

  static void fill(ObjectNode node, ConnectorStatus status) {
    node.put("state", status.state().name());
    node.put("worker", status.worker());
    cause(node, status.trace());
    ArrayNode tasks = node.putArray("tasks");
    for (TaskStatus task : status.tasks()) {
      ObjectNode entry = tasks.addObject();
      entry.put("id", task.id());
      entry.put("state", task.state().name());
      entry.put("worker", task.worker());
      cause(entry, task.trace());
    }
  }

  private static void cause(ObjectNode node, String trace) {
    if (trace != null) {
      TraceCause cause = TraceCause.of(trace);
      node.put("firstCause", cause.first());
      node.put("lastCause", cause.last());
    }
  }

  private static void worker(StringBuilder out, String worker) {
    if (worker != null && !worker.isEmpty()) {
      out.append(" on ").append(worker);
    }
  }

  private static void cause(StringBuilder out, String trace) {
    if (trace != null) {
      TraceCause cause = TraceCause.of(trace);
      out.append("    ").append(cause.first()).append('\n');
      if (cause.last() != null) {
        out.append("    caused by ").append(cause.last()).append('\n');
      }
    }
  }
}
