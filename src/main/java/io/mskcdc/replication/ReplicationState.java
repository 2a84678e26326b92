package io.mskcdc.replication;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The state of a task, or of the replication of a configuration.
 *
 * <p>States: "AWS DMS task status" and "Serverless replication states" in the user guide.
 *
 * @param status the service's word in lower case, such as {@code running}
 * @param migrationType {@code full-load}, {@code full-load-and-cdc} or {@code cdc}
 * @param stopReason why it stopped, in the service's words; empty for none
 * @param failures the causes of a failure, in the service's words
 * @param loadedPercent how much of the full load is done
 * @param startPosition the position in the source's log where its changes begin; empty for none
 * @param checkpoint the position from which it can be resumed; empty for none
 * @param started when it was started the last time; empty for never
 * @param capacityUnits the capacity that it has now; empty on an instance
 * @param loadedTables the number of tables whose full load has ended
 * @param failedTables the number of tables that failed
 * @param tables the statistics of its tables; the service may have none while it stands still
 */
public record ReplicationState(
    String status,
    String migrationType,
    String stopReason,
    List<String> failures,
    int loadedPercent,
    Optional<String> startPosition,
    Optional<String> checkpoint,
    Optional<Instant> started,
    Optional<Integer> capacityUnits,
    int loadedTables,
    int failedTables,
    List<TableProgress> tables) {
  private static final Set<String> NEVER_STARTED = Set.of("ready", "created");

  public ReplicationState {
    failures = List.copyOf(failures);
    tables = List.copyOf(tables);
  }

  /** Reads a ReplicationTask, or a Replication; a missing one was never started. */
  static ReplicationState of(JsonNode live, String migrationType, List<JsonNode> tables) {
    JsonNode stats =
        live.has("ReplicationTaskStats")
            ? live.path("ReplicationTaskStats")
            : live.path("ReplicationStats");
    List<String> failures = new ArrayList<>();
    live.path("FailureMessages").forEach(message -> failures.add(message.asText()));
    text(live, "LastFailureMessage").ifPresent(failures::add);
    return new ReplicationState(
        live instanceof MissingNode
            ? "created"
            : live.path("Status").asText().toLowerCase(Locale.ROOT),
        migrationType,
        live.path("StopReason").asText(""),
        failures,
        stats.path("FullLoadProgressPercent").asInt(),
        text(live, "CdcStartPosition"),
        text(live, "RecoveryCheckpoint"),
        instant(stats.path("StartDate")),
        live.path("ProvisionData").has("ProvisionedCapacityUnits")
            ? Optional.of(live.path("ProvisionData").path("ProvisionedCapacityUnits").asInt())
            : Optional.empty(),
        stats.path("TablesLoaded").asInt(),
        stats.path("TablesErrored").asInt(),
        tables.stream().map(TableProgress::of).toList());
  }

  private static Optional<String> text(JsonNode live, String member) {
    return Optional.of(live.path(member).asText("")).filter(text -> !text.isBlank());
  }

  // The protocol writes times as seconds since 1970, with a fraction.
  private static Optional<Instant> instant(JsonNode seconds) {
    return seconds.isNumber()
        ? Optional.of(Instant.ofEpochMilli(Math.round(seconds.asDouble() * 1000)))
        : Optional.empty();
  }

  public boolean isRunning() {
    return status.equals("running");
  }

  /** Returns whether it can be started, and was never started before. */
  public boolean isNew() {
    return NEVER_STARTED.contains(status);
  }

  /** Returns whether it ended, and would go on from its checkpoint. */
  public boolean isStopped() {
    return status.equals("stopped") || status.equals("failed") || status.equals("deprovisioned");
  }

  /** Returns whether it only loads, and has loaded all. */
  public boolean isFinished() {
    return migrationType.equals("full-load")
        && (status.equals("stopped") || status.equals("deprovisioned"))
        && stopReason.toUpperCase(Locale.ROOT).contains("FULL_LOAD_ONLY_FINISHED");
  }

  /** Returns the tables that failed. */
  public List<TableProgress> tablesWithFailures() {
    return tables.stream().filter(TableProgress::isFailed).toList();
  }

  /** Returns the tables whose full load has not ended; none if nothing is loaded. */
  public List<TableProgress> unloadedTables() {
    return migrationType.equals("cdc")
        ? List.of()
        : tables.stream().filter(table -> !table.isLoaded()).toList();
  }

  /** Returns whether it has read at least one table, or is about to. */
  public boolean hasTables() {
    return !tables.isEmpty() || loadedTables > 0 || failedTables > 0;
  }

  /** Returns whether a table failed, some of its rows or its validation. */
  public boolean hasFailedTables() {
    return failedTables > 0 || !tablesWithFailures().isEmpty();
  }

  /** Returns whether it does all that was declared: it has loaded, and follows the changes. */
  public boolean isAsDeclared() {
    boolean active = migrationType.equals("full-load") ? isFinished() : isRunning();
    return active && hasTables() && !hasFailedTables() && unloadedTables().isEmpty();
  }

  /** Returns the state in words, such as {@code running, full load 40 %}. */
  public String text() {
    return status
        + (migrationType.equals("cdc") ? "" : ", full load " + loadedPercent + " %")
        + (stopReason.isEmpty() ? "" : ", " + stopReason);
  }
}
