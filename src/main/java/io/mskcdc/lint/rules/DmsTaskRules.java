package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.DMS_CAPACITY_INVALID;
import static io.mskcdc.problem.ErrorCode.DMS_COLUMNS_CLEAR;
import static io.mskcdc.problem.ErrorCode.DMS_ENGINE_ENDED;
import static io.mskcdc.problem.ErrorCode.DMS_ERRORS_TOLERATED;
import static io.mskcdc.problem.ErrorCode.DMS_FULL_LOAD_UNUSED;
import static io.mskcdc.problem.ErrorCode.DMS_MASKS_UNSUPPORTED;
import static io.mskcdc.problem.ErrorCode.DMS_ROWS_MISSING;
import static io.mskcdc.problem.ErrorCode.DMS_VALUES_CUT;

import com.fasterxml.jackson.databind.JsonNode;
import io.mskcdc.dms.Compute;
import io.mskcdc.dms.DmsTask;
import io.mskcdc.dms.MigrationType;
import io.mskcdc.dms.TableMapping;
import io.mskcdc.lint.Rule;
import io.mskcdc.lint.rules.DmsRule.Fault;
import java.lang.module.ModuleDescriptor.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Rules about what a DMS task replicates, its settings and what it runs on. */
final class DmsTaskRules {
  private static final String ENGINE = Compute.PROVISIONED + ".EngineVersion";

  /** The last version of which the user guide says that its support has ended. */
  private static final Version LAST_ENDED = Version.parse("3.5.1");

  private static final Version FIRST_WITH_MASKS = Version.parse("3.5.4");

  private static final List<Integer> CAPACITIES =
      List.of(1, 2, 4, 8, 16, 32, 64, 128, 192, 256, 384);

  private static final Set<String> STOPPING = Set.of("STOP_TASK", "SUSPEND_TABLE");

  static final DmsRule ENDED =
      new DmsRule(
          Rule.error(
              DMS_ENGINE_ENDED,
              "`EngineVersion` of a replication instance",
              "AWS supports 3.5.1 and older versions no longer: the support of 3.5.1 ended on 15 March 2025.",
              "Write 3.5.4 or newer.",
              "AWS, DMS release notes"),
          task ->
              version(task)
                  .filter(version -> version.compareTo(LAST_ENDED) <= 0)
                  .map(
                      version ->
                          new Fault(
                              ENGINE,
                              "the support of version " + version + " has ended",
                              "write 3.5.4 or newer")));

  static final DmsRule START =
      new DmsRule(
          Rule.error(
              DMS_ROWS_MISSING,
              "`migrationType: cdc` without `cdcStart`",
              "The task begins with the changes of now. The rows that exist never arrive.",
              "Write `full-load-and-cdc`, or the position or time at which another copy ended.",
              "AWS, DMS User Guide, creating tasks for ongoing replication"),
          task ->
              Stream.of("migrationType")
                  .filter(key -> task.type() == MigrationType.CDC)
                  .filter(key -> task.startPosition().isEmpty() && task.startTime().isEmpty())
                  .map(
                      key ->
                          new Fault(
                              key,
                              "the task starts with the changes of now, and existing rows never arrive",
                              "write full-load-and-cdc, or add cdcStart with a position or time")));

  static final DmsRule FULL_LOAD =
      new DmsRule(
          Rule.warning(
              DMS_FULL_LOAD_UNUSED,
              "`TargetTablePrepMode` and `CreatePkAfterFullLoad` of a task without a full load",
              "A task of type `cdc` has no full load. The settings do nothing, and often show that one was expected.",
              "Remove them, or write `full-load-and-cdc`.",
              "AWS, DMS User Guide, full-load task settings"),
          DmsTaskRules::fullLoad);

  static final DmsRule LOBS =
      new DmsRule(
          Rule.error(
              DMS_VALUES_CUT,
              "`LobMaxSize` in limited LOB mode",
              "Longer JSON, TEXT and BLOB values are cut at `LobMaxSize` kilobytes, 32 by default. With `DataTruncationErrorPolicy: LOG_ERROR`, which is the default, the task goes on.",
              "Set `LobMaxSize` to the longest value, and `DataTruncationErrorPolicy: STOP_TASK`.",
              "AWS, DMS User Guide, LOB support and error handling task settings"),
          DmsTaskRules::lobs);

  static final DmsRule ERRORS =
      new DmsRule(
          Rule.error(
              DMS_ERRORS_TOLERATED,
              "`ErrorBehavior` of the settings",
              "By default a row with an error is logged and left out, a table with an error is suspended, and a task that captures no table goes on. Data is lost without a failed task.",
              "Write `DataErrorPolicy: STOP_TASK`, `TableErrorPolicy: STOP_TASK` and `FailOnNoTablesCaptured: true`.",
              "AWS, DMS User Guide, error handling task settings"),
          DmsTaskRules::errors);

  static final DmsRule CLEAR =
      new DmsRule(
          Rule.error(
              DMS_COLUMNS_CLEAR,
              "tables with `%` in a task that changes no column",
              "All columns of all matching tables leave the database in clear, also those of tables that are created later. Transforms cannot mask what DMS writes to a bucket or a topic.",
              "Name the tables. Mask personal columns with `masks`, or leave them out with `removeColumns`.",
              "AWS, DMS User Guide, using data masking"),
          DmsTaskRules::clear);

  static final DmsRule MASKS =
      new DmsRule(
          Rule.error(
              DMS_MASKS_UNSUPPORTED,
              "masks with an old `EngineVersion`",
              "DMS masks since version 3.5.4.",
              "Write 3.5.4 or newer.",
              "AWS, DMS User Guide, using data masking"),
          task ->
              version(task)
                  .filter(version -> version.compareTo(FIRST_WITH_MASKS) < 0)
                  .filter(version -> rules(task).anyMatch(TableMapping::isMask))
                  .map(
                      version ->
                          new Fault(
                              ENGINE,
                              "version " + version + " has no masks",
                              "write 3.5.4 or newer")));

  static final DmsRule CAPACITY =
      new DmsRule(
          Rule.error(
              DMS_CAPACITY_INVALID,
              "`MaxCapacityUnits` and `MinCapacityUnits`",
              "AWS has capacities of 1, 2, 4, 8, 16, 32, 64, 128, 192, 256 and 384 DCU only. The smallest capacity is at most the largest one.",
              "Write one of them.",
              "AWS, DMS API Reference, ComputeConfig"),
          DmsTaskRules::capacity);

  private DmsTaskRules() {}

  private static Stream<Version> version(DmsTask task) {
    return task.compute().engineVersion().map(Version::parse).stream();
  }

  private static Stream<JsonNode> rules(DmsTask task) {
    return StreamSupport.stream(task.tableMappings().path("rules").spliterator(), false);
  }

  private static Stream<Fault> fullLoad(DmsTask task) {
    JsonNode settings = task.settings().path("FullLoadSettings");
    String mode = settings.path("TargetTablePrepMode").asText("DO_NOTHING");
    List<String> keys = new ArrayList<>();
    if (!mode.equals("DO_NOTHING")) {
      keys.add("TargetTablePrepMode");
    }
    if (settings.path("CreatePkAfterFullLoad").asBoolean()) {
      keys.add("CreatePkAfterFullLoad");
    }
    return keys.stream()
        .filter(key -> !task.type().hasFullLoad())
        .map(
            key ->
                new Fault(
                    "settings.FullLoadSettings." + key,
                    "a task of type cdc has no full load",
                    "remove it, or write migrationType: full-load-and-cdc"));
  }

  private static Stream<Fault> lobs(DmsTask task) {
    JsonNode metadata = task.settings().path("TargetMetadata");
    String policy =
        task.settings().path("ErrorBehavior").path("DataTruncationErrorPolicy").asText("LOG_ERROR");
    if (!metadata.path("SupportLobs").asBoolean(true)
        || metadata.path("FullLobMode").asBoolean()
        || STOPPING.contains(policy)) {
      return Stream.empty();
    }
    return Stream.of(
        new Fault(
            "settings.TargetMetadata.LobMaxSize",
            "longer values than "
                + metadata.path("LobMaxSize").asText("32")
                + " KB are cut, and the task goes on with "
                + policy,
            "set it to the longest value, and ErrorBehavior.DataTruncationErrorPolicy: STOP_TASK"));
  }

  private static Stream<Fault> errors(DmsTask task) {
    JsonNode behavior = task.settings().path("ErrorBehavior");
    String row = behavior.path("DataErrorPolicy").asText("LOG_ERROR");
    String table = behavior.path("TableErrorPolicy").asText("SUSPEND_TABLE");
    List<String> losses = new ArrayList<>();
    List<String> next = new ArrayList<>();
    if (!STOPPING.contains(row)) {
      losses.add("a row with an error is left out (DataErrorPolicy " + row + ")");
      next.add("DataErrorPolicy: STOP_TASK");
    }
    if (!table.equals("STOP_TASK")) {
      losses.add("a table with an error is suspended (TableErrorPolicy " + table + ")");
      next.add("TableErrorPolicy: STOP_TASK");
    }
    if (!behavior.path("FailOnNoTablesCaptured").asBoolean()) {
      losses.add("a task without tables goes on");
      next.add("FailOnNoTablesCaptured: true");
    }
    return losses.isEmpty()
        ? Stream.empty()
        : Stream.of(
            new Fault(
                "settings.ErrorBehavior",
                String.join(", ", losses),
                "write " + String.join(", ", next)));
  }

  private static Stream<Fault> clear(DmsTask task) {
    if (rules(task)
        .anyMatch(
            rule ->
                TableMapping.isMask(rule) || rule.path("rule-target").asText().equals("column"))) {
      return Stream.empty();
    }
    JsonNode tables = task.file().content().path("tables");
    return IntStream.range(0, tables.size())
        .filter(i -> tables.path(i).path("include").asText().contains("%"))
        .mapToObj(
            i ->
                new Fault(
                    "tables." + i + ".include",
                    "all columns of "
                        + tables.path(i).path("include").asText()
                        + " are replicated in clear",
                    "name the tables, and decide about personal columns with masks or removeColumns"));
  }

  private static Stream<Fault> capacity(DmsTask task) {
    if (!(task.compute() instanceof Compute.Serverless serverless)) {
      return Stream.empty();
    }
    int max = serverless.config().path("MaxCapacityUnits").asInt(Integer.MAX_VALUE);
    int min = serverless.config().path("MinCapacityUnits").asInt(1);
    Stream<Fault> unknown =
        Stream.of("MaxCapacityUnits", "MinCapacityUnits")
            .filter(name -> serverless.config().has(name))
            .filter(name -> !CAPACITIES.contains(serverless.config().path(name).asInt()))
            .map(
                name ->
                    new Fault(
                        Compute.SERVERLESS + "." + name,
                        "AWS has no capacity of "
                            + serverless.config().path(name).asText()
                            + " DCU",
                        "write one of " + CAPACITIES));
    Stream<Fault> order =
        min > max
            ? Stream.of(
                new Fault(
                    Compute.SERVERLESS + ".MinCapacityUnits",
                    min + " is more than MaxCapacityUnits",
                    "write at most " + max))
            : Stream.empty();
    return Stream.concat(unknown, order);
  }
}
