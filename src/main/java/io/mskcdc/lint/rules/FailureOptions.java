package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.CLEAR_VALUES_LOGGED;
import static io.mskcdc.problem.ErrorCode.ERRORS_TOLERATED;
import static io.mskcdc.problem.ErrorCode.QUERY_INCLUDED;
import static io.mskcdc.problem.ErrorCode.RETRIES_OFF;
import static io.mskcdc.problem.ErrorCode.STATEMENTS_SKIPPED;

import io.mskcdc.catalog.MaskTransform;
import io.mskcdc.lint.Rule;
import java.util.Set;

/** Options that decide what happens to records that fail, and what is written beside them. */
final class FailureOptions {
  static final OptionRule TOLERATED =
      new OptionRule(
          Rule.error(
              ERRORS_TOLERATED,
              "`errors.tolerance` of source connectors",
              "With `all`, Connect drops each record that a transform or a converter cannot process. A source has no dead letter queue, so the row is lost, and the connector stays RUNNING.",
              "Write `none`, and mend what fails. Sinks may tolerate errors: they have a dead letter queue.",
              "Kafka, Connect error handling (KIP-298)"),
          (connector, bundle) -> ConnectorKind.isSource(connector),
          "errors.tolerance",
          "none",
          Set.of("all"),
          "Connect drops each record that fails, and a source has no dead letter queue: the row is"
              + " lost without an error",
          "write none");

  static final OptionRule LOGGED =
      new OptionRule(
          Rule.error(
              CLEAR_VALUES_LOGGED,
              "`errors.log.include.messages` of source connectors that mask columns",
              "Connect logs a record that fails as it was before the masking, with its clear values.",
              "Write `false`. `errors.log.enable` alone logs the cause without the record.",
              "Kafka, Connect error handling (KIP-298)"),
          (connector, bundle) ->
              ConnectorKind.isSource(connector)
                  && new OptionValue(connector, "errors.log.enable").is("true")
                  && MaskTransform.masks(connector.config()),
          "errors.log.include.messages",
          "false",
          Set.of("true"),
          "Connect logs a record that fails with its clear values, and this connector masks columns",
          "write false");

  static final OptionRule QUERY =
      new OptionRule(
          Rule.error(
              QUERY_INCLUDED,
              "`include.query` of Debezium for MySQL and MariaDB, in connectors that mask columns",
              "Each event contains the SQL statement of the change, with the clear values of masked columns.",
              "Write `false`.",
              "Debezium, MySQL connector, `include.query`"),
          (connector, bundle) ->
              ConnectorKind.readsBinlog(connector) && MaskTransform.masks(connector.config()),
          "include.query",
          "false",
          Set.of("true"),
          "each event contains its SQL statement, with the clear values of masked columns",
          "write false");

  static final OptionRule STATEMENTS =
      new OptionRule(
          Rule.warning(
              STATEMENTS_SKIPPED,
              "`schema.history.internal.skip.unparseable.ddl` of Debezium connectors",
              "Debezium leaves a statement that it cannot read out of its history. If the statement changes a captured table, later rows are read with the wrong columns.",
              "Write `false`. If a statement of another table stops the connector, leave out this one statement with `internal.schema.history.internal.ddl.filter`.",
              "Debezium, `schema.history.internal.skip.unparseable.ddl`"),
          (connector, bundle) -> ConnectorKind.hasSchemaHistory(connector),
          "schema.history.internal.skip.unparseable.ddl",
          "false",
          Set.of("true"),
          "a statement that Debezium cannot read is left out, and later rows of its table are read"
              + " with the wrong columns",
          "write false");

  static final OptionRule RETRIES =
      new OptionRule(
          Rule.warning(
              RETRIES_OFF,
              "`errors.max.retries` of Debezium connectors",
              "With 0, the first error of the network ends the task, and somebody must restart it.",
              "Remove the option: Debezium then retries without a limit. Or write a limit.",
              "Debezium, `errors.max.retries`"),
          (connector, bundle) -> ConnectorKind.isDebezium(connector),
          "errors.max.retries",
          "-1",
          Set.of("0"),
          "the first error of the network ends the task",
          "write -1 for no limit, or a number of attempts");

  private FailureOptions() {}
}
