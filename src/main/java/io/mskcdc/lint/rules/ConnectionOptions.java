package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.KEEP_ALIVE_OFF;
import static io.mskcdc.problem.ErrorCode.QUEUE_UNBOUNDED;
import static io.mskcdc.problem.ErrorCode.WRITE_TIMEOUT_SHORT;

import io.mskcdc.lint.Rule;
import java.util.Set;
import java.util.regex.Pattern;

/** Options of Debezium's connection to the database, and of the queue behind it. */
final class ConnectionOptions {
  private static final Pattern RDS = Pattern.compile(".*\\.rds\\.amazonaws\\.com(\\.cn)?");

  static final OptionRule KEEP_ALIVE =
      new OptionRule(
          Rule.warning(
              KEEP_ALIVE_OFF,
              "`connect.keep.alive` of Debezium for MySQL and MariaDB",
              "With `false`, a dead connection to the binlog is never noticed, for example behind a NAT gateway. The connector stays RUNNING and writes nothing.",
              "Remove the option, whose default is `true`.",
              "Debezium, MySQL connector, `connect.keep.alive`; debezium/debezium#7461"),
          (connector, bundle) -> ConnectorKind.readsBinlog(connector),
          "connect.keep.alive",
          "true",
          Set.of("false"),
          "if the connection to the binlog dies, the connector stays RUNNING and writes nothing",
          "write true");

  static final OptionRule WRITE_TIMEOUT =
      new OptionRule(
          Rule.hint(
              WRITE_TIMEOUT_SHORT,
              "`binlog.net.write.timeout` of Debezium for MySQL and MariaDB on RDS and Aurora",
              "The server ends the connection if the connector reads nothing for `net_write_timeout`, 60 seconds by default. Kafka may be slow for longer. The connector may then stay RUNNING and write nothing.",
              "Write seconds, like 600. If the parameter group of the database has a larger value, accept the finding.",
              "debezium/debezium#7461"),
          (connector, bundle) ->
              ConnectorKind.readsBinlog(connector)
                  && new OptionValue(connector, "database.hostname")
                      .effective("")
                      .filter(host -> RDS.matcher(host).matches())
                      .isPresent(),
          "binlog.net.write.timeout",
          "0",
          Set.of("0"),
          "the server ends the connection if Kafka is slow for its net_write_timeout, 60 seconds by"
              + " default",
          "write seconds, like 600");

  static final OptionRule QUEUE =
      new OptionRule(
          Rule.hint(
              QUEUE_UNBOUNDED,
              "`max.queue.size.in.bytes` of Debezium connectors on MSK Connect",
              "By default the queue is limited by its number of rows alone, 8192. With rows of 1 MB it needs 8 GB, and a worker of one MCU has 4 GB.",
              "Write a number of bytes, like 67108864.",
              "Debezium, `max.queue.size.in.bytes`; AWS, MSK Connect capacity"),
          (connector, bundle) ->
              ConnectorKind.isDebezium(connector) && bundle.environment().mskConnect().isPresent(),
          "max.queue.size.in.bytes",
          "0",
          Set.of("0"),
          "the queue has no limit in bytes, so wide rows exhaust the worker's memory",
          "write a number of bytes, like 67108864");

  private ConnectionOptions() {}
}
