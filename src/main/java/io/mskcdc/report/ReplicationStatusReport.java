package io.mskcdc.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.replication.ReplicationState;
import io.mskcdc.replication.TableProgress;
import io.mskcdc.report.Palette.Tone;
import io.mskcdc.text.OneLine;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The status of the DMS tasks of an environment.
 *
 * @param environment the environment
 * @param tasks one entry for each task
 */
public record ReplicationStatusReport(String environment, List<Entry> tasks) implements Report {

  /**
   * One task.
   *
   * @param name its name
   * @param state its state; empty where it is not created
   */
  public record Entry(String name, Optional<ReplicationState> state) {

    /** Returns whether it does all that was declared. */
    public boolean isAsDeclared() {
      return state.filter(ReplicationState::isAsDeclared).isPresent();
    }

    private boolean isSettled() {
      return isAsDeclared()
          || state.map(found -> found.isStopped() || found.hasFailedTables()).orElse(true);
    }
  }

  public ReplicationStatusReport {
    tasks = List.copyOf(tasks);
  }

  /** Returns whether every task does all that was declared. */
  public boolean isAsDeclared() {
    return tasks.stream().allMatch(Entry::isAsDeclared);
  }

  /** Returns whether no task is on its way to another state. */
  public boolean isSettled() {
    return tasks.stream().allMatch(Entry::isSettled);
  }

  @Override
  public String kind() {
    return "dms-status";
  }

  @Override
  public String text(Palette palette) {
    StringBuilder out = new StringBuilder();
    for (Entry entry : tasks) {
      if (entry.state().isEmpty()) {
        out.append(entry.name())
            .append(": not created\n  next: mskcdc dms apply ")
            .append(entry.name())
            .append('\n');
      } else {
        append(out, entry, entry.state().get(), palette);
      }
    }
    return out.toString();
  }

  private static void append(
      StringBuilder out, Entry entry, ReplicationState state, Palette palette) {
    out.append(entry.name()).append(": ").append(state.text()).append('\n');
    state.failures().forEach(cause -> out.append("  ! ").append(OneLine.of(cause)).append('\n'));
    state.started().ifPresent(at -> line(out, "started", at.toString()));
    state.startPosition().ifPresent(position -> line(out, "starts at", position));
    state.checkpoint().ifPresent(position -> line(out, "resumes at", position));
    state.capacityUnits().ifPresent(units -> line(out, "capacity units", units.toString()));
    for (TableProgress table : state.tables()) {
      String text =
          table.text()
              + ", "
              + table.loadedRows()
              + " rows loaded, "
              + table.inserts()
              + " inserts, "
              + table.updates()
              + " updates, "
              + table.deletes()
              + " deletes";
      out.append("  ")
          .append(table.isFailed() ? palette.paint(Tone.REMOVED, "! " + text) : text)
          .append('\n');
    }
    if (!entry.isAsDeclared()) {
      line(
          out,
          "wanted",
          "all tables loaded without a failure, and "
              + (state.migrationType().equals("full-load") ? "finished" : "running"));
    }
  }

  private static void line(StringBuilder out, String name, String value) {
    out.append("  ").append(name).append(": ").append(value).append('\n');
  }

  @Override
  public void fill(ObjectNode document) {
    document.put("environment", environment);
    ArrayNode list = document.putArray("tasks");
    for (Entry entry : tasks) {
      ObjectNode node = list.addObject();
      node.put("name", entry.name());
      node.put("asDeclared", entry.isAsDeclared());
      entry.state().ifPresent(state -> fill(node, state));
    }
  }

  private static void fill(ObjectNode node, ReplicationState state) {
    node.put("status", state.status());
    node.put("migrationType", state.migrationType());
    node.put("stopReason", state.stopReason());
    state.failures().forEach(node.putArray("failures")::add);
    node.put("fullLoadPercent", state.loadedPercent());
    node.put("started", state.started().map(Instant::toString).orElse(null));
    node.put("startPosition", state.startPosition().orElse(null));
    node.put("checkpoint", state.checkpoint().orElse(null));
    node.put("capacityUnits", state.capacityUnits().orElse(null));
    ArrayNode tables = node.putArray("tables");
    for (TableProgress table : state.tables()) {
      tables
          .addObject()
          .put("table", table.table())
          .put("state", table.state())
          .put("failed", table.isFailed())
          .put("loadedRows", table.loadedRows())
          .put("failedRows", table.failedRows())
          .put("inserts", table.inserts())
          .put("updates", table.updates())
          .put("deletes", table.deletes())
          .put("validation", table.validation())
          .put("invalidRows", table.invalidRows());
    }
  }
}
