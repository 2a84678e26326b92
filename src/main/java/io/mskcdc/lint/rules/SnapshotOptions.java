package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.HISTORY_PARTIAL;
import static io.mskcdc.problem.ErrorCode.SNAPSHOT_RECOVERS;
import static io.mskcdc.problem.ErrorCode.SNAPSHOT_REPEATED;
import static io.mskcdc.problem.ErrorCode.SNAPSHOT_UNLOCKED;
import static io.mskcdc.problem.ErrorCode.TABLE_NOT_RESNAPSHOTTABLE;

import io.mskcdc.catalog.CommaList;
import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.lint.Rule;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Options of Debezium's snapshots and of its schema history. */
final class SnapshotOptions {
  private static final String MODE = "snapshot.mode";
  private static final String INITIAL = "initial";
  private static final String CHANNELS = "signal.enabled.channels";

  /** The modes that read the rows of the tables and then continue with the changes. */
  private static final Set<String> READS_ROWS = Set.of(INITIAL, "when_needed", "always");

  /** The modes that read no rows. Their locks last seconds. */
  private static final Set<String> READS_NO_ROWS = Set.of("no_data", "recovery");

  private static final List<String> OTHER_CHANNELS = List.of("kafka", "file", "jmx");

  static final OptionRule PARTIAL_HISTORY =
      new OptionRule(
          Rule.warning(
              HISTORY_PARTIAL,
              "`schema.history.internal.store.only.captured.tables.ddl` of Debezium connectors",
              "The history contains captured tables only. A table that is added to the lists later has no definition in it, and the task stops at the table's first change.",
              "Write `false`. If the server has very many tables, keep `true` and accept the finding.",
              "Debezium, `schema.history.internal.store.only.captured.tables.ddl`"),
          (connector, bundle) -> ConnectorKind.hasSchemaHistory(connector),
          "schema.history.internal.store.only.captured.tables.ddl",
          "false",
          Set.of("true"),
          "a table that is captured later has no definition in the history, and its first change"
              + " stops the task",
          "write false");

  static final OptionRule UNLOCKED =
      new OptionRule(
          Rule.warning(
              SNAPSHOT_UNLOCKED,
              "`snapshot.locking.mode` of Debezium for MySQL and MariaDB",
              "Without locks, a schema change during the snapshot gives rows the wrong columns. Modes of the snapshot without rows are not reported.",
              "Write `minimal`, or prevent schema changes until the snapshot ends.",
              "Debezium, MySQL connector, `snapshot.locking.mode`"),
          (connector, bundle) ->
              ConnectorKind.readsBinlog(connector)
                  && mode(connector).filter(mode -> !READS_NO_ROWS.contains(mode)).isPresent(),
          "snapshot.locking.mode",
          "minimal",
          Set.of("none"),
          "a schema change during the snapshot gives rows the wrong columns",
          "write minimal, or prevent schema changes until the snapshot ends");

  static final OptionRule REPEATED =
      new OptionRule(
          Rule.warning(
              SNAPSHOT_REPEATED,
              "`snapshot.mode=when_needed` of Debezium for MySQL, MariaDB and MongoDB",
              "If the database no longer has the connector's position, the connector reads all rows again without an error. Rows that were deleted in the gap stay in the topics for ever. Environments whose name begins with `local` are not reported.",
              "Write `initial`: the task then fails, and somebody decides.",
              "Debezium, MySQL connector, `snapshot.mode`"),
          (connector, bundle) ->
              (ConnectorKind.readsBinlog(connector)
                      || ConnectorKind.debezium(connector.config())
                          .filter("mongodb"::equals)
                          .isPresent())
                  && !bundle.environment().isLocal(),
          MODE,
          INITIAL,
          Set.of("when_needed"),
          "if the database no longer has its position, the connector reads all rows again without an"
              + " error, and deletes in the gap are lost",
          "write initial");

  static final OptionRule RECOVERS =
      new OptionRule(
          Rule.warning(
              SNAPSHOT_RECOVERS,
              "`snapshot.mode=recovery` of Debezium connectors",
              "The mode rebuilds a lost history from the tables as they are now. If a table changed after the connector's position, its older rows get the wrong columns. If the mode stays in the file, it does so at each later loss too.",
              "Use it for one start, and then write the mode from before.",
              "Debezium, `snapshot.mode`"),
          (connector, bundle) -> ConnectorKind.hasSchemaHistory(connector),
          MODE,
          INITIAL,
          Set.of("recovery"),
          "the mode rebuilds a lost history from the tables as they are now: if one has changed, its"
              + " older rows get the wrong columns",
          "use it for one start, and then write the mode from before");

  static final OptionRule NOT_RESNAPSHOTTABLE =
      new OptionRule(
          Rule.hint(
              TABLE_NOT_RESNAPSHOTTABLE,
              "Debezium for MySQL and MariaDB without a channel for signals",
              "A snapshot of a large table takes hours in one thread. If it must be repeated for one table, only a signal does so. Without a channel for signals, all tables are read again.",
              "Create a table for signals and name it in `signal.data.collection`. For a faster first snapshot set `snapshot.max.threads`.",
              "Debezium, sending signals"),
          SnapshotOptions::hasNoSignals,
          "signal.data.collection",
          OptionRule.NONE,
          Set.of(OptionRule.NONE),
          "no signal can reach this connector, so one table alone cannot be read again",
          "create a table for signals, and name it here as database.table");

  private SnapshotOptions() {}

  private static Optional<String> mode(RenderedConnector connector) {
    return new OptionValue(connector, MODE).effective(INITIAL);
  }

  private static boolean hasNoSignals(RenderedConnector connector, Bundle bundle) {
    return ConnectorKind.readsBinlog(connector)
        && mode(connector).filter(READS_ROWS::contains).isPresent()
        && new OptionValue(connector, "snapshot.max.threads")
            .effective("1")
            .filter("1"::equals)
            .isPresent()
        && new OptionValue(connector, CHANNELS)
            .effective("source")
            .filter(list -> Collections.disjoint(CommaList.of(list), OTHER_CHANNELS))
            .isPresent();
  }
}
